import type { Answer } from "@doudi/contract/api";
import { useApi, useApiPages } from "../../api/useApi.js";
import { type Column, DataList } from "../../components/DataList.js";
import { StateTag } from "../../components/StateTag.js";
import { useFilters } from "../../components/useFilters.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { usePathNumber } from "../../layout/usePathNumber.js";
import { countText } from "../../words/formats.js";
import { type StateWord, wordOf } from "../../words/stateWords.js";
import { Changes } from "./Changes.js";
import { ROSTERS } from "./rosterMenu.js";
import { versionName } from "./versionName.js";
import "./difference.css";

type Row = Answer<"rosterDifference">["rows"][number] & Pick<Answer<"rosterDifference">, "columns">;

const CHANGES = {
  added: { zh: "新增", en: "added", tone: "done" },
  removed: { zh: "减少", en: "removed", tone: "quiet" },
  changed: { zh: "变动", en: "changed", tone: "doubt" },
} as const satisfies Record<string, StateWord>;
const COLUMNS: readonly Column<Row>[] = [
  { key: "name", name: { zh: "姓名", en: "Name" }, show: ({ name }) => name, width: "14%" },
  { key: "change", name: { zh: "变化", en: "Change" }, show: ({ change }) => <StateTag word={wordOf(CHANGES, change)} />, width: "12%" },
  { key: "cells", name: { zh: "内容", en: "What" }, show: ({ before, after, columns }) => <Changes before={before} after={after} columns={columns} /> },
];
const EMPTY = { title: { zh: "没有这样的变化", en: "There are no such changes" }, hint: { zh: "两个版本在这方面一致。", en: "The two versions agree in this." } };

/** Two versions of a roster row by row: who came, who went, what changed. */
export function DifferencePage() {
  const { t, lang } = useLanguage();
  const before = usePathNumber("version_id");
  const after = usePathNumber("other_id");
  const { filters, set } = useFilters(["change"]);
  const list = useApiPages("rosterDifference", { params: { version_id: before, other_id: after }, query: filters.change === undefined ? {} : { change: filters.change as keyof typeof CHANGES } }, "after");
  const older = useApi("roster", { params: { version_id: before } });
  const newer = useApi("roster", { params: { version_id: after } });
  const counts = list.pages[0];
  const rows = list.pages.flatMap((page) => page.rows.map((row, place) => ({ ...row, columns: page.columns, key: `${page.next ?? "last"} ${place}` })));
  const names = older.data === undefined || newer.data === undefined ? " " : `${versionName(older.data.version, lang)} → ${versionName(newer.data.version, lang)}`;
  return (
    <PageFrame title={t({ zh: "两个版本逐行比较", en: "Two versions row by row" })} lead={names} above={[{ to: "/rosters/versions", name: ROSTERS }, { to: `/rosters/${after}`, name: { zh: `第${after}号`, en: `no. ${after}` } }]}>
      <div className="changes-counts" role="group" aria-label={t({ zh: "变化", en: "Changes" })}>
        {Object.entries(CHANGES).map(([change, word]) => (
          <button key={change} type="button" aria-pressed={filters.change === change} onClick={() => set({ change: filters.change === change ? "" : change })}>
            <StateTag word={word} /><strong>{counts === undefined ? "…" : countText(counts[change as keyof typeof CHANGES])}</strong>
          </button>
        ))}
        <span className="muted">{t({ zh: "一致 {n} 行", en: "{n} rows the same" }, { n: counts === undefined ? "…" : countText(counts.same) })}</span>
      </div>
      <DataList name={t({ zh: "变化", en: "Changes" })} rows={rows} idOf={({ key }) => key} columns={COLUMNS} isLoading={list.isLoading} error={list.error} onRetry={list.retry} more={list.more} empty={EMPTY} />
    </PageFrame>
  );
}
