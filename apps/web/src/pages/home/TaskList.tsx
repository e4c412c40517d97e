import { ClockCircleOutlined, ExclamationCircleOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { type Bilingual, isRosterKind, ROSTER_KINDS } from "@doudi/contract";
import type { Answer, Permission } from "@doudi/contract/api";
import type { ReactNode } from "react";
import { useMe } from "../../api/session.js";
import { Empty } from "../../components/Empty.js";
import { Go } from "../../components/Go.js";
import { useLanguage } from "../../language/language.js";
import { countText, periodText } from "../../words/formats.js";
import type { Tone } from "../../words/stateWords.js";

interface Task {
  readonly key: string;
  readonly tone: Extract<Tone, "harm" | "doubt" | "going">;
  readonly words: string;
  readonly hint: string;
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

type Say = (text: Bilingual, fill?: Readonly<Record<string, string | number>>) => string;

const ICONS: Record<Task["tone"], ReactNode> = { harm: <ExclamationCircleOutlined />, doubt: <QuestionCircleOutlined />, going: <ClockCircleOutlined /> };
const ORDER: Record<Task["tone"], number> = { harm: 0, doubt: 1, going: 2 };
const WAITING = [0, 1, 2, 3];

/** What to do, the most pressing first; each line leads to where it is done. */
export function TaskList({ home }: { readonly home: Answer<"home"> | undefined }) {
  const { t, lang } = useLanguage();
  const { may } = useMe();
  const tasks = home === undefined ? [] : [...rosterTasks(home, may, t, lang), ...findingTasks(home, may, t), ...otherTasks(home, may, t)].sort((a, b) => ORDER[a.tone] - ORDER[b.tone]);
  return (
    <section className="card tasks" aria-busy={home === undefined}>
      <h2>{t({ zh: "要办的事", en: "What to do" })}</h2>
      {home === undefined ? <ul>{WAITING.map((line) => <li key={line}><span className="task"><span className="waiting" /></span></li>)}</ul> : null}
      {home !== undefined && tasks.length === 0 ? <Empty title={{ zh: "眼下没有要办的事", en: "Nothing to do at the moment" }} hint={{ zh: "新的花名册、比对和交办会出现在这里。", en: "New rosters, comparisons and assignments will appear here." }} /> : null}
      {tasks.length === 0 ? null : (
        <ul>
          {tasks.map(({ key, tone, words, hint, to, search }) => (
            <li key={key}><Go to={to} {...(search === undefined ? {} : { search })} className={`task task-${tone}`}>{ICONS[tone]}<span><strong>{words}</strong><span className="task-hint">{hint}</span></span></Go></li>
          ))}
        </ul>
      )}
    </section>
  );
}

function rosterTasks(home: Answer<"home">, may: readonly Permission[], t: Say, lang: "zh" | "en"): Task[] {
  const tasks: Task[] = [];
  for (const { kind, period, state, due } of home.rosters) {
    const roster = { name: isRosterKind(kind) ? t(ROSTER_KINDS[kind]) : kind, period: periodText(period, lang), due };
    const task = { key: `${kind} ${period}`, to: "/rosters/versions", search: { kind, period } };
    if (state === "late") tasks.push({ ...task, tone: "harm", words: t({ zh: "{name}花名册逾期未报", en: "Roster overdue: {name}" }, roster), hint: t({ zh: "{period}，应于 {due} 前报送", en: "{period}, was due by {due}" }, roster) });
    else if (state === "submitted" && may.includes("roster.sign")) tasks.push({ ...task, tone: "doubt", words: t({ zh: "{name}花名册等您签发", en: "Roster to sign: {name}" }, roster), hint: t({ zh: "{period}，{due} 到期", en: "{period}, due by {due}" }, roster) });
    else if (state === "due" || state === "read") tasks.push({ ...task, tone: may.includes("roster.upload") ? "doubt" : "going", words: t({ zh: "{name}花名册待报送", en: "Roster due: {name}" }, roster), hint: t({ zh: "{period}，{due} 到期", en: "{period}, due by {due}" }, roster) });
  }
  return tasks;
}

function findingTasks(home: Answer<"home">, may: readonly Permission[], t: Say): Task[] {
  if (!may.includes("finding.read")) return [];
  const tasks: Task[] = [];
  const overdue = home.due.reduce((sum, area) => sum + area.overdue, 0);
  if (overdue > 0) tasks.push({ key: "overdue", tone: "harm", words: t({ zh: "{n} 条疑点核查逾期", en: "{n} checks overdue" }, { n: countText(overdue) }), hint: t({ zh: "涉及 {areas}", en: "in {areas}" }, { areas: home.due.filter((area) => area.overdue > 0).map(({ area }) => area.name).slice(0, 4).join(t({ zh: "、", en: ", " })) }), to: "/findings", search: { overdue: "true" } });
  const count = (state: string, severity?: string) => home.findings.filter((one) => one.state === state && (severity === undefined || one.severity === severity)).reduce((sum, one) => sum + one.count, 0);
  const open = count("open");
  if (open > 0 && may.includes("finding.assign")) tasks.push({ key: "open", tone: "doubt", words: t({ zh: "{n} 条疑点待交办", en: "{n} findings to assign" }, { n: countText(open) }), hint: t({ zh: "其中高风险 {high} 条", en: "{high} of them of high severity" }, { high: countText(count("open", "high")) }), to: "/findings", search: { state: "open" } });
  const assigned = count("assigned");
  if (assigned > 0 && may.includes("finding.check")) tasks.push({ key: "assigned", tone: "going", words: t({ zh: "{n} 条疑点正在核查", en: "{n} findings being checked" }, { n: countText(assigned) }), hint: t({ zh: "按期限先后办理", en: "the earliest deadline first" }), to: "/findings", search: { state: "assigned", sort: "due" } });
  const disputed = count("disputed");
  if (disputed > 0) tasks.push({ key: "disputed", tone: "doubt", words: t({ zh: "{n} 条疑点有异议", en: "{n} findings disputed" }, { n: countText(disputed) }), hint: t({ zh: "看证据后定", en: "decide on the evidence" }), to: "/findings", search: { state: "disputed" } });
  return tasks;
}

function otherTasks(home: Answer<"home">, may: readonly Permission[], t: Say): Task[] {
  const tasks: Task[] = [];
  if (home.links > 0 && may.includes("link.review")) tasks.push({ key: "links", tone: "doubt", words: t({ zh: "{n} 对疑似同一人待判定", en: "{n} probable links to review" }, { n: countText(home.links) }), hint: t({ zh: "是同一人、不是、说不准", en: "the same person, different, or unsure" }), to: "/links" });
  if (home.jobs > 0 && may.includes("job.read")) tasks.push({ key: "jobs", tone: "going", words: t({ zh: "{n} 个任务在运行", en: "{n} jobs under way" }, { n: countText(home.jobs) }), hint: t({ zh: "可以离开，完成后回来看", en: "you may leave and come back" }), to: "/jobs" });
  return tasks;
}
