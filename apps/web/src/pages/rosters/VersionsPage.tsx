import { ROSTER_KIND_CODES, ROSTER_KINDS } from "@doudi/contract";
import type { Call, RosterVersion } from "@doudi/contract/api";
import { DEPARTMENTS } from "@doudi/contract/api";
import { useApiPages } from "../../api/useApi.js";
import { type Column, DataList } from "../../components/DataList.js";
import { FilterChips } from "../../components/FilterChips.js";
import { StateTag } from "../../components/StateTag.js";
import { SubMenu } from "../../components/SubMenu.js";
import { useFilters } from "../../components/useFilters.js";
import { WhenWho } from "../../components/WhenWho.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { countText, periodText, today } from "../../words/formats.js";
import { VERSION_STATE_WORDS } from "../../words/stateWords.js";
import { recentPeriods } from "./recentPeriods.js";
import { ROSTER_MENU, ROSTERS } from "./rosterMenu.js";
import { UploadButton } from "./UploadButton.js";
import { versionName } from "./versionName.js";

const EMPTY = { title: { zh: "没有符合条件的花名册", en: "No roster fits" }, hint: { zh: "换一个筛选条件，或上传一份。", en: "Change the filters, or upload one." } };

/** Every version of every roster, the newest first; none is ever overwritten. */
export function VersionsPage() {
  const { t, lang } = useLanguage();
  const { filters, set } = useFilters(["kind", "period", "state"]);
  // What the address holds is checked by the server, which names what does not fit.
  const list = useApiPages("rosters", { query: filters as Call<"rosters">["query"] });
  const rows = list.pages.flatMap(({ versions }) => versions);
  const columns: readonly Column<RosterVersion>[] = [
    { key: "roster", name: { zh: "花名册", en: "Roster" }, show: (version) => versionName(version, lang), width: "22%" },
    { key: "state", name: { zh: "状态", en: "State" }, show: ({ state }) => <StateTag word={VERSION_STATE_WORDS[state]} /> },
    { key: "department", name: { zh: "部门", en: "Department" }, show: ({ department }) => t(DEPARTMENTS[department]), from: 1200, isWhole: true },
    { key: "file", name: { zh: "文件", en: "File" }, show: ({ file_name }) => file_name, width: "22%" },
    { key: "rows", name: { zh: "行数", en: "Rows" }, show: ({ rows }) => countText(rows), isNumber: true },
    { key: "rejected", name: { zh: "有误", en: "Rejected" }, show: ({ rejected }) => countText(rejected), isNumber: true },
    { key: "uploaded", name: { zh: "上传", en: "Uploaded" }, show: ({ uploaded }) => <WhenWho {...uploaded} /> },
    { key: "signed", name: { zh: "签发", en: "Signed" }, show: ({ signed }) => (signed === null ? <span className="muted">—</span> : <WhenWho {...signed} />), from: 1200 },
  ];
  return (
    <PageFrame title={t(ROSTERS)} acts={<UploadButton />}>
      <SubMenu name={ROSTERS} entries={ROSTER_MENU} />
      <FilterChips
        values={filters} onChange={set}
        filters={[
          { key: "kind", name: { zh: "种类", en: "Kind" }, options: ROSTER_KIND_CODES.map((kind) => ({ value: kind, label: t(ROSTER_KINDS[kind]) })) },
          { key: "period", name: { zh: "季度", en: "Quarter" }, options: recentPeriods(today(), 12, filters.period).map((period) => ({ value: period, label: periodText(period, lang) })) },
          { key: "state", name: { zh: "状态", en: "State" }, options: Object.entries(VERSION_STATE_WORDS).map(([state, word]) => ({ value: state, label: t(word) })) },
        ]}
      />
      <DataList name={t(ROSTERS)} rows={rows} idOf={({ version_id }) => version_id} to={({ version_id }) => `/rosters/${version_id}`} columns={columns} isLoading={list.isLoading} error={list.error} onRetry={list.retry} more={list.more} empty={EMPTY} />
    </PageFrame>
  );
}
