import type { Bilingual } from "@doudi/contract";
import { WhenWho } from "../../components/WhenWho.js";
import { useLanguage } from "../../language/language.js";
import type { View } from "./FindingView.js";

const ACTS: Readonly<Record<string, Bilingual>> = {
  found: { zh: "比对发现", en: "found by a comparison" },
  changed: { zh: "再次比对，内容有变", en: "changed in a comparison" },
  gone: { zh: "再次比对，已消除", en: "gone in a comparison" },
  back: { zh: "再次比对，又出现", en: "back in a comparison" },
  assigned: { zh: "交办", en: "assigned" },
  unassigned: { zh: "撤销交办", en: "assignment undone" },
  confirmed: { zh: "核查：属实", en: "checked: confirmed" },
  refuted: { zh: "核查：不属实", en: "checked: not so" },
  disputed: { zh: "核查：有异议", en: "checked: disputed" },
  reopened: { zh: "重新打开", en: "reopened" },
  link_same: { zh: "判为同一人", en: "judged the same person" },
  link_different: { zh: "判为不同人", en: "judged different persons" },
  link_unsure: { zh: "说不准", en: "unsure" },
};

/** What happened to a finding, the newest first. */
export function FindingHistory({ history }: { readonly history: View["history"] }) {
  const { t } = useLanguage();
  return (
    <section className="card">
      <h2>{t({ zh: "历程", en: "History" })}</h2>
      <ol className="timeline">
        {history.toReversed().map((line) => (
          <li key={`${line.at} ${line.act}`}>
            <span className="muted"><WhenWho at={line.at} by={line.by} /></span>
            <strong>{t(ACTS[line.act] ?? { zh: line.act, en: line.act })}</strong>
            {line.area === null ? null : <span>{t({ zh: "给 {place}", en: "to {place}" }, { place: line.area.name })}{line.due === null ? null : t({ zh: "，{due} 前", en: ", by {due}" }, { due: line.due })}</span>}
            {line.run_id === null ? null : <span className="muted">{t({ zh: "第 {run} 次比对", en: "comparison {run}" }, { run: line.run_id })}</span>}
            {line.note === null ? null : <p>{line.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
