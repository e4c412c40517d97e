import { isAllowed } from "@doudi/contract/api";
import { divisionsBelow, firstPeriod, namesOf, readHome, rosterVersionsOf, systemScope } from "@doudi/store";
import type { Handlers } from "../handler.js";
import { chinaDay } from "../rosters/quarter.js";
import { rosterCalendar } from "../rosters/rosterCalendar.js";

/** What is to be done first, and the divisions that pages choose from. */
export const homeHandlers: Handlers<"home" | "divisions"> = {
  async home({ caller }, application) {
    const today = chinaDay(application.now());
    const first = isAllowed(caller.role, "roster.read") ? await application.database.within(systemScope(caller.areaCode), firstPeriod) : null;
    return application.database.within(caller.scope, async (work) => {
      const { findings, due, links, jobs } = await readHome(work, { area: caller.areaCode, userId: caller.userId, today });
      const names = await namesOf(work, [caller.areaCode, ...due.map(({ area }) => area)]);
      const place = (code: string): { code: string; name: string } => ({ code, name: names.get(code) ?? code });
      return {
        area: place(caller.areaCode), today, findings: [...findings],
        due: due.map(({ area, count, overdue }) => ({ area: place(area), count, overdue })),
        rosters: isAllowed(caller.role, "roster.read") ? await openRosters() : [],
        links: isAllowed(caller.role, "link.review") ? links : 0, jobs,
      };

      /** This year's rosters and last year's that should be in and are not; what nobody ever sent is not missed for a year that is over. */
      async function openRosters(): Promise<{ kind: string; period: string; state: string; due: string }[]> {
        const year = Number(today.slice(0, 4));
        const versions = await rosterVersionsOf(work, `${year - 1}Q1`);
        const entries = [year - 1, year].flatMap((each) => rosterCalendar(each, today, first, caller.scope.department, versions).entries);
        const sent = new Set(versions.map(({ kind }) => kind));
        return entries.filter(({ kind, period, state }) => (state === "due" || state === "late") && (period >= `${year}Q1` || sent.has(kind))).map(({ kind, period, state, due: day }) => ({ kind, period, state, due: day }));
      }
    });
  },

  async divisions({ query, caller }, { database }) {
    const { parent = caller.areaCode, on } = query;
    const rows = await database.within(caller.scope, (work) => divisionsBelow(work, { parent, area: caller.areaCode, on }));
    return { divisions: rows.map(({ code, name, level, valid_from, valid_to, successor_code: successor }) => ({ code, name, level, valid_from, valid_to, successor })) };
  },
};
