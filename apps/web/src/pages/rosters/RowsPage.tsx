import type { Bilingual } from "@doudi/contract";
import type { Answer } from "@doudi/contract/api";
import { useApi, useApiPages } from "../../api/useApi.js";
import { type Column, DataList } from "../../components/DataList.js";
import { FilterChips } from "../../components/FilterChips.js";
import { StateTag } from "../../components/StateTag.js";
import { useFilters } from "../../components/useFilters.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { usePathNumber } from "../../layout/usePathNumber.js";
import { type StateWord, wordOf } from "../../words/stateWords.js";
import { ROSTERS } from "./rosterMenu.js";
import { versionName } from "./versionName.js";

type Row = Answer<"rosterRows">["rows"][number];

const ROW_STATES = {
  accepted: { zh: "读入", en: "taken in", tone: "done" },
  duplicate: { zh: "重复", en: "duplicate", tone: "doubt" },
  rejected: { zh: "有误", en: "rejected", tone: "harm" },
} as const satisfies Record<string, StateWord>;
const EMPTY = { title: { zh: "没有这样的行", en: "There are no such rows" } };
/** More columns than this do not fit a table; the rest stands in the file. */
const COLUMNS_SHOWN = 7;

/** Every row of a version with what became of it. */
export function RowsPage() {
  const { t, lang } = useLanguage();
  const versionId = usePathNumber("version_id");
  const { filters, set } = useFilters(["state"]);
  const params = { version_id: versionId };
  const roster = useApi("roster", { params });
  const list = useApiPages("rosterRows", { params, query: filters.state === undefined ? {} : { state: filters.state as keyof typeof ROW_STATES } }, "after");
  const rows = list.pages.flatMap((page) => page.rows);
  const words = Object.assign({}, ...list.pages.map((page) => page.columns)) as Readonly<Record<string, Bilingual>>;
  const headers = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))].slice(0, COLUMNS_SHOWN);
  const columns: readonly Column<Row>[] = [
    { key: "place", name: { zh: "所在行", en: "Row" }, show: ({ place }) => inFile(place) },
    { key: "state", name: { zh: "结果", en: "Outcome" }, show: ({ state }) => <StateTag word={wordOf(ROW_STATES, state)} /> },
    { key: "problem", name: { zh: "问题", en: "Problem" }, show: ({ problem }) => problem ?? <span className="muted">—</span>, width: "18%" },
    ...headers.map((header) => ({ key: `cell ${header}`, name: words[header] ?? { zh: header, en: header }, show: ({ cells }: Row) => cells[header] ?? "" })),
  ];
  const title = roster.data === undefined ? "" : versionName(roster.data.version, lang);
  return (
    <PageFrame title={t({ zh: "各行及问题", en: "Rows and problems" })} lead={title === "" ? " " : title} above={[{ to: "/rosters/versions", name: ROSTERS }, { to: `/rosters/${versionId}`, name: { zh: `第${versionId}号`, en: `no. ${versionId}` } }]}>
      <FilterChips values={filters} onChange={set} filters={[{ key: "state", name: { zh: "结果", en: "Outcome" }, options: Object.entries(ROW_STATES).map(([value, word]) => ({ value, label: t(word) })) }]} />
      <DataList name={t({ zh: "各行", en: "Rows" })} rows={rows} idOf={({ row }) => row} columns={columns} isLoading={list.isLoading} error={list.error} onRetry={list.retry} more={list.more} empty={EMPTY} />
    </PageFrame>
  );
}

/** The file is the same in every row: its sheet and row are enough. */
function inFile(place: string): string {
  return place.split("#").slice(1).filter((part) => part !== "").join(" · ");
}
