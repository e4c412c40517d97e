import { ROSTER_KINDS } from "@doudi/contract";
import { type Answer, DEPARTMENTS } from "@doudi/contract/api";
import { Select } from "antd";
import { Empty } from "../../components/Empty.js";
import { useFilters } from "../../components/useFilters.js";
import { useLanguage } from "../../language/language.js";
import { periodText } from "../../words/formats.js";
import { CalendarCell } from "./CalendarCell.js";

/** The calendar on the phone: one quarter at a time. */
export function CalendarList({ calendar, year }: { readonly calendar: Answer<"rosterCalendar"> | undefined; readonly year: number }) {
  const { t, lang } = useLanguage();
  const { filters, set } = useFilters(["quarter"]);
  const quarter = filters.quarter ?? quarterOf(calendar?.today ?? "");
  const entries = (calendar?.entries ?? []).filter(({ period }) => period.endsWith(quarter));
  const options = ["Q1", "Q2", "Q3", "Q4"].map((value) => ({ value, label: periodText(`${year}${value}`, lang) }));
  return (
    <>
      <Select aria-label={t({ zh: "季度", en: "Quarter" })} value={quarter} options={options} onChange={(value: string) => set({ quarter: value })} />
      <div className="list">
        {calendar !== undefined && entries.length === 0 ? <Empty title={{ zh: "这个季度还没有开始报送", en: "No rosters were asked for in this quarter" }} /> : null}
        <ul className="cards">
          {entries.map((entry) => (
            <li key={entry.kind} className="list-card">
              <div className="list-card-head"><strong>{t(ROSTER_KINDS[entry.kind])}</strong><span className="muted">{t(DEPARTMENTS[entry.department])}</span></div>
              <CalendarCell entry={entry} />
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function quarterOf(day: string): string {
  const month = Number(day.slice(5, 7));
  return month === 0 ? "Q1" : `Q${Math.ceil(month / 3)}`;
}
