import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openEngines, type TestEngine } from "./engines.testkit.js";
import { householdPolicy } from "./household.testkit.js";
import { decisionSql, DIALECTS, evaluateScheme, traceScheme, type Decision, type Dialect, type Policy, type Scheme, type Subject } from "./index.js";
import { policyOfSchemes, randomSchemes } from "./randomSchemes.testkit.js";
import { householdTables, randomHousehold, subjectOf, type RandomHousehold } from "./randomHousehold.testkit.js";

const SLOW = Boolean(process.env["DOUDI_SLOW"]);
/** Households decided on every back end, over all places. */
const HOUSEHOLDS = SLOW ? 20_000 : 2_000;
const BATCH = 100;
/** Households for each set of random schemes. */
const SCHEME_ROWS = 20;

let engines: Record<Dialect, TestEngine>;

beforeAll(async () => {
  engines = await openEngines();
}, 120_000);

afterAll(async () => {
  await engines.duckdb.close();
  await engines.postgres.close();
});

/** One line a decision, as the engines' rows are written too. */
function line(household: number, member: number | null, scheme: string, decision: Decision): string {
  const { outcome, amount, until, reasons, missing } = decision;
  return [`H${household}`, member === null ? "-" : member + 1, scheme, outcome, decision.class ?? "-", amount ?? "-", until ?? "-", reasons.join(";"), missing.join(";")].join("|");
}

type Decide = (policy: Policy, scheme: Scheme, subject: Subject, member?: number) => Decision;

function inJavaScript(policy: Policy, households: readonly RandomHousehold[], decide: Decide): string[] {
  return households.flatMap((household, index) => {
    const subject = subjectOf(policy, household);
    return policy.schemes.flatMap((scheme) =>
      scheme.unit === "household"
        ? [line(index, null, scheme.id, decide(policy, scheme, subject))]
        : household.members.map((_, member) => line(index, member, scheme.id, decide(policy, scheme, subject, member))),
    );
  });
}

async function inSql(policy: Policy, households: readonly RandomHousehold[], dialect: Dialect): Promise<string[]> {
  const sql = decisionSql(policy, policy.schemes, dialect, householdTables(policy, households));
  const columns = ["household_no", "person_no", "scheme", "outcome", "class", "amount_fen_month", "until", "reasons", "missing"];
  const rows = await engines[dialect].query(`SELECT ${columns.map((column) => `COALESCE(CAST(${column} AS TEXT), '-')`).join(", ")} FROM (${sql}) AS d`);
  return rows.map((row) => row.join("|"));
}

/** How many decisions there were to compare. */
async function agree(policy: Policy, households: readonly RandomHousehold[]): Promise<number> {
  const js = inJavaScript(policy, households, evaluateScheme).sort();
  expect({ account: inJavaScript(policy, households, (...of) => traceScheme(...of).decision).sort() }).toEqual({ account: js });
  for (const dialect of DIALECTS) expect({ dialect, rows: (await inSql(policy, households, dialect)).sort() }).toEqual({ dialect, rows: js });
  return js.length;
}

describe("JavaScript, its account, DuckDB and PostgreSQL decide alike", () => {
  test.each([["530000"], ["533300"]])("in the fixture, place %s", async (division) => {
    const policy = householdPolicy(division, "2020-06-30");
    await fc.assert(
      fc.asyncProperty(fc.array(randomHousehold(policy, true), { minLength: BATCH, maxLength: BATCH, size: "max" }), async (households) => {
        expect(await agree(policy, households)).toBeGreaterThan(0);
      }),
      { numRuns: HOUSEHOLDS / BATCH / 4, endOnFailure: true },
    );
  }, 300_000);

  test("on random schemes: members, filters, aggregates within aggregates, unknowns", async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(randomSchemes, fc.nat(), async (schemes, seed) => {
        const policy = policyOfSchemes(schemes);
        refused += policy ? 0 : 1;
        if (!policy) return;
        await agree(policy, fc.sample(randomHousehold(policy, true), { numRuns: SCHEME_ROWS, seed }));
      }),
      { numRuns: HOUSEHOLDS / SCHEME_ROWS, endOnFailure: false },
    );
    expect(refused).toBeLessThan(HOUSEHOLDS / SCHEME_ROWS / 5);
  }, 600_000);
});
