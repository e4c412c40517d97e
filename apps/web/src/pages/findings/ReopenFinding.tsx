import { FINDINGS } from "@doudi/contract";
import type { Finding } from "@doudi/contract/api";
import { useAct } from "../../api/useApi.js";
import { ConfirmAct } from "../../components/ConfirmAct.js";
import { useNotice } from "../../components/notice.js";
import { useLanguage } from "../../language/language.js";

/** Takes an outcome back: the finding is open again, its history stays. */
export function ReopenFinding({ finding }: { readonly finding: Finding }) {
  const { t } = useLanguage();
  const notify = useNotice();
  const act = useAct("reopenFinding", ["finding", "findings", "findingCounts", "home"]);
  return (
    <ConfirmAct
      label={{ zh: "重新打开", en: "Reopen" }} title={t({ zh: "重新打开 {name} 的“{kind}”？", en: "Reopen “{kind}” of {name}?" }, { name: finding.name, kind: t(FINDINGS[finding.code]) })} reason={{ zh: "为什么重新打开", en: "Why it is reopened" }}
      act={async (reason) => {
        await act.mutateAsync({ params: { finding_id: finding.finding_id }, body: { reason } });
        notify({ text: t({ zh: "已重新打开，等待交办", en: "Reopened; to be assigned" }) });
      }}
    >
      {t({ zh: "它会回到“待交办”。先前的结论和原因留在历程里。", en: "It goes back to “open”. The earlier outcome and its reason stay in the history." })}
    </ConfirmAct>
  );
}
