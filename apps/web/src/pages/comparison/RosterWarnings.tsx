import { ROSTER_KINDS, type Summary } from "@doudi/contract";
import { useLanguage } from "../../language/language.js";

/** What was odd about the rosters of a run, though they could be read, in the words of the run; nothing where nothing was. */
export function RosterWarnings({ rosters }: Pick<Summary, "rosters">) {
  const { t } = useLanguage();
  const odd = rosters.filter(({ warnings }) => warnings.length > 0);
  if (odd.length === 0) return null;
  return (
    <details className="card run-warnings">
      <summary><h2>{t({ zh: "花名册里要留意的（{n}份）", en: "To be noted about the rosters ({n})" }, { n: odd.length })}</h2></summary>
      <dl>{odd.map(({ kind, file, warnings }) => <div key={file}><dt>{t(ROSTER_KINDS[kind])} <span className="muted">{file}</span></dt>{warnings.map((warning) => <dd key={warning} lang="zh-CN">{warning}</dd>)}</div>)}</dl>
    </details>
  );
}
