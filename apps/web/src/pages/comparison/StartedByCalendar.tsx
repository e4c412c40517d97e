import { ROSTER_KINDS } from "@doudi/contract";
import type { Answer } from "@doudi/contract/api";
import { useLanguage } from "../../language/language.js";
import { periodText } from "../../words/formats.js";

/** That the calendar started a run, for which quarter, and what had not come by the due day; nothing where somebody started it. */
export function StartedByCalendar({ calendar }: Pick<Answer<"runs">["runs"][number]["started"], "calendar">) {
  const { t, lang } = useLanguage();
  if (calendar === null) return null;
  const period = periodText(calendar.period, lang);
  const kinds = calendar.missing.map((kind) => t(ROSTER_KINDS[kind])).join(lang === "zh" ? "、" : ", ");
  return (
    <div>
      {calendar.missing.length === 0 ? t({ zh: "报送日历自动开始：{period}已签齐", en: "by the calendar: all of {period} is signed" }, { period }) : t({ zh: "报送日历自动开始：{period}到期，缺{n}种", en: "by the calendar: {period} was due, {n} kinds missing" }, { period, n: calendar.missing.length })}
      {kinds === "" ? null : <details className="muted"><summary>{t({ zh: "缺哪些", en: "which" })}</summary>{kinds}</details>}
    </div>
  );
}
