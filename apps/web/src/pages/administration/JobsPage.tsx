import type { Answer } from "@doudi/contract/api";
import { useApiPages } from "../../api/useApi.js";
import { type Column, DataList } from "../../components/DataList.js";
import { JobProgress } from "../../components/JobProgress.js";
import { StateTag } from "../../components/StateTag.js";
import { WhenWho } from "../../components/WhenWho.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { JOB_STATE_WORDS, wordOf } from "../../words/stateWords.js";

type Job = Answer<"jobs">["jobs"][number];

const KINDS = { read_roster: { zh: "读取花名册", en: "reading a roster" }, compare: { zh: "比对", en: "comparison" } } as const;

/** The long work of the area: what runs, what is done, what failed and why. */
export function JobsPage() {
  const { t } = useLanguage();
  const list = useApiPages("jobs", { query: {} });
  const columns: readonly Column<Job>[] = [
    { key: "job", name: { zh: "任务", en: "Job" }, show: ({ job_id, kind }) => `${kind in KINDS ? t(KINDS[kind as keyof typeof KINDS]) : kind} · ${job_id}`, width: "18%" },
    { key: "state", name: { zh: "状态", en: "State" }, show: (job) => <JobState job={job} />, width: "34%" },
    { key: "created", name: { zh: "提交", en: "Asked for" }, show: ({ created_at, by }) => <WhenWho at={created_at} by={by} /> },
    { key: "finished", name: { zh: "结束", en: "Ended" }, show: ({ finished_at }) => (finished_at === null ? <span className="muted">—</span> : <WhenWho at={finished_at} />) },
  ];
  return (
    <PageFrame title={t({ zh: "任务", en: "Jobs" })} lead={t({ zh: "读取和比对在后台进行，可以离开；重启后接着做", en: "Reading and comparing go on in the background; you may leave, and a restart takes them up again" })}>
      <DataList name={t({ zh: "任务", en: "Jobs" })} rows={list.pages.flatMap(({ jobs }) => jobs)} idOf={({ job_id }) => job_id} columns={columns} isLoading={list.isLoading} error={list.error} onRetry={list.retry} more={list.more} empty={{ title: { zh: "还没有任务", en: "There are no jobs yet" }, hint: { zh: "上传花名册或开始比对后，在这里看进度。", en: "Upload a roster or start a comparison, and follow it here." } }} />
    </PageFrame>
  );
}

function JobState({ job }: { readonly job: Job }) {
  const { t } = useLanguage();
  if (job.state === "queued" || job.state === "running") return <JobProgress job={job.job_id} />;
  return <><StateTag word={wordOf(JOB_STATE_WORDS, job.state)} />{job.problem === null ? null : <div className="muted">{t(job.problem)}</div>}</>;
}
