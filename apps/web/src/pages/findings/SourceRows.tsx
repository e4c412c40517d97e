import { type Bilingual, isRosterKind, ROSTER_KINDS } from "@doudi/contract";
import type { SourceRow } from "@doudi/contract/api";
import { useLanguage } from "../../language/language.js";
import { inOrder } from "../../words/inOrder.js";
import { periodText } from "../../words/formats.js";

interface SourceRowsProps {
  readonly rows: readonly SourceRow[];
  readonly columns: Readonly<Record<string, Bilingual>>;
  /** Columns in which the rows differ. */
  readonly differing: readonly string[];
  /** Leaves away what only one of several rows says. */
  readonly isShort?: boolean;
}

/** The rows behind a finding side by side, column by column; those that differ come first and are marked, then those that several rows have. On the phone each column stands above its values. */
export function SourceRows({ rows, columns, differing, isShort = false }: SourceRowsProps) {
  const { t } = useLanguage();
  const all = inOrder(columns, rows.flatMap(({ cells }) => Object.keys(cells)));
  const isShared = (column: string) => rows.length < 2 || rows.filter(({ cells }) => cells[column] !== undefined && cells[column] !== "").length > 1;
  const same = all.filter((column) => !differing.includes(column));
  const ordered = [...all.filter((column) => differing.includes(column)), ...same.filter(isShared), ...(isShort ? [] : same.filter((column) => !isShared(column)))];
  return (
    <table className="sources" style={{ "--sources": rows.length } as never}>
      <thead>
        <tr><th scope="col"><span className="heard">{t({ zh: "栏目", en: "Column" })}</span></th>{rows.map((row) => <th key={keyOf(row)} scope="col"><SourcePlace row={row} /></th>)}</tr>
      </thead>
      <tbody>
        {ordered.map((column) => {
          const differs = differing.includes(column);
          return (
            <tr key={column} className={differs ? "sources-differ" : undefined}>
              <th scope="row">{columns[column] === undefined ? column : t(columns[column])}{differs ? <span className="sources-mark">{t({ zh: "不一致", en: "differs" })}</span> : null}</th>
              {rows.map((row) => <td key={keyOf(row)}>{row.cells[column] === undefined || row.cells[column] === "" ? <span className="muted">—</span> : row.cells[column]}</td>)}
            </tr>
          );
        })}
        {ordered.length === 0 ? <tr><td colSpan={rows.length + 1} className="muted">{t({ zh: "这些行不在您的辖区内，只列出处。", en: "These rows lie outside your area: only their place is told." })}</td></tr> : null}
      </tbody>
    </table>
  );
}

function SourcePlace({ row }: { readonly row: SourceRow }) {
  const { t, lang } = useLanguage();
  return (
    <>
      <strong>{isRosterKind(row.kind) ? t(ROSTER_KINDS[row.kind]) : row.kind}</strong> {row.period === "" ? null : periodText(row.period, lang)}
      <span className="sources-place">{row.file}{row.sheet === "" ? "" : ` · ${row.sheet}`} · {t({ zh: "第 {n} 行", en: "row {n}" }, { n: row.row })}</span>
    </>
  );
}

function keyOf({ file, sheet, row }: SourceRow): string {
  return `${file} ${sheet} ${row}`;
}
