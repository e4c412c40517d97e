import { DoudiError, type FindingCode, type FindingGroup, SEVERITIES } from "@doudi/contract";
import { FINDING_STATES, type FindingState } from "@doudi/contract/api";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readHome } from "../home/readHome.js";
import { startTestRecord, type TestRecord } from "../record.testkit.js";
import { afterArea } from "../scope.js";
import { assignFindings, undoAssignment } from "./assignFindings.js";
import { checkFinding, decideLink, reopenFinding } from "./checkFinding.js";
import { countFindings } from "./countFindings.js";
import { type FindingFilter, filterSql } from "./findingFilter.js";
import { idOf, incoming, ingest, MISCOUNTED, scopeIn, seal } from "./findings.testkit.js";
import { findFinding } from "./findFinding.js";

const COUNTY = "610001";
const TODAY = "2020-07-01";
const CODES: FindingCode[] = ["wrong.deceased", "wrong.vehicle", "missed.household_member", "link.probable"];
const WORDS = Array.from({ length: 60 }, (_, n) => `word ${n}`);
const places = [COUNTY, `${COUNTY}101`, `${COUNTY}101001`, `${COUNTY}102`];

let record: TestRecord;
beforeAll(async () => {
  record = await startTestRecord();
  await run(1, WORDS);
});
afterAll(() => record.stop());

/** A run that finds some of the words, in three villages and all sorts. */
async function run(id: number, words: readonly string[]): Promise<unknown> {
  const found = words.map((word) => {
    const n = WORDS.indexOf(word);
    return incoming(word, { code: CODES[n % CODES.length] ?? "wrong.vehicle", severity: SEVERITIES[n % 3] ?? "high", area: `${COUNTY}10${1 + (n % 2)}00${1 + (n % 3)}`, says: String(id), ...(n % CODES.length === 3 ? { score: 0.95 } : {}) });
  });
  return ingest(record.database, COUNTY, id, CODES, found);
}

const miscounted = async (place: string): Promise<unknown[]> => record.database.within(scopeIn(place), async (work) => (await sql.raw(MISCOUNTED).execute(work)).rows);

const word = fc.constantFrom(...WORDS);
type Act =
  | { do: "check"; word: string; result: "confirmed" | "refuted" | "disputed" } | { do: "reopen" | "link" | "break"; word: string }
  | { do: "assign"; words: string[]; due: string; undo: boolean } | { do: "run"; words: string[] };
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("check" as const), word, result: fc.constantFrom("confirmed" as const, "refuted" as const, "disputed" as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom("reopen" as const, "link" as const, "break" as const), word }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("assign" as const), words: fc.subarray(WORDS, { minLength: 1 }), due: fc.constantFrom("2020-06-15", "2020-08-31"), undo: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("run" as const), words: fc.subarray(WORDS) }) },
);

let runs = 1;
async function live(each: Act): Promise<unknown> {
  const common = { areaCode: COUNTY, userId: 7, seal, findingId: "word" in each ? idOf(each.word) : "" };
  switch (each.do) {
    case "run":
      return run((runs += 1), each.words);
    case "assign": {
      const batch = `${Math.random()}`;
      await record.database.within(scopeIn(COUNTY), (work) => assignFindings(work, { county: COUNTY, userId: 7, areaCode: COUNTY, ids: each.words.map(idOf), to: "own_area", due: each.due, today: "2020-06-01", batch }));
      return each.undo ? record.database.within(scopeIn(COUNTY), (work) => undoAssignment(work, { county: COUNTY, userId: 7, batch })) : null;
    }
    default:
      return record.database.within(scopeIn(COUNTY), async (work) => {
        if (each.do === "link") return decideLink(work, { ...common, verdict: "same", reason: null });
        if (each.do === "reopen") return reopenFinding(work, { ...common, reason: "情况有变" });
        const { updated_at: seen } = await findFinding(work, COUNTY, common.findingId);
        await checkFinding(work, { ...common, result: each.do === "check" ? each.result : "confirmed", reason: "已核实", evidence: "证明", seen });
        // What is taken back was never counted.
        if (each.do === "break") throw new DoudiError("request_invalid");
        return null;
      });
  }
}

/** "done", or why it was refused. */
async function outcomeOf(each: Act): Promise<string> {
  return live(each).then(() => "done", (error: unknown) => (error instanceof DoudiError ? error.code : Promise.reject(error)));
}

