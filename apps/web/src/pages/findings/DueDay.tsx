import { ExclamationCircleOutlined } from "@ant-design/icons";
import type { FindingState } from "@doudi/contract/api";
import { useLanguage } from "../../language/language.js";
import { today } from "../../words/formats.js";

/** Until when a finding is to be checked; late only as long as nobody has. */
export function DueDay({ due, state }: { readonly due: string | null; readonly state: FindingState }) {
  const { t } = useLanguage();
  if (due === null) return <span className="muted">—</span>;
  if (state !== "assigned" || due >= today()) return <time dateTime={due}>{due}</time>;
  return <span className="due-late"><time dateTime={due}>{due}</time> <span className="due-word"><ExclamationCircleOutlined aria-hidden /> {t({ zh: "逾期", en: "overdue" })}</span></span>;
}
