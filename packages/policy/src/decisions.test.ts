import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agree } from "./agree.testkit.js";
import { openEngines, type TestEngine } from "./engines.testkit.js";
import { householdPolicy } from "./household.testkit.js";
import { loadLibrary, resolvePolicy, type Dialect } from "./index.js";
import { readPackFiles } from "./packFiles.testkit.js";
import { policyOfSchemes, randomSchemes } from "./randomSchemes.testkit.js";
import { randomHousehold } from "./randomHousehold.testkit.js";

const SLOW = Boolean(process.env["DOUDI_SLOW"]);
/** Households decided on every back end. */
const HOUSEHOLDS = SLOW ? 20_000 : 2_000;
/** Households for one statement. */
const BATCH = 500;
/** Households for each set of random schemes. */
const SCHEME_ROWS = 20;
const SEED = Date.now() % 2 ** 31;

let engines: Record<Dialect, TestEngine>;

beforeAll(async () => {
  console.log(`seed ${SEED}`);
  engines = await openEngines();
}, 120_000);

afterAll(async () => {
  await engines.duckdb.close();
  await engines.postgres.close();
});

const library = loadLibrary(readPackFiles());
/** Every place with packs of its own, before and after they changed, and a county without any. */
const PLACES = [
  ["533323", "2020-06-30"], ["533323", "2016-06-30"], ["533323", "2021-12-31"], ["430200", "2020-06-30"], ["430200", "2023-03-01"],
  ["341323", "2022-01-01"], ["230100", "2020-01-15"], ["110105", "2021-12-31"],
] as const;

describe("JavaScript, its account, DuckDB and PostgreSQL decide alike", () => {
  test(`${HOUSEHOLDS} random households under the packs of ${PLACES.length} places and days`, async () => {
    const total = { yes: 0, no: 0, unknown: 0 };
    for (const [index, [division, date]] of PLACES.entries()) {
      const set = { 农村低保标准: "4500元/年", 城市低保标准: "640元/月" };
      // As the law stands, with what it leaves open, and with standards set.
      const policy = resolvePolicy(library, { division, date, set: index % 2 === 0 ? {} : set });
      const count = Math.ceil(HOUSEHOLDS / PLACES.length);
      const households = fc.sample(randomHousehold(policy), { numRuns: count, seed: SEED + index });
      for (let from = 0; from < count; from += BATCH) {
        const found = await agree(policy, households.slice(from, from + BATCH), engines);
        for (const outcome of ["yes", "no", "unknown"] as const) total[outcome] += found[outcome];
      }
    }
    console.log(`packs: ${JSON.stringify(total)}`);
    expect(Math.min(total.yes, total.no, total.unknown)).toBeGreaterThan(HOUSEHOLDS / 2);
  }, SLOW ? 3_600_000 : 600_000);

  test.each([["530000"], ["533300"]])("in the fixture, place %s", async (division) => {
    const policy = householdPolicy(division, "2020-06-30");
    const households = fc.sample(randomHousehold(policy, true), { numRuns: HOUSEHOLDS / 4, seed: SEED });
    const total = await agree(policy, households, engines);
    expect(Math.min(total.yes, total.no, total.unknown)).toBeGreaterThan(0);
  }, 600_000);

  test("on random schemes: members, filters, aggregates within aggregates, unknowns", async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(randomSchemes, fc.nat(), async (schemes, seed) => {
        const policy = policyOfSchemes(schemes);
        refused += policy ? 0 : 1;
        if (policy) await agree(policy, fc.sample(randomHousehold(policy, true), { numRuns: SCHEME_ROWS, seed }), engines);
      }),
      { seed: SEED, numRuns: HOUSEHOLDS / SCHEME_ROWS },
    );
    expect(refused).toBeLessThan(HOUSEHOLDS / SCHEME_ROWS / 5);
  }, SLOW ? 3_600_000 : 600_000);
});