it("the counters say what a plain count says at every moment while many act at a time, and nobody waits for ever", async () => {
  await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 60 }), async (acts) => {
    const quiet = new AbortController();
    const watch = (async () => {
      while (!quiet.signal.aborted) for (const place of places) expect(await miscounted(place)).toEqual([]);
    })();
    const queue = [...acts];
    const outcomes: string[] = [];
    const workers = Array.from({ length: 6 }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) outcomes.push(await outcomeOf(next));
    });
    await Promise.all(workers).finally(() => quiet.abort());
    await watch;
    // A deadlock would be server_busy; what is left are refusals by the table of states, and by who was quicker.
    expect(outcomes.filter((outcome) => !["done", "finding_state", "finding_changed", "assign_nothing", "not_found", "request_invalid"].includes(outcome))).toEqual([]);
    for (const place of places) expect(await miscounted(place)).toEqual([]);
  }), { numRuns: process.env["DOUDI_SLOW"] === undefined ? 8 : 100, endOnFailure: true });
}, 600_000);

it("what was left beside is taken by the next run, and nothing is kept of what is no more", async () => {
  await run((runs += 1), []);
  await run((runs += 1), WORDS);
  await record.database.within(scopeIn(COUNTY), async (work) => {
    const { rows } = await sql`
      SELECT sum(n)::bigint AS found, bool_or(state = 'gone') AS gone, min(n) > 0 AS positive, count(*) - count(DISTINCT (area_code, state, code, rank, verdict, assigned_area, due)) AS twice FROM finding_counts`.execute(work);
    expect(rows).toEqual([{ found: WORDS.length, gone: false, positive: true, twice: 0 }]);
  });
});

const words: fc.Arbitrary<FindingFilter> = fc.record({
  code: fc.constantFrom(...CODES), group: fc.constantFrom<FindingGroup>("wrong", "missed", "link"), severity: fc.constantFrom(...SEVERITIES), state: fc.constantFrom(...(Object.keys(FINDING_STATES) as FindingState[])),
  area: fc.constantFrom(...places), assigned: fc.constantFrom(...places), overdue: fc.boolean(),
});
/** A word or two: hardly anything fits more of them. */
const filter = fc.tuple(words, fc.subarray(["code", "group", "severity", "state", "area", "assigned", "overdue"] as const, { maxLength: 2 })).map(([all, keys]): FindingFilter => Object.fromEntries(keys.map((key) => [key, all[key]])));

it("every filter counts what it lists, in every area; so does the home page", async () => {
  await Promise.all(WORDS.slice(0, 40).map((each, n) => outcomeOf(n % 3 === 0 ? { do: "assign", words: [each], due: n % 2 === 0 ? "2020-06-15" : "2020-08-31", undo: false } : { do: "check", word: each, result: n % 2 === 0 ? "confirmed" : "refuted" })));
  let counted = 0;
  await fc.assert(fc.asyncProperty(filter, fc.constantFrom(...places), async (asked, place) => {
    await record.database.within(scopeIn(place), async (work) => {
      const counts = await countFindings(work, asked, TODAY);
      const { rows } = await sql<{ area: string; code: string }>`SELECT left(f.area_code, 9) AS area, f.code FROM findings f WHERE ${filterSql(asked, TODAY)} AND (${asked.state === "gone"} OR f.state <> 'gone')`.execute(work);
      const tally = (of: "area" | "code"): Record<string, number> => rows.reduce<Record<string, number>>((sums, row) => ({ ...sums, [row[of]]: (sums[row[of]] ?? 0) + 1 }), {});
      expect({ total: counts.total, code: counts.by_code, area: Object.fromEntries(counts.by_area.map(({ area, count }) => [area.code, count])) }).toEqual({ total: rows.length, code: tally("code"), area: tally("area") });
      counted += rows.length;
    });
  }), { numRuns: 200, verbose: 1 });
  expect(counted).toBeGreaterThan(200);
  for (const place of places) {
    await record.database.within(scopeIn(place), async (work) => {
      const home = await readHome(work, { area: place, userId: 7, today: TODAY });
      const { rows: [plain] } = await sql<{ all: number; due: number; overdue: number; links: number }>`SELECT count(*) AS all, count(due) FILTER (WHERE state = 'assigned') AS due, count(*) FILTER (WHERE state = 'assigned' AND due < ${TODAY}) AS overdue, count(*) FILTER (WHERE code = 'link.probable' AND verdict = 'none' AND state IN ('open', 'assigned')) AS links FROM findings WHERE area_code < ${afterArea(place)}`.execute(work);
      const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0);
      expect({ all: sum(home.findings.map(({ count }) => count)), due: sum(home.due.map(({ count }) => count)), overdue: sum(home.due.map(({ overdue }) => overdue)), links: home.links }).toEqual(plain);
    });
  }
});
