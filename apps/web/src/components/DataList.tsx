import type { Bilingual } from "@doudi/contract";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { type ReactNode, useCallback, useRef } from "react";
import { useLanguage } from "../language/language.js";
import { useMedia } from "../layout/useMedia.js";
import { PHONE } from "../theme.js";
import { Empty } from "./Empty.js";
import { Go } from "./Go.js";
import { Problem } from "./Problem.js";
import { useListKeys } from "./useListKeys.js";

export interface Column<Row> {
  readonly key: string;
  readonly name: Bilingual;
  readonly show: (row: Row) => ReactNode;
  /** Numbers stand at the right in even figures. */
  readonly isNumber?: boolean;
  /** Dates and names of places stay on one line. */
  readonly isWhole?: boolean;
  /** For instance "20%" or 120. */
  readonly width?: string | number;
  /** Left away below this width of the window, in pixels; on cards too. */
  readonly from?: 1200 | 1440;
  /** The word of the sort in the address, where the list can be sorted by it. */
  readonly sort?: string;
}

interface DataListProps<Row> {
  /** What the list holds, for those who listen. */
  readonly name: string;
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string | number;
  /** The first column is the name of a row: it links to `to` and heads its card. */
  readonly columns: readonly Column<Row>[];
  readonly to?: (row: Row) => string;
  /** What `to` opens in the address beside its path; then the list stays where it is. */
  readonly searchOf?: ((row: Row) => Readonly<Record<string, string>>) | undefined;
  readonly isLoading?: boolean;
  readonly error?: Error | null;
  readonly onRetry?: () => void;
  readonly more?: { readonly has: boolean; readonly isLoading: boolean; readonly load: () => void };
  readonly empty: { readonly title: Bilingual; readonly hint?: Bilingual; readonly act?: ReactNode };
  readonly sort?: { readonly by: string | undefined; readonly onSort: (by: string) => void };
  readonly selection?: { readonly ids: ReadonlySet<string | number>; readonly onChange: (ids: ReadonlySet<string | number>) => void };
  readonly onAssign?: (row: Row | undefined) => void;
}

/** Rows that stand for the ones on their way, so that nothing jumps when they come. */
const WAITING = [0, 1, 2, 3, 4, 5, 6, 7];

/** A list: a table with its header held in view, cards on the phone; loaded page by page; walked with j, k and Enter. */
export function DataList<Row>(props: DataListProps<Row>) {
  const { rows, to, searchOf, onAssign, more } = props;
  const { t } = useLanguage();
  const isPhone = useMedia(PHONE);
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  const open = useCallback((index: number) => {
    const row = rows[index];
    if (row !== undefined && to !== undefined) void navigate({ to: to(row), search: searchOf?.(row) ?? {}, resetScroll: searchOf === undefined } as never);
  }, [rows, to, searchOf, navigate]);
  const assign = useCallback((index: number) => onAssign?.(rows[index]), [rows, onAssign]);
  useListKeys({ list, onOpen: to === undefined ? undefined : open, onAssign: onAssign === undefined ? undefined : assign });

  if (props.error !== undefined && props.error !== null) return <Problem error={props.error} {...(props.onRetry === undefined ? {} : { onRetry: props.onRetry })} />;
  if (props.isLoading !== true && rows.length === 0) return <div className="list"><Empty title={props.empty.title} hint={props.empty.hint}>{props.empty.act}</Empty></div>;
  return (
    <div className="list" ref={list} aria-busy={props.isLoading === true}>
      {isPhone ? <Cards {...props} /> : <Table {...props} />}
      {rows.length === 0 ? null : (
        <div className="list-foot">
          <span className="muted" role="status">{t({ zh: "已列出 {n} 条", en: "{n} shown" }, { n: rows.length.toLocaleString("en-US") })}</span>
          {more?.has === true ? <Button loading={more.isLoading} onClick={more.load}>{t({ zh: "再列一些", en: "Show more" })}</Button> : null}
          {isPhone || to === undefined ? null : <span className="list-keys muted">{t(onAssign === undefined ? KEYS : KEYS_ASSIGN)}</span>}
        </div>
      )}
    </div>
  );
}

const KEYS = { zh: "键盘：j、k 上下，Enter 打开", en: "Keys: j and k move, Enter opens" };
const KEYS_ASSIGN = { zh: "键盘：j、k 上下，Enter 打开，a 交办，/ 查找", en: "Keys: j and k move, Enter opens, a assigns, / searches" };

