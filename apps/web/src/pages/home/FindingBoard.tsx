import { SEVERITIES } from "@doudi/contract";
import type { Answer } from "@doudi/contract/api";
import { Go } from "../../components/Go.js";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { countText } from "../../words/formats.js";
import { FINDING_STATE_WORDS, SEVERITY_WORDS } from "../../words/stateWords.js";

/** Findings of the area by state and severity; each figure opens its list. */
export function FindingBoard({ counts }: { readonly counts: Answer<"home">["findings"] | undefined }) {
  const { t } = useLanguage();
  const count = (state: string, severity?: string) => counts?.filter((one) => one.state === state && (severity === undefined || one.severity === severity)).reduce((sum, one) => sum + one.count, 0);
  const cell = (state: string, severity?: string) => {
    const n = count(state, severity);
    if (n === undefined) return <span className="waiting" />;
    return n === 0 ? <span className="muted">0</span> : <Go to="/findings" search={severity === undefined ? { state } : { state, severity }}>{countText(n)}</Go>;
  };
  return (
    <section className="card">
      <h2 id="board">{t({ zh: "本辖区疑点", en: "Findings in the area" })}</h2>
      <table className="home-table" aria-labelledby="board">
        <thead><tr><th scope="col">{t({ zh: "状态", en: "State" })}</th>{SEVERITIES.map((severity) => <th key={severity} scope="col" className="number">{t(SEVERITY_WORDS[severity])}</th>)}<th scope="col" className="number">{t({ zh: "合计", en: "All" })}</th></tr></thead>
        <tbody>
          {Object.entries(FINDING_STATE_WORDS).map(([state, word]) => (
            <tr key={state}><th scope="row"><StateTag word={word} /></th>{SEVERITIES.map((severity) => <td key={severity} className="number">{cell(state, severity)}</td>)}<td className="number"><strong>{cell(state)}</strong></td></tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
