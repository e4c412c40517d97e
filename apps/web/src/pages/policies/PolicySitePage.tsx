import { FilterChips } from "../../components/FilterChips.js";
import { SubMenu } from "../../components/SubMenu.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { POLICIES, POLICY_MENU } from "./policyMenu.js";
import { PolicySiteFrame } from "./PolicySiteFrame.js";
import { usePolicyPlace } from "./usePolicyPlace.js";
import "./policies.css";

/** The packs in words: rules with their clauses, and what differs at a place and why. */
export function PolicySitePage() {
  const { t } = useLanguage();
  const { place, chips, filters, set } = usePolicyPlace();
  return (
    <PageFrame title={t(POLICIES)} lead={t({ zh: "本地适用的规则、与上级不同之处和原因，逐条注明文件和条款。", en: "The rules in force here, what differs from above and why, each with its document and clause." })}>
      <SubMenu name={POLICIES} entries={POLICY_MENU} />
      {chips.length === 0 ? null : <FilterChips values={filters} onChange={set} filters={chips} />}
      <PolicySiteFrame place={place} />
    </PageFrame>
  );
}
