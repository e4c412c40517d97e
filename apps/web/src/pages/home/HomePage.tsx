import type { Answer } from "@doudi/contract/api";
import { useMe } from "../../api/session.js";
import { useApi } from "../../api/useApi.js";
import { Problem } from "../../components/Problem.js";
import { useLanguage } from "../../language/language.js";
import { PageFrame } from "../../layout/PageFrame.js";
import { AreaDeadlines } from "./AreaDeadlines.js";
import { FindingBoard } from "./FindingBoard.js";
import { TaskList } from "./TaskList.js";
import "./home.css";

/** What is to do today in the user's area, by how pressing it is; figures come after it. */
export function HomePage() {
  const { t } = useLanguage();
  const me = useMe();
  const home = useApi("home", {});
  const today = home.data === undefined ? "" : `${home.data.area.name} · ${home.data.today}`;
  return (
    <PageFrame title={t({ zh: "待办", en: "To do" })} lead={today === "" ? " " : today}>
      {home.isError ? <Problem error={home.error} onRetry={() => void home.refetch()} /> : <Board home={home.data} mayRead={me.may.includes("finding.read")} />}
    </PageFrame>
  );
}

function Board({ home, mayRead }: { readonly home: Answer<"home"> | undefined; readonly mayRead: boolean }) {
  return (
    <div className={mayRead ? "home" : "home-narrow"}>
      <TaskList home={home} />
      {mayRead ? <div className="stack"><FindingBoard counts={home?.findings} /><AreaDeadlines due={home?.due} /></div> : null}
    </div>
  );
}
