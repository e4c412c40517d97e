import type { Answer } from "@doudi/contract/api";
import { useAct, useApiPages } from "../../api/useApi.js";
import { ConfirmAct } from "../../components/ConfirmAct.js";
import { type Column, DataList } from "../../components/DataList.js";
import { WhenWho } from "../../components/WhenWho.js";
import { useLanguage } from "../../language/language.js";
import { AdministrationFrame } from "./AdministrationFrame.js";

type Session = Answer<"sessions">["sessions"][number];

/** Who is logged in now; a session can be ended. */
export function SessionsPage() {
  const { t } = useLanguage();
  const sessions = useApiPages("sessions", { query: {} });
  const end = useAct("endSession", ["sessions", "audit"]);
  const columns: readonly Column<Session>[] = [
    { key: "user", name: { zh: "用户", en: "User" }, show: ({ user }) => user.name },
    { key: "seen", name: { zh: "最近操作", en: "Last seen" }, show: ({ seen_at }) => <WhenWho at={seen_at} /> },
    { key: "created", name: { zh: "登录", en: "Logged in" }, show: ({ created_at }) => <WhenWho at={created_at} /> },
    { key: "expires", name: { zh: "到期", en: "Ends" }, show: ({ expires_at }) => <WhenWho at={expires_at} /> },
    {
      key: "end", name: { zh: "操作", en: "Act" },
      show: ({ session, user }) => (
        <ConfirmAct label={{ zh: "结束", en: "End" }} title={t({ zh: "结束 {name} 的会话？", en: "End the session of {name}?" }, { name: user.name })} danger button={{ size: "small" }} act={() => end.mutateAsync({ params: { session } })}>
          {t({ zh: "此人要重新登录，没有保存的填写会丢失。", en: "They have to log in again; what they have not saved is lost." })}
        </ConfirmAct>
      ),
    },
  ];
  return (
    <AdministrationFrame>
      <DataList name={t({ zh: "在线会话", en: "Sessions" })} rows={sessions.pages.flatMap((page) => page.sessions)} idOf={({ session }) => session} columns={columns} isLoading={sessions.isLoading} error={sessions.error} onRetry={sessions.retry} more={sessions.more} empty={{ title: { zh: "现在没有人在线", en: "Nobody is logged in" } }} />
    </AdministrationFrame>
  );
}
