import type { Answer } from "@doudi/contract/api";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { moneyText } from "../../words/formats.js";
import type { StateWord } from "../../words/stateWords.js";

const OUTCOMES = {
  yes: { zh: "符合", en: "entitled", tone: "done" },
  unknown: { zh: "还不能定", en: "cannot be told", tone: "doubt" },
} as const satisfies Record<string, StateWord>;

/** What a household is entitled to, then what cannot be told yet and why; what it is not entitled to is named below, folded. */
export function DecisionTable({ decisions }: { readonly decisions: Answer<"explainHousehold">["decisions"] }) {
  const { t, lang } = useLanguage();
  const of = (outcome: string) => decisions.filter((decision) => decision.outcome === outcome);
  const refused = of("no");
  return (
    <div>
      <table className="decisions">
        <thead><tr><th scope="col">{t({ zh: "项目", en: "Scheme" })}</th><th scope="col">{t({ zh: "结果", en: "Outcome" })}</th><th scope="col" className="number">{t({ zh: "每月金额", en: "Amount a month" })}</th><th scope="col">{t({ zh: "还缺什么", en: "What is missing" })}</th></tr></thead>
        <tbody>
          {(["yes", "unknown"] as const).flatMap((outcome) => of(outcome).map((decision) => (
            <tr key={`${decision.scheme} ${decision.en}`}>
              <th scope="row">{t(decision)}</th>
              <td><StateTag word={OUTCOMES[outcome]} /></td>
              <td className="number">{decision.amount_fen_month === null ? <span className="muted">—</span> : moneyText(decision.amount_fen_month, lang)}</td>
              <td>{decision.missing.length === 0 ? <span className="muted">—</span> : decision.missing.join(t({ zh: "、", en: ", " }))}</td>
            </tr>
          )))}
        </tbody>
      </table>
      {refused.length === 0 ? null : (
        <details className="decisions-refused">
          <summary>{t({ zh: "不符合 {n} 项", en: "Not entitled: {n}" }, { n: refused.length })}</summary>
          <ul>{refused.map((decision) => <li key={`${decision.scheme} ${decision.en}`}>{t(decision)}</li>)}</ul>
        </details>
      )}
    </div>
  );
}
