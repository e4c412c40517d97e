import { ROSTER_KINDS } from "@doudi/contract";
import { type Answer, DEPARTMENTS } from "@doudi/contract/api";
import { Fragment } from "react";
import { useLanguage } from "../../language/language.js";
import { periodText } from "../../words/formats.js";
import { CalendarCell, type CalendarEntry } from "./CalendarCell.js";

const QUARTERS = ["Q1", "Q2", "Q3", "Q4"] as const;
const WAITING = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** A row a kind of roster, under its department; a column a quarter. */
export function CalendarTable({ calendar, year }: { readonly calendar: Answer<"rosterCalendar"> | undefined; readonly year: number }) {
  const { t, lang } = useLanguage();
  const departments = new Map<CalendarEntry["department"], Map<CalendarEntry["kind"], CalendarEntry[]>>();
  for (const entry of calendar?.entries ?? []) {
    const kinds = departments.get(entry.department) ?? new Map<CalendarEntry["kind"], CalendarEntry[]>();
    kinds.set(entry.kind, [...(kinds.get(entry.kind) ?? []), entry]);
    departments.set(entry.department, kinds);
  }
  return (
    <div className="list">
      <table className="table calendar" aria-label={t({ zh: "{year}年报送日历", en: "Calendar of {year}" }, { year: String(year) })}>
        <thead><tr><th scope="col">{t({ zh: "花名册", en: "Roster" })}</th>{QUARTERS.map((quarter) => <th key={quarter} scope="col">{periodText(`${year}${quarter}`, lang)}</th>)}</tr></thead>
        <tbody>
          {calendar === undefined ? WAITING.map((row) => <tr key={row}><td><span className="waiting" /></td>{QUARTERS.map((quarter) => <td key={quarter}><span className="waiting" /></td>)}</tr>) : null}
          {[...departments].map(([department, kinds]) => (
            <Fragment key={department}>
              <tr className="calendar-department"><th scope="rowgroup" colSpan={5}>{t(DEPARTMENTS[department])}</th></tr>
              {[...kinds].map(([kind, entries]) => (
                <tr key={kind}>
                  <th scope="row">{t(ROSTER_KINDS[kind])}</th>
                  {QUARTERS.map((quarter) => {
                    const entry = entries.find(({ period }) => period.endsWith(quarter));
                    return <td key={quarter}>{entry === undefined ? <span className="muted">—</span> : <CalendarCell entry={entry} />}</td>;
                  })}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
