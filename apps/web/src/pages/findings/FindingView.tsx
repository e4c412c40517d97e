import type { Answer, Finding } from "@doudi/contract/api";
import { Button } from "antd";
import { useMay } from "../../api/session.js";
import { Go } from "../../components/Go.js";
import { Masked } from "../../components/Masked.js";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { percentText } from "../../words/formats.js";
import { FINDING_STATE_WORDS, SEVERITY_WORDS } from "../../words/stateWords.js";
import { CheckForm } from "./CheckForm.js";
import { DueDay } from "./DueDay.js";
import { FactList } from "./FactList.js";
import { FindingHistory } from "./FindingHistory.js";
import { ReopenFinding } from "./ReopenFinding.js";
import { SourceRows } from "./SourceRows.js";

export type View = Answer<"finding">;

/** One finding: who it is about, both rows, the rule in words, the check, other facts, history. */
export function FindingView({ view, onAssign }: { readonly view: View; readonly onAssign: ((finding: Finding) => void) | undefined }) {
  const { t } = useLanguage();
  const mayRead = useMay("person.read");
  const { finding, rule } = view;
  const may = (state: (typeof view.may)[number]) => view.may.includes(state);
  const isDecided = finding.state === "confirmed" || finding.state === "refuted" || finding.state === "disputed";
  return (
    <div className="stack">
      <section className="card finding-head">
        <div className="row"><StateTag word={SEVERITY_WORDS[finding.severity]} /><StateTag word={FINDING_STATE_WORDS[finding.state]} /></div>
        <p className="finding-name">
          <strong>{finding.person_no === null || !mayRead ? finding.name : <Go to={`/persons/${finding.person_no}`}>{finding.name}</Go>}</strong> <Masked text={finding.id_masked} />
        </p>
        <p>{finding.reason}</p>
        <dl className="finding-facts">
          <div><dt>{t({ zh: "所在地", en: "Place" })}</dt><dd>{finding.area.name}</dd></div>
          {finding.household_no === "" ? null : <div><dt>{t({ zh: "户号", en: "Household" })}</dt><dd>{finding.household_no}</dd></div>}
          <div><dt>{t({ zh: "交办给", en: "Assigned to" })}</dt><dd>{finding.assigned?.name ?? t({ zh: "尚未交办", en: "nobody yet" })}</dd></div>
          {finding.due === null ? null : <div><dt>{t({ zh: "期限", en: "Deadline" })}</dt><dd><DueDay due={finding.due} state={finding.state} /></dd></div>}
          {finding.score === null ? null : <div><dt>{t({ zh: "把握", en: "Probability" })}</dt><dd>{percentText(finding.score)}</dd></div>}
        </dl>
        {(onAssign !== undefined && may("assigned")) || (isDecided && may("open")) ? (
          <div className="row">
            {onAssign !== undefined && may("assigned") ? <Button onClick={() => onAssign(finding)}>{t(finding.state === "assigned" ? { zh: "改派", en: "Assign anew" } : { zh: "交办", en: "Assign" })}</Button> : null}
            {isDecided && may("open") ? <ReopenFinding finding={finding} /> : null}
          </div>
        ) : null}
      </section>
      <section className="card">
        <h2>{view.rows.length > 1 ? t({ zh: "名册上怎么写（有出入的已标出）", en: "What the rosters say (differences are marked)" }) : t({ zh: "名册上怎么写", en: "What the roster says" })}</h2>
        <SourceRows rows={view.rows} columns={view.columns} differing={view.differing} />
      </section>
      {rule === null ? null : (
        <section className="card finding-rule">
          <h2>{t({ zh: "为什么是疑点", en: "Why this is a finding" })}</h2>
          <p>{t(rule.words)}</p>
          <p className="muted">{t({ zh: "依据：{source}", en: "Source: {source}" }, { source: t(rule.source) })}</p>
        </section>
      )}
      {may("confirmed") || may("refuted") || may("disputed") ? <CheckForm finding={finding} may={view.may} /> : null}
      {view.facts.length === 0 ? null : <FactList facts={view.facts} />}
      <FindingHistory history={view.history} />
    </div>
  );
}
