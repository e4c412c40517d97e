import { isRosterKind } from "@doudi/contract";
import { type Answer, DEPARTMENTS, type RosterVersion } from "@doudi/contract/api";
import { useApi } from "../../api/useApi.js";
import { useMay } from "../../api/session.js";
import { JobProgress } from "../../components/JobProgress.js";
import { Problem } from "../../components/Problem.js";
import { StateTag } from "../../components/StateTag.js";
import { WaitingCard } from "../../components/WaitingCard.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { usePathNumber } from "../../layout/usePathNumber.js";
import { VERSION_STATE_WORDS } from "../../words/stateWords.js";
import { InspectionView } from "./InspectionView.js";
import { OtherVersions } from "./OtherVersions.js";
import { ROSTERS } from "./rosterMenu.js";
import { VersionActs } from "./VersionActs.js";
import { VersionFacts } from "./VersionFacts.js";
import { versionName } from "./versionName.js";
import { VersionSteps } from "./VersionSteps.js";
import "./version.css";

/** One version of a roster: how far it is, what was made of the file, what can be done with it. */
export function VersionPage() {
  const { t, lang } = useLanguage();
  const versionId = usePathNumber("version_id");
  const roster = useApi("roster", { params: { version_id: versionId } });
  const version = roster.data?.version;
  return (
    <PageFrame
      title={version === undefined ? t(ROSTERS) : versionName(version, lang)} above={[{ to: "/rosters/versions", name: ROSTERS }]}
      lead={version === undefined ? " " : <><StateTag word={VERSION_STATE_WORDS[version.state]} /> {t(DEPARTMENTS[version.department])}</>}
      acts={version === undefined ? undefined : <VersionActs version={version} />}
    >
      {roster.isError ? <Problem error={roster.error} onRetry={() => void roster.refetch()} /> : null}
      {roster.data === undefined ? (roster.isError ? null : <WaitingCard />) : <Whole version={roster.data.version} inspection={roster.data.inspection} />}
    </PageFrame>
  );
}

function Whole({ version, inspection }: { readonly version: RosterVersion; readonly inspection: Answer<"roster">["inspection"] }) {
  const mayCorrect = useMay("roster.upload") && (version.state === "read" || version.state === "failed");
  return (
    <>
      {version.problem === null ? null : <Problem error={{ code: "roster", text: version.problem }} />}
      {version.job !== null && version.state === "reading" ? <div className="card"><JobProgress job={version.job} /></div> : null}
      <div className="version">
        <div className="stack">
          {inspection === null ? <div className="card"><VersionSteps version={version} /></div> : <InspectionView key={`${version.version_id} ${version.state}`} version={version} inspection={inspection} mayCorrect={mayCorrect} />}
        </div>
        <div className="stack">
          {inspection === null ? null : <div className="card"><VersionSteps version={version} /></div>}
          <VersionFacts version={version} />
          {version.kind !== null && isRosterKind(version.kind) ? <OtherVersions version={version} kind={version.kind} /> : null}
        </div>
      </div>
    </>
  );
}
