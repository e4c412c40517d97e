import { SearchOutlined } from "@ant-design/icons";
import { ROSTER_KINDS } from "@doudi/contract";
import type { Answer, Call, Person } from "@doudi/contract/api";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useApiPages } from "../../api/useApi.js";
import { useDivisions } from "../../api/useDivisions.js";
import { type Column, DataList } from "../../components/DataList.js";
import { FilterChips } from "../../components/FilterChips.js";
import { Masked } from "../../components/Masked.js";
import { useFilters } from "../../components/useFilters.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { SEX_WORDS } from "./sexWords.js";
import "./persons.css";

/** What was searched for last stays in memory for a while, for the way back from a file; never in the address or on disk. */
const SEARCHED = ["persons searched"] as const;
const EMPTY = { title: { zh: "没有找到人", en: "Nobody was found" }, hint: { zh: "可以输入姓名、拼音首字母、完整证件号或户号；只查您辖区内的名册。", en: "Give a name, pinyin initials, a whole id number or a household number; only rosters of your area are searched." } };
const BY = {
  name: { zh: "按姓名查到", en: "found by name" },
  initials: { zh: "按拼音首字母查到", en: "found by pinyin initials" },
  id_number: { zh: "按证件号查到", en: "found by id number" },
  household: { zh: "按户号查到", en: "found by household number" },
  all: { zh: "辖区内名册上的人", en: "People on the rosters of the area" },
} as const satisfies Record<Answer<"searchPersons">["by"], { zh: string; en: string }>;

/** Search for people by what is at hand: name, initials, whole id number, household number. */
export function PersonsPage() {
  const { t } = useLanguage();
  const client = useQueryClient();
  const places = useDivisions();
  const { filters, set } = useFilters(["area"]);
  const [text, setText] = useState(() => client.getQueryData<string>(SEARCHED) ?? "");
  const [typed, setTyped] = useState(text);
  const list = useApiPages("searchPersons", { body: { text, ...filters } } as Call<"searchPersons">);
  const search = (next: string) => {
    const trimmed = next.trim();
    client.setQueryData(SEARCHED, trimmed);
    setText(trimmed);
  };
  const columns: readonly Column<Person>[] = [
    { key: "name", name: { zh: "姓名", en: "Name" }, show: ({ name }) => name, width: "14%" },
    { key: "id", name: { zh: "证件号", en: "Id number" }, show: ({ id_masked }) => <Masked text={id_masked} />, width: "18%" },
    { key: "sex", name: { zh: "性别", en: "Sex" }, show: ({ sex }) => (sex === null ? "—" : t(SEX_WORDS[sex])), from: 1200 },
    { key: "birth", name: { zh: "出生日期", en: "Born" }, show: ({ birth_date }) => birth_date ?? "—" },
    { key: "area", name: { zh: "所在地", en: "Place" }, show: ({ area }) => area.name, width: "20%" },
    { key: "on", name: { zh: "在册", en: "On rosters" }, show: ({ on }) => (on.length === 0 ? <span className="muted">{t({ zh: "目前不在册", en: "on none now" })}</span> : on.map((kind) => t(ROSTER_KINDS[kind])).join(t({ zh: "、", en: ", " }))), width: "26%" },
  ];
  const by = list.pages[0]?.by;
  return (
    <PageFrame title={t({ zh: "人员与家庭档案", en: "People and households" })}>
      <form className="person-search" role="search" data-search onSubmit={(event) => { event.preventDefault(); search(typed); }}>
        <Input
          size="large" allowClear prefix={<SearchOutlined aria-hidden />} value={typed} maxLength={40} autoComplete="off" spellCheck={false}
          aria-label={t({ zh: "查找", en: "Search" })} placeholder={t({ zh: "姓名、拼音首字母、证件号或户号", en: "Name, pinyin initials, id number or household number" })}
          onChange={(event) => { setTyped(event.target.value); if (event.target.value === "") search(""); }}
        />
        <Button size="large" type="primary" htmlType="submit">{t({ zh: "查找", en: "Search" })}</Button>
      </form>
      <FilterChips values={filters} onChange={set} filters={places.length === 0 ? [] : [{ key: "area", name: { zh: "所在地", en: "Place" }, options: places.map(({ code, name }) => ({ value: code, label: name })) }]} />
      <h2 className="person-by">{by === undefined ? " " : t(BY[by])}</h2>
      <DataList
        name={t({ zh: "人员", en: "People" })} rows={list.pages.flatMap(({ persons }) => persons)} idOf={({ person_no }) => person_no} to={({ person_no }) => `/persons/${person_no}`}
        columns={columns} isLoading={list.isLoading} error={list.error} onRetry={list.retry} more={list.more} empty={EMPTY}
      />
    </PageFrame>
  );
}
