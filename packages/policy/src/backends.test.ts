import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileToJs, compileToSql, denominatorOf, evaluate, templateToSql, templateToText, trace, type Dialect, type Policy, type Value } from "./index.js";
import { factsOfRow, policyOf, RANDOM_FACTS, randomExpression, randomHousehold, randomHouseholdExpression, randomRow, rowsSql, subjectOf, withoutTooLarge, type RandomRow } from "./randomExpression.testkit.js";
import { openEngines, type TestEngine } from "./engines.testkit.js";
import type { Expr } from "./ir.js";

const SLOW = Boolean(process.env["DOUDI_SLOW"]);
/** Expressions held against each other; each on every row of its batch. */
const CASES = SLOW ? 20_000 : 2_000;
const BATCH = 100;

let engines: Record<Dialect, TestEngine>;

beforeAll(async () => {
  engines = await openEngines();
}, 120_000);

afterAll(async () => {
  await engines.duckdb.close();
  await engines.postgres.close();
});

const column = (id: string): string => `w.${id}`;

function getBody(policy: Policy, id: string): Expr {
  const rule = policy.rules.get(id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule.body;
}

/** A JavaScript result as the engines print theirs: fractions as the count of 1/denominator. */
function printed(expr: Expr, value: Value | null): string | null {
  if (typeof value !== "object" || value === null) return value === null ? null : String(value);
  return String((value.n * denominatorOf(expr)) / value.d);
}

async function query(dialect: Dialect, columns: readonly string[], rows: readonly RandomRow[]): Promise<(string | null)[][]> {
  const results = await engines[dialect].query(`SELECT ${["row_number", ...columns].map((sql) => `CAST(${sql} AS TEXT)`).join(", ")} FROM ${rowsSql(rows)} ORDER BY w.row_number`);
  return results.map((row) => row.slice(1));
}

describe("the back ends agree", () => {
  test(`on ${CASES} random expressions: JavaScript, trace, DuckDB, PostgreSQL, and both spellings`, async () => {
    let refused = 0;
    const outcomes = { true: 0, false: 0, unknown: 0, value: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(randomExpression, { minLength: BATCH, maxLength: BATCH, size: "max" }), fc.array(randomRow, { minLength: 6, maxLength: 6 }), async (expressions, rows) => {
        const used = withoutTooLarge(expressions);
        refused += expressions.length - used.length;
        const policy = policyOf(used.flatMap((each) => [each.text, each.full]));
        const bodies = used.map((_, index) => getBody(policy, `r${2 * index}`));
        const full = used.map((_, index) => getBody(policy, `r${2 * index + 1}`));
        const js = rows.map((row) => bodies.map((body) => printed(body, compileToJs(body)(factsOfRow(row)))));
        const label = (line: readonly (string | null)[]): string[] => line.map((value, index) => `${used[index]?.text ?? ""} => ${value ?? "unknown"}`);
        for (const value of js.flat()) outcomes[value === null ? "unknown" : value === "true" || value === "false" ? value : "value"] += 1;
        expect(rows.map((row) => label(full.map((body) => printed(body, evaluate(body, factsOfRow(row))))))).toEqual(js.map(label));
        expect(rows.map((row) => label(bodies.map((body) => printed(body, trace(body, factsOfRow(row), policy).value))))).toEqual(js.map(label));
        for (const dialect of ["duckdb", "postgres"] as const) {
          const sql = await query(dialect, bodies.map((body) => compileToSql(body, dialect, column)), rows);
          expect({ dialect, rows: sql.map(label) }).toEqual({ dialect, rows: js.map(label) });
        }
      }),
      { numRuns: CASES / BATCH, endOnFailure: true },
    );
    console.log(`back ends: ${CASES - refused} expressions agreed, ${refused} refused as too large; results ${JSON.stringify(outcomes)}`);
    expect(refused).toBeLessThan(CASES * 0.15);
    expect(Math.min(outcomes.true, outcomes.false, outcomes.unknown)).toBeGreaterThan(CASES / 4);
  }, SLOW ? 1_800_000 : 300_000);

  test(`on ${CASES} random expressions about households: JavaScript, trace, and both spellings`, () => {
    let refused = 0;
    const outcomes = { true: 0, false: 0, unknown: 0, value: 0 };
    fc.assert(
      fc.property(fc.array(randomHouseholdExpression, { minLength: BATCH, maxLength: BATCH, size: "max" }), fc.array(randomHousehold, { minLength: 6, maxLength: 6 }), (expressions, households) => {
        const used = withoutTooLarge(expressions);
        refused += expressions.length - used.length;
        const policy = policyOf(used.flatMap((each) => [each.text, each.full]));
        for (const household of households) {
          const subject = subjectOf(household);
          const label = (evaluator: (body: Expr) => Value | null, spelling: 0 | 1): string[] =>
            used.map((each, index) => `${each.text} => ${printed(getBody(policy, `r${2 * index + spelling}`), evaluator(getBody(policy, `r${2 * index + spelling}`))) ?? "unknown"}`);
          const js = label((body) => evaluate(body, subject), 0);
          for (const each of js) {
            const value = each.slice(each.lastIndexOf("=> ") + 3);
            outcomes[value === "true" || value === "false" || value === "unknown" ? value : "value"] += 1;
          }
          expect(label((body) => evaluate(body, subject), 1)).toEqual(js);
          expect(label((body) => trace(body, subject, policy).value, 0)).toEqual(js);
        }
      }),
      { numRuns: CASES / BATCH, endOnFailure: true },
    );
    console.log(`households: ${CASES - refused} expressions agreed, ${refused} refused as too large; results ${JSON.stringify(outcomes)}`);
    expect(refused).toBeLessThan(CASES * 0.2);
    expect(Math.min(outcomes.true, outcomes.false, outcomes.unknown)).toBeGreaterThan(CASES / 8);
  }, SLOW ? 1_800_000 : 300_000);

  test.each([
    // A part wider than the whole: 64 bits would hold the product with 0, but not what is multiplied.
    ["存款 * 年龄 * 0 >= 0", "true"],
    ["divide(存款 * 等级 * 0, 3, 2, \"half_up\") = 0", "true"],
    ["存款 * 年龄 * (0 * 1) + 收入 >= 收入", "true"],
    ["-(10) < -5 and 5 - -10 = 15", "true"],
    ["等级 + 等级 > 60000", "true"],
  ])("on %s", async (text, expected) => {
    const body = getBody(policyOf([text]), "r0");
    const row: RandomRow = { b1: null, b2: null, b3: null, i1: 2_147_483_647, i2: 32_767, m1: 1, m2: Number.MAX_SAFE_INTEGER, q1: null, d1: null, d2: null, t1: null, t2: null, e1: null, e2: null };
    expect(String(evaluate(body, factsOfRow(row)))).toBe(expected);
    for (const dialect of ["duckdb", "postgres"] as const) expect(await query(dialect, [compileToSql(body, dialect, column)], [row])).toEqual([[expected]]);
  });

  test("on what a reason inserts: every type, both languages, unknowns", async () => {
    const policy = policyOf([]);
    const facts = RANDOM_FACTS.map(({ id }) => policy.facts.get(id)).filter((fact) => fact !== undefined);
    const template = [
      "起 'x' ", ...facts.flatMap((fact) => [{ expr: { kind: "fact" as const, id: fact.id, type: fact.type, text: fact.name.zh, member: false }, unit: null }, "|"]),
      ...["k_money", "k_int", "k_bool"].map((id) => ({ expr: getBody(policy, id), unit: null })),
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(randomRow, { minLength: 20, maxLength: 20 }), async (rows) => {
        for (const lang of ["zh", "en"] as const) {
          const js = rows.map((row) => [templateToText(template, lang, factsOfRow(row))]);
          for (const dialect of ["duckdb", "postgres"] as const) {
            const sql = await query(dialect, [templateToSql(template, lang, dialect, column)], rows);
            expect({ dialect, rows: sql }).toEqual({ dialect, rows: js });
          }
        }
      }),
      { numRuns: SLOW ? 200 : 20 },
    );
  });
});
