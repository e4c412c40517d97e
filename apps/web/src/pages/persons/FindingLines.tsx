import { FINDINGS } from "@doudi/contract";
import type { Finding } from "@doudi/contract/api";
import { Go } from "../../components/Go.js";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { FINDING_STATE_WORDS } from "../../words/stateWords.js";

/** The findings about a person or household, in a few words each. */
export function FindingLines({ findings, isOfSeveral = false }: { readonly findings: readonly Finding[]; readonly isOfSeveral?: boolean }) {
  const { t } = useLanguage();
  return (
    <section className="card">
      <h2>{t({ zh: "疑点", en: "Findings" })}</h2>
      {findings.length === 0 ? <p className="muted">{t({ zh: "没有疑点。", en: "None." })}</p> : (
        <ul className="finding-lines">
          {findings.map((finding) => (
            <li key={finding.finding_id}>
              <span className="row"><Go to={`/findings/${finding.finding_id}`}>{t(FINDINGS[finding.code])}</Go><StateTag word={FINDING_STATE_WORDS[finding.state]} />{isOfSeveral ? <span>{finding.name}</span> : null}</span>
              <span className="muted">{finding.reason}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
