import type { Answer } from "@doudi/contract/api";
import { useCallback } from "react";
import { Input } from "antd";
import { SearchOutlined } from "@ant-design/icons";
import { useApi } from "../../api/useApi.js";
import { type Column, DataList } from "../../components/DataList.js";
import { DetailDrawer } from "../../components/DetailDrawer.js";
import { FilterChips } from "../../components/FilterChips.js";
import { StateTag } from "../../components/StateTag.js";
import { SubMenu } from "../../components/SubMenu.js";
import { useFilters } from "../../components/useFilters.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { today } from "../../words/formats.js";
import { wordOf } from "../../words/stateWords.js";
import { ParameterView } from "./ParameterView.js";
import { POLICIES, POLICY_MENU } from "./policyMenu.js";
import { STATUS_WORDS } from "./statusWords.js";
import { usePolicyPlace } from "./usePolicyPlace.js";
import { valueOn } from "./valueOn.js";
import "./policies.css";

export type Parameter = Answer<"parameters">["parameters"][number];
const EMPTY = { title: { zh: "没有这样的参数", en: "There is no such parameter" }, hint: { zh: "换一个词，或换一个地区。", en: "Try another word, or another place." } };

/** The figures of the policy of a place: what holds today, since when, by which document; each opens its timeline. */
export function ParametersPage() {
  const { t } = useLanguage();
  const { place, chips, filters, set } = usePolicyPlace();
  const { filters: own, set: setOwn } = useFilters(["word", "parameter"]);
  const { data, error, refetch, isPending } = useApi("parameters", { query: { place } });
  const word = own.word?.toLowerCase();
  const rows = (data?.parameters ?? []).filter(({ id, name, pack }) => word === undefined || [id, name.zh, name.en, pack.zh, pack.en].some((text) => text.toLowerCase().includes(word)));
  const opened = data?.parameters.find(({ id }) => id === own.parameter);
  const searchOf = useCallback(({ id }: Parameter) => ({ ...filters, ...own, parameter: id }), [filters, own]);
  const now = today();
  const columns: readonly Column<Parameter>[] = [
    { key: "name", name: { zh: "参数", en: "Parameter" }, show: ({ name }) => t(name), width: "24%" },
    { key: "value", name: { zh: "现行值", en: "Value today" }, show: ({ values }) => <span className="number">{valueOn(values, now)?.value ?? <span className="muted">{t({ zh: "今天没有值", en: "none today" })}</span>}</span>, width: "16%" },
    { key: "from", name: { zh: "自", en: "Since" }, show: ({ values }) => valueOn(values, now)?.from ?? <span className="muted">—</span>, width: 120 },
    { key: "source", name: { zh: "依据", en: "Source" }, show: ({ values }) => t(valueOn(values, now)?.source ?? NOTHING) || <span className="muted">—</span>, width: "26%" },
    { key: "status", name: { zh: "出处", en: "Standing" }, show: ({ values }) => { const status = valueOn(values, now)?.status; return status === undefined ? <span className="muted">—</span> : <StateTag word={wordOf(STATUS_WORDS, status)} />; }, width: 130 },
    { key: "pack", name: { zh: "哪一级定的", en: "Set by" }, show: ({ pack }) => t(pack), from: 1200 },
  ];
  return (
    <PageFrame title={t(POLICIES)} lead={data === undefined ? " " : t({ zh: "{place} · {n} 项标准和参数，今天 {now}", en: "{place} · {n} standards and parameters, as of {now}" }, { place: data.place.name, n: data.parameters.length, now })}>
      <SubMenu name={POLICIES} entries={POLICY_MENU} />
      <div className="parameter-tools" data-search>
        <Input className="parameter-word" allowClear prefix={<SearchOutlined aria-hidden />} value={own.word ?? ""} aria-label={t({ zh: "查找参数", en: "Find a parameter" })} placeholder={t({ zh: "查找参数", en: "Find a parameter" })} onChange={(event) => setOwn({ word: event.target.value })} />
        {chips.length === 0 ? null : <FilterChips values={filters} onChange={set} filters={chips} />}
      </div>
      <DataList name={t(POLICY_MENU[0].name)} rows={rows} idOf={({ id }) => id} columns={columns} to={() => "/policies"} searchOf={searchOf} isLoading={isPending} error={error} onRetry={() => void refetch()} empty={EMPTY} />
      {opened === undefined ? null : <DetailDrawer title={t(opened.name)} onClose={() => setOwn({ parameter: "" })}><ParameterView key={opened.id} parameter={opened} /></DetailDrawer>}
    </PageFrame>
  );
}

const NOTHING = { zh: "", en: "" };