function Table<Row>({ name, rows, idOf, columns, to, searchOf, isLoading, sort, selection }: DataListProps<Row>) {
  const { t } = useLanguage();
  const isAll = rows.length > 0 && rows.every((row) => selection?.ids.has(idOf(row)) === true);
  return (
    <table className="table" aria-label={name}>
      <thead>
        <tr>
          {selection === undefined ? null : (
            <th scope="col" className="tick"><input type="checkbox" aria-label={t({ zh: "全选列出的", en: "Select all that are shown" })} checked={isAll} onChange={() => selection.onChange(isAll ? new Set() : new Set(rows.map(idOf)))} /></th>
          )}
          {columns.map((column) => (
            <th key={column.key} scope="col" className={classOf(column)} style={{ width: column.width }} {...(column.sort !== undefined && column.sort === sort?.by ? { "aria-sort": "descending" as const } : {})}>
              {column.sort === undefined || sort === undefined ? t(column.name) : <SortButton column={column} by={sort.by} onSort={sort.onSort} />}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {isLoading === true && rows.length === 0
          ? WAITING.map((row) => <tr key={row}>{selection === undefined ? null : <td className="tick" />}{columns.map((column) => <td key={column.key} className={classOf(column)}><span className="waiting" /></td>)}</tr>)
          : rows.map((row) => (
            <tr key={idOf(row)} data-row tabIndex={to === undefined ? undefined : -1}>
              {selection === undefined ? null : <td className="tick"><Tick row={row} idOf={idOf} selection={selection} /></td>}
              {columns.map((column, place) => <td key={column.key} className={classOf(column)}>{place === 0 && to !== undefined ? <RowLink row={row} to={to} searchOf={searchOf}>{column.show(row)}</RowLink> : column.show(row)}</td>)}
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Cards<Row>({ name, rows, idOf, columns, to, searchOf, isLoading, selection }: DataListProps<Row>) {
  const { t } = useLanguage();
  const [first, ...rest] = columns;
  if (isLoading === true && rows.length === 0) return <ul className="cards">{WAITING.map((row) => <li key={row} className="list-card"><span className="waiting" /><span className="waiting" /></li>)}</ul>;
  return (
    <ul className="cards" aria-label={name}>
      {rows.map((row) => (
        <li key={idOf(row)} className="list-card" data-row>
          <div className="list-card-head">
            {selection === undefined ? null : <Tick row={row} idOf={idOf} selection={selection} />}
            <strong>{first === undefined ? null : to === undefined ? first.show(row) : <RowLink row={row} to={to} searchOf={searchOf} className="list-card-link">{first.show(row)}</RowLink>}</strong>
          </div>
          <dl>{rest.filter(({ from }) => from === undefined).map((column) => <div key={column.key}><dt>{t(column.name)}</dt><dd>{column.show(row)}</dd></div>)}</dl>
        </li>
      ))}
    </ul>
  );
}

function RowLink<Row>({ row, to, searchOf, className, children }: Pick<DataListProps<Row>, "searchOf"> & { readonly row: Row; readonly to: (row: Row) => string; readonly className?: string; readonly children: ReactNode }) {
  return <Go to={to(row)} search={searchOf?.(row)} staysInPlace={searchOf !== undefined} className={className}>{children}</Go>;
}

function Tick<Row>({ row, idOf, selection }: { readonly row: Row; readonly idOf: (row: Row) => string | number; readonly selection: NonNullable<DataListProps<Row>["selection"]> }) {
  const { t } = useLanguage();
  const id = idOf(row);
  const change = () => {
    const ids = new Set(selection.ids);
    if (!ids.delete(id)) ids.add(id);
    selection.onChange(ids);
  };
  return <input type="checkbox" aria-label={t({ zh: "选中", en: "Select" })} checked={selection.ids.has(id)} onChange={change} />;
}

function SortButton<Row>({ column, by, onSort }: { readonly column: Column<Row>; readonly by: string | undefined; readonly onSort: (by: string) => void }) {
  const { t } = useLanguage();
  const word = column.sort ?? "";
  return <button type="button" className="sort" onClick={() => onSort(word)}>{t(column.name)}<span aria-hidden className={by === word ? "sort-on" : "sort-off"}>▾</span></button>;
}

function classOf<Row>(column: Column<Row>): string {
  return `${column.isNumber === true ? "number" : ""}${column.isWhole === true ? " whole" : ""}${column.from === undefined ? "" : ` from-${column.from}`}`;
}
