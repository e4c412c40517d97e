import { FINDINGS } from "@doudi/contract";
import { useParams } from "@tanstack/react-router";
import { useApi } from "../../api/useApi.js";
import { Problem } from "../../components/Problem.js";
import { WaitingCard } from "../../components/WaitingCard.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { FindingView } from "./FindingView.js";
import "./findings.css";

/** A finding as a page of its own. */
export function FindingPage() {
  const { t } = useLanguage();
  const { finding_id: findingId = "" } = useParams({ strict: false }) as Readonly<Record<string, string | undefined>>;
  const { data, error, refetch } = useApi("finding", { params: { finding_id: findingId } });
  return (
    <PageFrame title={data === undefined ? t(NAME) : t(FINDINGS[data.finding.code])} above={[{ to: "/findings", name: NAME }]}>
      {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined ? (error === null ? <WaitingCard /> : null) : <div className="finding-page"><FindingView view={data} onAssign={undefined} /></div>}
    </PageFrame>
  );
}

const NAME = { zh: "疑点", en: "Findings" };
