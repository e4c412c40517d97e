import type { Answer } from "@doudi/contract/api";
import { useMay } from "../../api/session.js";
import { Go } from "../../components/Go.js";
import { StateTag } from "../../components/StateTag.js";
import { useLanguage } from "../../language/language.js";
import { CALENDAR_STATE_WORDS, VERSION_STATE_WORDS } from "../../words/stateWords.js";

export type CalendarEntry = Answer<"rosterCalendar">["entries"][number];

/** One roster of one quarter: where it stands, until when; leads to its version, or to the upload. */
export function CalendarCell({ entry }: { readonly entry: CalendarEntry }) {
  const { t } = useLanguage();
  const mayUpload = useMay("roster.upload");
  const word = entry.version_state === null ? CALENDAR_STATE_WORDS[entry.state] : VERSION_STATE_WORDS[entry.version_state];
  const due = <span className={entry.state === "late" ? "calendar-late" : "muted"}>{t({ zh: "{due} 前", en: "by {due}" }, { due: entry.due })}</span>;
  return (
    <div className="calendar-cell">
      {entry.version_id === null ? <StateTag word={word} /> : <Go to={`/rosters/${entry.version_id}`}><StateTag word={word} /></Go>}
      {entry.state === "in" ? null : due}
      {entry.version_id === null && mayUpload && entry.state !== "future" ? <Go to="/rosters/upload" search={{ kind: entry.kind, period: entry.period }}>{t({ zh: "上传", en: "upload" })}</Go> : null}
    </div>
  );
}
