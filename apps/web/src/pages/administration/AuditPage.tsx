import type { Bilingual } from "@doudi/contract";
import { ACT_OBJECTS, ACTS, type Answer, type Call } from "@doudi/contract/api";
import { Button, Input, Select } from "antd";
import { useAct, useApiPages } from "../../api/useApi.js";
import { type Column, DataList } from "../../components/DataList.js";
import { DayField } from "../../components/DayField.js";
import { useFilters } from "../../components/useFilters.js";
import { WhenWho } from "../../components/WhenWho.js";
import { useLanguage } from "../../language/language.js";
import { AdministrationFrame } from "./AdministrationFrame.js";
import { ChainCheck } from "./ChainCheck.js";
import "../../components/filterChips.css";
import "./administration.css";

const ACT = { zh: "操作", en: "Act" };
type Entry = Answer<"audit">["entries"][number];

/** What was done, by whom, when; the chain that proves nothing was changed can be verified. */
export function AuditPage() {
  const { t } = useLanguage();
  const { filters, set } = useFilters(["act", "object", "user_id", "from", "to"]);
  const list = useApiPages("audit", { query: filters as Call<"audit">["query"] }, "before");
  const verify = useAct("verifyAudit", []);
  const columns: readonly Column<Entry>[] = [
    { key: "at", name: { zh: "时间", en: "When" }, show: ({ at }) => <WhenWho at={at} />, width: "13%" },
    { key: "by", name: { zh: "谁", en: "Who" }, show: ({ by }) => (by === null ? <span className="muted">{t({ zh: "系统", en: "the system" })}</span> : <button type="button" className="as-link" onClick={() => set({ user_id: String(by.user_id) })}>{by.name}</button>), width: "10%" },
    { key: "act", name: { zh: "操作", en: "Act" }, show: ({ act }) => <button type="button" className="as-link" onClick={() => set({ act })}>{t(known(ACTS, act))}</button>, width: "14%" },
    { key: "object", name: { zh: "对象", en: "Object" }, show: ({ object_kind, object_id }) => `${t(known(ACT_OBJECTS, object_kind))} ${object_id}`, width: "20%" },
    { key: "area", name: { zh: "区划", en: "Area" }, show: ({ area }) => area?.name ?? "—", width: "9%", from: 1200 },
    { key: "detail", name: { zh: "内容", en: "Detail" }, show: ({ detail }) => <Detail detail={detail} /> },
    { key: "seq", name: { zh: "序号", en: "No." }, show: ({ seq }) => String(seq), isNumber: true, from: 1200 },
  ];
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <AdministrationFrame acts={<Button loading={verify.isPending} onClick={() => verify.mutate({})}>{t({ zh: "校验全部记录", en: "Verify the whole record" })}</Button>}>
      <ChainCheck result={verify.data} error={verify.error} />
      <div className="filters" role="group" aria-label={t({ zh: "筛选", en: "Filters" })}>
        <Select className="audit-text" allowClear showSearch={{ optionFilterProp: "label" }} value={filters.act ?? null} placeholder={t(ACT)} aria-label={t(ACT)} options={Object.entries(ACTS).map(([value, word]) => ({ value, label: t(word) }))} onChange={(act: string | undefined) => set({ act: act ?? "" })} />
        <Input.Search data-search key={`object ${filters.object ?? ""}`} className="audit-text" allowClear defaultValue={filters.object} placeholder={t({ zh: "对象编号", en: "Number of the object" })} aria-label={t({ zh: "对象编号", en: "Number of the object" })} maxLength={80} onSearch={(object) => set({ object })} />
        <DayField label={t({ zh: "自", en: "From" })} value={filters.from ?? ""} onChange={(from) => set({ from })} />
        <DayField label={t({ zh: "至", en: "To" })} value={filters.to ?? ""} onChange={(to) => set({ to })} />
        {isFiltered ? <Button type="link" onClick={() => set({ act: "", object: "", user_id: "", from: "", to: "" })}>{t({ zh: "清除筛选", en: "Clear filters" })}</Button> : null}
      </div>
      <DataList
        name={t({ zh: "操作记录", en: "Audit" })} rows={list.pages.flatMap(({ entries }) => entries)} idOf={({ seq }) => seq} columns={columns}
        isLoading={list.isLoading} error={list.error} onRetry={list.retry} more={list.more} empty={{ title: { zh: "没有符合条件的记录", en: "Nothing on record fits" }, hint: { zh: "放宽日期或清除筛选。", en: "Widen the dates or clear the filters." } }}
      />
    </AdministrationFrame>
  );
}

/** What an older version put on record is shown as it was written. */
function known(words: Readonly<Record<string, Bilingual>>, word: string): Bilingual {
  return words[word] ?? { zh: word, en: word };
}

function Detail({ detail }: { readonly detail: Entry["detail"] }) {
  return <dl className="audit-detail">{Object.entries(detail).map(([key, value]) => <div key={key}><dt>{key}</dt><dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd></div>)}</dl>;
}
