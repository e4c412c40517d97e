import type { Answer } from "@doudi/contract/api";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useMay } from "../../api/session.js";
import { useApi } from "../../api/useApi.js";
import { type Column, DataList } from "../../components/DataList.js";
import { JobProgress } from "../../components/JobProgress.js";
import { StateTag } from "../../components/StateTag.js";
import { WhenWho } from "../../components/WhenWho.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { countText } from "../../words/formats.js";
import { JOB_STATE_WORDS } from "../../words/stateWords.js";
import { StartedByCalendar } from "./StartedByCalendar.js";
import { Trend } from "./Trend.js";
import "./comparison.css";

type Run = Answer<"runs">["runs"][number];

const COMPARISON = { zh: "比对", en: "Comparison" };
const AGAIN_MS = 5000;

/** The runs, the newest first, with what each found; and how far the rosters overlap over the quarters. */
export function ComparisonPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const mayStart = useMay("run.start");
  const runs = useApi("runs", {}, { again: (answer) => (answer?.runs.some(isGoing) === true ? AGAIN_MS : false) });
  const start = mayStart ? <Button type="primary" onClick={() => void navigate({ to: "/comparison/start" })}>{t({ zh: "开始比对", en: "Start a comparison" })}</Button> : undefined;
  const columns: readonly Column<Run>[] = [
    { key: "run", name: { zh: "批次", en: "Run" }, show: ({ run_id, date }) => t({ zh: "第{run}批 · {date}", en: "No. {run} · {date}" }, { run: String(run_id), date }), width: "16%" },
    { key: "state", name: { zh: "状态", en: "State" }, show: (run) => <RunState run={run} />, width: "22%" },
    { key: "counts", name: { zh: "疑点", en: "Findings" }, show: ({ counts, state }) => (state === "done" ? <Counts counts={counts} /> : <span className="muted">—</span>) },
    { key: "versions", name: { zh: "花名册", en: "Rosters" }, show: ({ versions }) => countText(versions.length), isNumber: true },
    { key: "started", name: { zh: "开始", en: "Started" }, show: ({ started }) => <><WhenWho at={started.at} by={started.by} /><StartedByCalendar {...started} /></>, from: 1200 },
  ];
  return (
    <PageFrame title={t(COMPARISON)} lead={t({ zh: "拿已签发的花名册互相比对，找出漏保、错保和矛盾", en: "Signed rosters held against each other: who is left out, who is wrongly in, what contradicts" })} acts={start}>
      <DataList
        name={t({ zh: "比对批次", en: "Comparison runs" })} rows={runs.data?.runs ?? []} idOf={({ run_id }) => run_id} to={({ run_id }) => `/comparison/${run_id}`} columns={columns}
        isLoading={runs.isPending} error={runs.error} onRetry={() => void runs.refetch()}
        empty={{ title: { zh: "还没有比对过", en: "Nothing was compared yet" }, hint: { zh: "花名册签发后就可以开始。", en: "Once rosters are signed you can start." }, act: start }}
      />
      <Trend />
    </PageFrame>
  );
}

function isGoing({ state }: Run): boolean {
  return state === "queued" || state === "running";
}

function RunState({ run }: { readonly run: Run }) {
  const { t } = useLanguage();
  if (isGoing(run) && run.job !== null) return <JobProgress job={run.job} />;
  return <><StateTag word={JOB_STATE_WORDS[run.state]} />{run.problem === null ? null : <div className="muted">{t(run.problem)}</div>}</>;
}

/** What of a run came to the worklist, and what was there before. */
function Counts({ counts }: { readonly counts: Run["counts"] }) {
  const { t } = useLanguage();
  return <ul className="run-counts">{COUNTED.map(({ key, name }) => <li key={key}><span className="muted">{t(name)}</span> {countText(counts[key] ?? 0)}</li>)}</ul>;
}

const COUNTED = [{ key: "new", name: { zh: "新增", en: "new" } }, { key: "same", name: { zh: "仍在", en: "still there" } }] as const;
