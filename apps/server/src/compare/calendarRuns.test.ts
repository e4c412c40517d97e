import { ROSTER_KIND_CODES, type RosterKind } from "@doudi/contract";
import { departmentOf } from "@doudi/contract/api";
import { afterAll, beforeEach, beforeAll, expect, it } from "vitest";
import { callerAs, startTestCounty, type TestCounty } from "../county.testkit.js";
import { rosterHandlers } from "../handlers/rosterHandlers.js";
import { runHandlers } from "../handlers/runHandlers.js";
import { startCalendarRuns } from "./calendarRuns.js";

const [FIRST, ...OTHERS] = ROSTER_KIND_CODES;
const IN_TIME = "2020-07-18T02:00:00Z";
/** Still the due day in China, and a minute later. */
const DUE = "2020-07-20T15:59:00Z";
const OVER = "2020-07-20T16:00:00Z";

let test: TestCounty;
beforeAll(async () => {
  test = await startTestCounty();
});
afterAll(() => test.stop());

let versions = 0;
beforeEach(async () => {
  await test.within(async (work) => {
    await work.updateTable("comparison_runs").set({ state: "failed", calendar_period: null, missing: null, versions: [] }).execute();
    await work.updateTable("roster_versions").set({ state: "withdrawn" }).execute();
  });
  await setCalendar(true);
});

async function sign(kinds: readonly (RosterKind | undefined)[], at: string, period = "2020Q2"): Promise<void> {
  for (const kind of kinds) {
    if (kind === undefined) continue;
    versions += 1;
    await test.within((work) => work.insertInto("roster_versions").values({
      county_code: test.county, area_code: test.county, department: departmentOf(kind), kind, period, state: "signed", file_name: `${kind}.csv`, digest: String(versions), bytes: 1,
      job_id: null, uploaded_by: 1, submitted_by: 1, signed_by: 2, signed_at: at, withdrawn_by: null, withdrawn_reason: null,
    }).execute());
  }
}

/** What the calendar starts at a moment: as the list of runs shows it. */
async function look(at: string): Promise<{ period: string; missing: number; date: string; versions: number }[]> {
  const started = await startCalendarRuns({ ...test.application, now: () => new Date(at) });
  const { runs } = await runHandlers.runs({ caller: callerAs("county_clerk", test.county), params: undefined, query: undefined, body: undefined, upload: null }, test.application);
  return runs.slice(0, started).map(({ started: { by, calendar }, date, versions: compared, job, state }) => {
    expect([by, state, job]).toEqual([null, "queued", expect.any(Number)]);
    return { period: calendar?.period ?? "", missing: calendar?.missing.length ?? -1, date, versions: compared.length };
  });
}

async function endRun(state: "done" | "failed" = "done"): Promise<void> {
  await test.within((work) => work.updateTable("comparison_runs").set({ state }).where("state", "=", "queued").execute());
}

async function setCalendar(starts_runs: boolean): Promise<void> {
  await rosterHandlers.setCalendar({ caller: callerAs("county_clerk", test.county), params: undefined, query: undefined, body: { starts_runs }, upload: null }, test.application);
}

it("starts when the last roster is signed, once, whatever becomes of the run", async () => {
  await sign(OTHERS, IN_TIME);
  expect(await look(IN_TIME)).toEqual([]);
  await sign([FIRST], IN_TIME);
  expect(await look(IN_TIME)).toEqual([{ period: "2020Q2", missing: 0, date: "2020-06-30", versions: ROSTER_KIND_CODES.length }]);
  expect(await look(IN_TIME)).toEqual([]);
  await endRun("failed");
  expect([await look(IN_TIME), await look(OVER)]).toEqual([[], []]);
});

it("starts with what is signed when the due day is over, says what is missing, and again when it has come", async () => {
  await sign([FIRST], IN_TIME);
  expect(await look(DUE)).toEqual([]);
  expect(await look(OVER)).toEqual([{ period: "2020Q2", missing: OTHERS.length, date: "2020-06-30", versions: 1 }]);
  await endRun();
  expect(await look(OVER)).toEqual([]);
  await sign(OTHERS, OVER);
  expect(await look("2020-08-01T00:00:00Z")).toEqual([{ period: "2020Q2", missing: 0, date: "2020-06-30", versions: ROSTER_KIND_CODES.length }]);
});

it("waits while another comparison is under way", async () => {
  await sign([FIRST], IN_TIME);
  const caller = callerAs("county_clerk", test.county);
  await runHandlers.startRun({ caller, params: undefined, query: undefined, body: { date: "2020-06-30" }, upload: null }, test.application);
  await sign(OTHERS, IN_TIME);
  expect(await look(IN_TIME)).toEqual([]);
  await endRun();
  expect(await look(IN_TIME)).toHaveLength(1);
});

it("leaves alone what somebody compared, what came late altogether, and a county that switched it off", async () => {
  await sign([FIRST], OVER);
  expect(await look(OVER)).toEqual([]);
  await sign(OTHERS, OVER);
  await setCalendar(false);
  expect(await look(OVER)).toEqual([]);
  await setCalendar(true);
  await runHandlers.startRun({ caller: callerAs("county_clerk", test.county), params: undefined, query: undefined, body: { date: "2020-07-21" }, upload: null }, test.application);
  await endRun();
  expect(await look(OVER)).toEqual([]);
});

it("expects later what was sent before", async () => {
  await sign([FIRST], IN_TIME);
  await sign([FIRST], "2020-10-09T00:00:00Z", "2020Q3");
  expect(await look("2020-10-09T00:00:00Z")).toEqual([{ period: "2020Q3", missing: 0, date: "2020-09-30", versions: 1 }]);
});
