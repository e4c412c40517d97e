import { type Answer, levelOf } from "@doudi/contract/api";
import { useMe } from "../../api/session.js";
import { useApi } from "../../api/useApi.js";
import { type Column, DataList } from "../../components/DataList.js";
import { Go } from "../../components/Go.js";
import { StateTag } from "../../components/StateTag.js";
import { useFilters } from "../../components/useFilters.js";
import { useLanguage } from "../../language/language.js";
import { AdministrationFrame } from "./AdministrationFrame.js";
import { MergeDivision } from "./MergeDivision.js";

export type Division = Answer<"divisions">["divisions"][number];

const EMPTY = { title: { zh: "下面没有区划", en: "There is no division below" } };
const LEVEL_LENGTHS = [2, 4, 6, 9, 12] as const;

/** The divisions of the area with their history, level by level; one can be merged into another, its past is kept. */
export function DivisionsPage() {
  const { t } = useLanguage();
  const { area } = useMe();
  const { filters } = useFilters(["parent"]);
  const parent = filters.parent ?? area.code;
  const divisions = useApi("divisions", { query: { parent } });
  const rows = divisions.data?.divisions ?? [];
  const columns: readonly Column<Division>[] = [
    { key: "name", name: { zh: "区划", en: "Division" }, show: ({ code, name }) => (levelOf(code) === "village" ? name : <Go to="/administration/divisions" search={{ parent: code }}>{name}</Go>) },
    { key: "code", name: { zh: "代码", en: "Code" }, show: ({ code }) => code },
    { key: "state", name: { zh: "状态", en: "State" }, show: (division) => <DivisionState division={division} rows={rows} /> },
    { key: "from", name: { zh: "启用", en: "From" }, show: ({ valid_from }) => valid_from ?? "—" },
    { key: "to", name: { zh: "撤销", en: "Until" }, show: ({ valid_to }) => valid_to ?? "—" },
    { key: "merge", name: { zh: "操作", en: "Act" }, show: (division) => (division.valid_to === null ? <MergeDivision division={division} sisters={rows} /> : null) },
  ];
  return (
    <AdministrationFrame>
      <nav className="row" aria-label={t({ zh: "上级区划", en: "Divisions above" })}>
        <Go to="/administration/divisions">{area.name}</Go>
        {LEVEL_LENGTHS.filter((length) => length > area.code.length && length <= parent.length).map((length) => <span key={length}>/ <Go to="/administration/divisions" search={{ parent: parent.slice(0, length) }}>{parent.slice(0, length)}</Go></span>)}
      </nav>
      <DataList name={t({ zh: "区划", en: "Divisions" })} rows={rows} idOf={({ code }) => code} columns={columns} isLoading={divisions.isPending} error={divisions.error} onRetry={() => void divisions.refetch()} empty={EMPTY} />
    </AdministrationFrame>
  );
}

function DivisionState({ division, rows }: { readonly division: Division; readonly rows: readonly Division[] }) {
  const { t } = useLanguage();
  if (division.successor !== null) {
    const successor = rows.find(({ code }) => code === division.successor)?.name ?? division.successor;
    return <><StateTag word={{ zh: "已并入", en: "merged", tone: "quiet" }} /> {t({ zh: "{name}", en: "into {name}" }, { name: successor })}</>;
  }
  return <StateTag word={division.valid_to === null ? { zh: "现行", en: "in force", tone: "done" } : { zh: "已撤销", en: "ended", tone: "quiet" }} />;
}
