import { FINDING_STATES, type FindingState } from "@doudi/contract/api";
import { DoudiError, type FindingCode } from "@doudi/contract";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestRecord, type TestRecord } from "../record.testkit.js";
import { assignFindings, undoAssignment } from "./assignFindings.js";
import { checkFinding, reopenFinding } from "./checkFinding.js";
import { idOf, incoming, ingest, MISCOUNTED, scopeIn, seal } from "./findings.testkit.js";
import { findFinding } from "./findFinding.js";

let record: TestRecord;
beforeAll(async () => {
  record = await startTestRecord();
});
afterAll(() => record.stop());

/* oxlint-disable vitest/no-conditional-expect, vitest/expect-expect -- each act of a random life is checked in its own way */

const CODES: FindingCode[] = ["wrong.deceased", "missed.household_member"];
const WORDS = ["a", "b", "c", "d", "e"];
const codeOf = (word: string): FindingCode => CODES[WORDS.indexOf(word) % CODES.length] ?? "wrong.deceased";
const USER = 7;

/** What a finding should be. `touched` counts its changes; `held` is what it said. */
interface Expected { state: FindingState; says: string; assigned: boolean; touched: number }
interface Batch { name: string; before: Map<string, Expected> }

type Act =
  | { do: "run"; found: { word: string; says: string }[]; ran: FindingCode[] }
  | { do: "check"; word: string; result: "confirmed" | "refuted" | "disputed" }
  | { do: "reopen"; word: string }
  | { do: "assign"; words: string[] }
  | { do: "undo" };

const word = fc.constantFrom(...WORDS);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("run" as const), found: fc.uniqueArray(fc.record({ word, says: fc.constantFrom("一", "二") }), { selector: (each) => each.word }), ran: fc.oneof(fc.constant(CODES), fc.subarray(CODES)) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("check" as const), word, result: fc.constantFrom("confirmed" as const, "refuted" as const, "disputed" as const) }) },
  fc.record({ do: fc.constant("reopen" as const), word }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant("assign" as const), words: fc.subarray(WORDS, { minLength: 1 }) }) },
  fc.record({ do: fc.constant("undo" as const) }),
);

/** The rules in a few lines: what each act makes of what is expected. */
class Model {
  readonly findings = new Map<string, Expected>();
  readonly batches: Batch[] = [];

  #change(word: string, found: Expected, change: Partial<Expected>): void {
    this.findings.set(word, { ...found, ...change, touched: found.touched + 1 });
  }

  run({ found, ran }: Act & { do: "run" }): { new: number; same: number; gone: number } {
    const counts = { new: 0, same: 0, gone: 0 };
    for (const { word, says } of found) {
      const known = this.findings.get(word);
      if (known === undefined || known.state === "gone") counts.new += 1;
      else counts.same += 1;
      if (known === undefined) this.findings.set(word, { state: "open", says, assigned: false, touched: 0 });
      else if (known.state === "gone") this.#change(word, known, { state: "open", says, assigned: false });
      else if (known.says !== says) this.#change(word, known, ["confirmed", "refuted", "disputed"].includes(known.state) ? { says, state: "open", assigned: false } : { says });
    }
    for (const [word, known] of this.findings) {
      if (known.state === "gone" || !ran.includes(codeOf(word)) || found.some((each) => each.word === word)) continue;
      this.#change(word, known, { state: "gone" });
      counts.gone += 1;
    }
    return counts;
  }

  may(word: string, to: FindingState): boolean {
    const from = this.findings.get(word)?.state;
    return from !== undefined && (FINDING_STATES[from] as readonly string[]).includes(to);
  }

  set(word: string, change: Partial<Expected>): void {
    const known = this.findings.get(word);
    if (known !== undefined) this.#change(word, known, change);
  }
}

it("keeps what was decided, opens what changed or came back, and closes what is gone", async () => {
  let county = 600_000;
  await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), async (acts) => {
    county += 1;
    await live(String(county), acts);
  }), { numRuns: process.env["DOUDI_SLOW"] === undefined ? 60 : 1000, verbose: 1 });
}, 600_000);

