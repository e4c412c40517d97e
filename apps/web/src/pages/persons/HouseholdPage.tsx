import { isRosterKind, type RosterKind, ROSTER_KINDS } from "@doudi/contract";
import { useParams } from "@tanstack/react-router";
import { useMay } from "../../api/session.js";
import { useApi } from "../../api/useApi.js";
import { Problem } from "../../components/Problem.js";
import { useFilters } from "../../components/useFilters.js";
import { WaitingCard } from "../../components/WaitingCard.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { ExplainHousehold } from "./ExplainHousehold.js";
import { FindingLines } from "./FindingLines.js";
import { MemberTable } from "./MemberTable.js";
import "./persons.css";

/** A household's file: its members quarter by quarter, findings, what it would get. */
export function HouseholdPage() {
  const { t } = useLanguage();
  const path = useParams({ strict: false }) as Readonly<Record<string, string | undefined>>;
  const { filters } = useFilters(["county"]);
  const mayFind = useMay("finding.read");
  // A kind that is none is refused by the server, which says so.
  const params = { kind: (path["kind"] ?? "") as RosterKind, household_no: path["household_no"] ?? "" };
  const { data, error, refetch } = useApi("household", { params, query: filters });
  const kind = isRosterKind(params.kind) ? t(ROSTER_KINDS[params.kind]) : params.kind;
  return (
    <PageFrame title={t({ zh: "{kind}户 {no}", en: "Household {no}, {kind}" }, { kind, no: params.household_no })} lead={data?.area.name ?? " "} above={[{ to: "/persons", name: { zh: "人员与家庭档案", en: "People and households" } }]}>
      {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined ? (error === null ? <WaitingCard /> : null) : (
        <>
          <MemberTable members={data.members} />
          {mayFind ? <FindingLines findings={data.findings} isOfSeveral /> : null}
          <ExplainHousehold params={params} county={data.county} />
        </>
      )}
    </PageFrame>
  );
}
