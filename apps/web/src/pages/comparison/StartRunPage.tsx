import { ROSTER_KINDS } from "@doudi/contract";
import { DEPARTMENTS, type RosterVersion } from "@doudi/contract/api";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useMe } from "../../api/session.js";
import { useAct, useApiPages } from "../../api/useApi.js";
import { type Column, DataList } from "../../components/DataList.js";
import { DayField } from "../../components/DayField.js";
import { Field } from "../../components/Field.js";
import { Problem } from "../../components/Problem.js";
import { WhenWho } from "../../components/WhenWho.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { countText, periodText, today } from "../../words/formats.js";

/** The server takes no more in one run. */
const MOST = 60;

/** Chooses signed rosters (the newest of each kind unless another is wanted) and the day whose law counts, then starts. */
export function StartRunPage() {
  const { t, lang } = useLanguage();
  const navigate = useNavigate();
  const [date, setDate] = useState(today());
  const [chosen, setChosen] = useState<ReadonlySet<string | number> | null>(null);
  const list = useApiPages("rosters", { query: { state: "signed", limit: 200 } });
  const act = useAct("startRun", "all");
  const { area } = useMe();
  // What a county sent that was merged into this one is past.
  const versions = list.pages.flatMap((page) => page.versions).filter(({ county }) => county === area.code);
  const ids = chosen ?? newestOfEachKind(versions);
  const columns: readonly Column<RosterVersion>[] = [
    { key: "kind", name: { zh: "花名册", en: "Roster" }, show: ({ kind }) => (kind === null ? "—" : t(ROSTER_KINDS[kind])) },
    { key: "period", name: { zh: "季度", en: "Quarter" }, show: ({ period }) => periodText(period, lang) },
    { key: "version", name: { zh: "版本", en: "Version" }, show: ({ version_id }) => t({ zh: "第{n}号", en: "no. {n}" }, { n: String(version_id) }) },
    { key: "department", name: { zh: "部门", en: "Department" }, show: ({ department }) => t(DEPARTMENTS[department]) },
    { key: "rows", name: { zh: "读入行数", en: "Rows taken in" }, show: ({ accepted }) => countText(accepted), isNumber: true },
    { key: "signed", name: { zh: "签发", en: "Signed" }, show: ({ signed }) => (signed === null ? "—" : <WhenWho {...signed} />) },
  ];
  const start = () => act.mutate({ body: { date, versions: [...ids].map(Number) } }, { onSuccess: ({ run_id }) => void navigate({ to: `/comparison/${run_id}` }) });
  return (
    <PageFrame title={t({ zh: "开始比对", en: "Start a comparison" })} above={[{ to: "/comparison", name: { zh: "比对", en: "Comparison" } }]}>
      <div className="card stack">
        <Field label={{ zh: "以哪一天的政策和情况为准", en: "As of which day" }} hint={{ zh: "政策、年龄和期限都按这一天算。", en: "Policy, ages and limits are those of the day." }}>{(id) => <div><DayField id={id} value={date} onChange={setDate} /></div>}</Field>
        {act.error === null ? null : <Problem error={act.error} />}
        <div className="row">
          <Button type="primary" disabled={date === "" || ids.size === 0 || ids.size > MOST} loading={act.isPending} onClick={start}>{t({ zh: "比对选中的 {n} 份", en: "Compare the {n} selected" }, { n: String(ids.size) })}</Button>
          <span className="muted">{t({ zh: "已核查的结果会保留；消失的疑点自动结案，情况变了的重新打开。", en: "What was checked is kept; findings that are gone are closed, those that changed are opened again." })}</span>
        </div>
      </div>
      <h2>{t({ zh: "已签发的花名册", en: "Signed rosters" })}</h2>
      <DataList
        name={t({ zh: "已签发的花名册", en: "Signed rosters" })} rows={versions} idOf={({ version_id }) => version_id} columns={columns} selection={{ ids, onChange: setChosen }}
        isLoading={list.isLoading} error={list.error} onRetry={list.retry} more={list.more} empty={{ title: { zh: "没有已签发的花名册", en: "No roster is signed" }, hint: { zh: "花名册提交后由第二人签发，才能比对。", en: "A roster is submitted, then signed by a second person; then it can be compared." } }}
      />
    </PageFrame>
  );
}

function newestOfEachKind(versions: readonly RosterVersion[]): ReadonlySet<number> {
  const newest = new Map<string, RosterVersion>();
  for (const version of versions) {
    const known = newest.get(version.kind ?? "");
    if (known === undefined || known.period < version.period || (known.period === version.period && known.version_id < version.version_id)) newest.set(version.kind ?? "", version);
  }
  return new Set([...newest.values()].map(({ version_id }) => version_id));
}