async function live(county: string, acts: readonly Act[]): Promise<void> {
  const scope = scopeIn(county, USER);
  const model = new Model();
  const area = `${county}101`;
  const common = { areaCode: county, userId: USER, seal };
  for (const [step, each] of acts.entries()) {
    if (each.do === "run") {
      const acting = { ...each, found: each.found.filter(({ word }) => each.ran.includes(codeOf(word))) };
      const counts = await ingest(record.database, county, step + 1, acting.ran, acting.found.map(({ word, says }) => incoming(word, { code: codeOf(word), area, says })));
      expect(counts).toEqual(model.run(acting));
    } else if (each.do === "check") {
      const allowed = model.may(each.word, each.result);
      const outcome = await errorOf(record.database.within(scope, async (work) => {
        const { updated_at } = await findFinding(work, county, idOf(each.word));
        return checkFinding(work, { ...common, findingId: idOf(each.word), result: each.result, reason: "已核实", evidence: each.result === "disputed" ? "死亡证明" : null, seen: updated_at });
      }));
      expect(outcome).toBe(allowed ? null : model.findings.has(each.word) ? "finding_state" : "not_found");
      if (allowed) model.set(each.word, { state: each.result });
    } else if (each.do === "reopen") {
      const allowed = model.may(each.word, "open") && model.findings.get(each.word)?.state !== "gone";
      const outcome = await errorOf(record.database.within(scope, (work) => reopenFinding(work, { ...common, findingId: idOf(each.word), reason: "情况有变" })));
      expect(outcome).toBe(allowed ? null : model.findings.has(each.word) ? "finding_state" : "not_found");
      if (allowed) model.set(each.word, { state: "open", assigned: false });
    } else if (each.do === "assign") {
      const batch = `batch ${step}`;
      const fit = each.words.filter((word) => model.may(word, "assigned"));
      const assignment = { county, userId: USER, areaCode: county, ids: each.words.map(idOf), to: "own_area", due: "2020-08-31", today: "2020-07-01", batch };
      const result = await record.database.within(scope, (work) => assignFindings(work, assignment)).catch((error: unknown) => (error instanceof DoudiError ? error.code : Promise.reject(error)));
      if (fit.length === 0) {
        expect(result).toBe("assign_nothing");
        continue;
      }
      expect(result).toMatchObject({ assigned: fit.length, left: each.words.filter((word) => model.findings.has(word)).length - fit.length });
      model.batches.push({ name: batch, before: new Map(fit.map((word) => [word, model.findings.get(word)] as const).flatMap(([word, known]) => (known === undefined ? [] : [[word, known]]))) });
      for (const word of fit) model.set(word, { state: "assigned", assigned: true });
    } else {
      const batch = model.batches.pop();
      const untouched = [...(batch?.before ?? [])].filter(([word, known]) => model.findings.get(word)?.touched === known.touched + 1);
      expect(await record.database.within(scope, (work) => undoAssignment(work, { county, userId: USER, batch: batch?.name ?? "none" }))).toBe(untouched.length);
      for (const [word, known] of untouched) model.set(word, { state: known.state, assigned: known.assigned });
    }
    const { rows } = await record.database.within(scope, (work) => sql<{ finding_id: string; state: string; reason: string; assigned: boolean }>`SELECT finding_id, state, reason, assigned_area IS NOT NULL AS assigned FROM findings WHERE county_code = ${county}`.execute(work));
    const shown = Object.fromEntries(rows.map(({ finding_id, state, reason, assigned }) => [finding_id, { state, reason, assigned }]));
    for (const place of [county, area]) expect(await record.database.within(scopeIn(place), async (work) => (await sql.raw(MISCOUNTED).execute(work)).rows)).toEqual([]);
    expect(shown).toEqual(Object.fromEntries([...model.findings].map(([word, { state, says, assigned }]) => [idOf(word), { state, reason: says, assigned }])));
  }
}

async function errorOf(promise: Promise<unknown>): Promise<string | null> {
  return promise.then(() => null, (error: unknown) => (error instanceof DoudiError ? error.code : Promise.reject(error)));
}

it("keeps the former result in the history when a finding opens again", async () => {
  const county = "699999";
  const scope = scopeIn(county, USER);
  const found = (says: string): ReturnType<typeof incoming> => incoming("x", { code: "wrong.deceased", area: `${county}101`, says });
  const within = <T>(work: Parameters<typeof record.database.within<T>>[1]): Promise<T> => record.database.within(scope, work);
  await ingest(record.database, county, 1, CODES, [found("一")]);
  const { updated_at: seen } = await within((work) => findFinding(work, county, idOf("x")));
  const check = { areaCode: county, userId: USER, seal, findingId: idOf("x"), result: "refuted" as const, reason: "户籍已注销", evidence: null, seen };
  await within((work) => checkFinding(work, check));
  expect(await errorOf(within((work) => checkFinding(work, { ...check, result: "disputed", evidence: "照片" })))).toBe("finding_changed");
  await ingest(record.database, county, 2, CODES, [found("二")]);
  await ingest(record.database, county, 3, CODES, []);
  await ingest(record.database, county, 4, CODES, [found("二")]);
  const { rows } = await within((work) => sql<{ act: string; note: string | null; run: number | null }>`SELECT act, convert_from(note_sealed, 'UTF8') AS note, (detail ->> 'run_id')::int AS run FROM finding_events WHERE county_code = ${county} ORDER BY event_id`.execute(work));
  expect(rows).toEqual([
    { act: "refuted", note: "户籍已注销", run: null }, { act: "changed", note: null, run: 2 }, { act: "gone", note: null, run: 3 }, { act: "back", note: null, run: 4 },
  ]);
});

it("a run that waits for somebody's check keeps what it says", async () => {
  const county = "699998";
  const scope = scopeIn(county, USER);
  const link = incoming("y", { code: "link.probable", area: `${county}101`, score: 0.95 });
  const common = { areaCode: county, userId: USER, seal, findingId: idOf("y") };
  await ingest(record.database, county, 1, ["link.probable"], [link]);
  const run = await record.database.within(scope, async (work) => {
    const { updated_at: seen } = await findFinding(work, county, idOf("y"));
    await checkFinding(work, { ...common, result: "refuted", reason: "不是同一人", evidence: null, seen });
    const started = ingest(record.database, county, 2, ["link.probable"], [link]);
    const isWaiting = async (): Promise<boolean> => (await sql<{ n: number }>`SELECT count(*) AS n FROM pg_locks WHERE NOT granted`.execute(work)).rows[0]?.n === 1;
    while (!(await isWaiting()));
    return { started };
  });
  expect(await run.started).toEqual({ new: 0, same: 1, gone: 0 });
  const { rows } = await record.database.within(scope, (work) => sql`SELECT state, verdict, check_reason FROM findings`.execute(work));
  expect(rows).toEqual([{ state: "refuted", verdict: "different", check_reason: "不是同一人" }]);
});
