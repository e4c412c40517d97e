import { FINDINGS } from "@doudi/contract";
import type { Finding } from "@doudi/contract/api";
import { useMemo } from "react";
import { useApi } from "../../api/useApi.js";
import { DetailDrawer } from "../../components/DetailDrawer.js";
import { Problem } from "../../components/Problem.js";
import { WaitingCard } from "../../components/WaitingCard.js";
import { useLanguage } from "../../language/language.js";
import { FindingView } from "./FindingView.js";

interface FindingDrawerProps {
  readonly findingId: string;
  readonly before: string | undefined;
  readonly next: string | undefined;
  /** Opens another; none with "". */
  readonly onOpen: (findingId: string) => void;
  readonly onAssign: ((finding: Finding) => void) | undefined;
}

/** A finding over its list. */
export function FindingDrawer({ findingId, before, next, onOpen, onAssign }: FindingDrawerProps) {
  const { t } = useLanguage();
  const { data, error, refetch } = useApi("finding", { params: { finding_id: findingId } });
  const move = useMemo(() => ({ before: before === undefined ? undefined : () => onOpen(before), next: next === undefined ? undefined : () => onOpen(next) }), [before, next, onOpen]);
  return (
    <DetailDrawer title={data === undefined ? t({ zh: "疑点", en: "Finding" }) : t(FINDINGS[data.finding.code])} page={`/findings/${findingId}`} onClose={() => onOpen("")} onMove={move}>
      {error !== null ? <Problem error={error} onRetry={() => void refetch()} /> : data === undefined ? <WaitingCard /> : <FindingView key={findingId} view={data} onAssign={onAssign} />}
    </DetailDrawer>
  );
}
