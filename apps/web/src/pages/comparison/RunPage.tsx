import type { Summary } from "@doudi/contract";
import { ExportOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { addressOf } from "../../api/call.js";
import { useMay } from "../../api/session.js";
import { useApi } from "../../api/useApi.js";
import { Go } from "../../components/Go.js";
import { JobProgress } from "../../components/JobProgress.js";
import { Problem } from "../../components/Problem.js";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { usePathNumber } from "../../layout/usePathNumber.js";
import { countText } from "../../words/formats.js";
import { JOB_STATE_WORDS, wordOf } from "../../words/stateWords.js";
import { RosterWarnings } from "./RosterWarnings.js";
import { StartedByCalendar } from "./StartedByCalendar.js";
import "./comparison.css";

/** One run: its progress, what came and went against the run before, and its report. */
export function RunPage() {
  const { t, lang } = useLanguage();
  const params = { run_id: usePathNumber("run_id") };
  const run = useApi("run", { params });
  const all = useApi("runs", {});
  const listed = all.data?.runs.find(({ run_id }) => run_id === params.run_id);
  const mayRead = useMay("finding.read");
  const { data } = run;
  const summary = (data?.summary ?? null) as Summary | null;
  const report = addressOf("runReport", { params });
  const name = t({ zh: "第{run}批比对", en: "Comparison no. {run}" }, { run: String(params.run_id) });
  const counts = data === undefined ? [] : [
    { key: "new", name: { zh: "新增疑点", en: "new findings" }, count: data.new },
    { key: "same", name: { zh: "仍在的", en: "still there" }, count: data.same },
    { key: "gone", name: { zh: "已消除", en: "gone" }, count: data.gone },
  ];
  return (
    <PageFrame
      title={name} above={[{ to: "/comparison", name: { zh: "比对", en: "Comparison" } }]}
      lead={data === undefined ? " " : <><StateTag word={wordOf(JOB_STATE_WORDS, data.state)} /> {t({ zh: "以 {date} 为准", en: "as of {date}" }, { date: data.date })}{summary === null ? null : ` · ${summary.packs.map((pack) => `${t(pack.name)} ${pack.version}`).join(lang === "zh" ? "、" : ", ")}`}</>}
      acts={data?.state === "done" ? <Button icon={<ExportOutlined />} href={report} target="_blank">{t({ zh: "在新窗口打开报告", en: "Open the report in a new window" })}</Button> : undefined}
    >
      {listed === undefined || listed.started.calendar === null ? null : <div className="card"><StartedByCalendar {...listed.started} /></div>}
      {run.isError ? <Problem error={run.error} onRetry={() => void run.refetch()} /> : null}
      {listed?.problem === undefined || listed.problem === null ? null : <Problem error={{ code: "run", text: listed.problem }} />}
      {data !== undefined && listed !== undefined && listed.job !== null && (data.state === "queued" || data.state === "running") ? <div className="card"><JobProgress job={listed.job} /></div> : null}
      {data?.state !== "done" ? null : (
        <>
          <div className="row run-head"><dl className="run-figures">
            {counts.map(({ key, name: words, count }) => <div key={key} className="card"><dt className="muted">{t(words)}</dt><dd>{countText(count)}</dd></div>)}
          </dl>
            {mayRead ? <Go to="/findings">{t({ zh: "去办理疑点", en: "Go to the findings" })}</Go> : null}
          </div>
          {summary === null ? null : <RosterWarnings rosters={summary.rosters} />}
          <iframe className="run-report" src={report} title={t({ zh: "比对报告", en: "The report" })} sandbox="allow-same-origin allow-popups" />
        </>
      )}
      {listed === undefined || listed.versions.length === 0 ? null : (
        <section className="card">
          <h2>{t({ zh: "用到的花名册版本", en: "Versions of rosters that were compared" })}</h2>
          <div className="row">{listed.versions.map((version) => <Go key={version} to={`/rosters/${version}`}>{t({ zh: "第{n}号", en: "no. {n}" }, { n: String(version) })}</Go>)}</div>
        </section>
      )}
    </PageFrame>
  );
}
