import type { Answer, FindingState } from "@doudi/contract/api";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { countText } from "../../words/formats.js";
import { FINDING_STATE_WORDS } from "../../words/stateWords.js";

interface StateCountsProps {
  readonly counts: Answer<"findingCounts"> | undefined;
  readonly state: FindingState | undefined;
  readonly onState: (state: FindingState | "") => void;
}

/** How many findings are in which state, all other filters kept; each figure is a switch. */
export function StateCounts({ counts, state, onState }: StateCountsProps) {
  const { t } = useLanguage();
  const figure = (count: number | undefined) => <strong>{counts === undefined ? "…" : countText(count ?? 0)}</strong>;
  return (
    <div className="state-counts" role="group" aria-label={t({ zh: "按状态", en: "By state" })} aria-busy={counts === undefined}>
      <button type="button" aria-pressed={state === undefined} onClick={() => onState("")}><span className="state-all">{t({ zh: "全部", en: "all" })}</span>{figure(counts?.total)}</button>
      {(Object.keys(FINDING_STATE_WORDS) as FindingState[]).map((each) => (
        <button key={each} type="button" aria-pressed={state === each} onClick={() => onState(state === each ? "" : each)}><StateTag word={FINDING_STATE_WORDS[each]} />{figure(counts?.by_state[each])}</button>
      ))}
    </div>
  );
}
