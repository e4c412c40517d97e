import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckdbEngine, type Engine } from "@doudi/roster";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decide, type Decisions, type InputFact, inputFactsOf, readPackFiles } from "../../../decision/src/index.js";
import { loadLibrary, type Policy, resolvePolicy } from "../../../policy/src/index.js";
import { PostgresEngine } from "../index.js";
import { startTestServer, type TestServer } from "../postgres/testServer.testkit.js";

const POLICIES = fileURLToPath(new URL("../../../../policies", import.meta.url));
const HOUSEHOLDS = process.env["DOUDI_SLOW"] === undefined ? 60 : 600;

let server: TestServer;
let policy: Policy;
let folder = "";
beforeAll(async () => {
  server = await startTestServer();
  // Sorts by pinyin and takes letters of either case together: the decisions must not follow.
  const client = await server.connect();
  await client.query("CREATE DATABASE pinyin LOCALE_PROVIDER icu ICU_LOCALE 'zh-u-co-pinyin' LOCALE 'C' TEMPLATE template0");
  await client.end();
  policy = resolvePolicy(loadLibrary(await readPackFiles(POLICIES)), { division: "533323", date: "2020-06-30" });
  folder = await mkdtemp(join(tmpdir(), "doudi-agree-"));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A value for a key: mostly plausible, now and then wrong. */
function valueOf(fact: InputFact): fc.Arbitrary<unknown> {
  const wrong = fc.constantFrom(-1, "无", "2020-02-30", [], 1.5);
  const right: fc.Arbitrary<unknown> =
    fact.type === "boolean" ? fc.boolean()
    : fact.type === "money" ? fc.integer({ min: 0, max: 900_000 })
    : fact.type === "integer" ? fc.integer({ min: 0, max: 3 })
    : fact.type === "enum" ? fc.constantFrom(...fact.values.map(({ id }) => id))
    : fact.type === "date" ? fc.constantFrom("1950-01-01", "2004-02-29", "2010-06-30", "2020-06-30", "2020-07-01")
    : fc.constantFrom("533323101", "C34", "it's, \"quoted\"", "甲");
  return fc.oneof({ arbitrary: right, weight: 400 }, { arbitrary: wrong, weight: 1 });
}

function record(facts: readonly InputFact[]): fc.Arbitrary<object> {
  return fc.record(Object.fromEntries(facts.map((fact) => [fact.path, fc.option(valueOf(fact), { freq: 6 })]))).map((flat) => {
    const nested: Record<string, unknown> = {};
    for (const [path, value] of Object.entries(flat)) {
      const [key = "", inner] = path.split(".");
      if (inner === undefined) nested[key] = value;
      else nested[key] = { ...(nested[key] as object | undefined), [inner]: value };
    }
    return nested;
  });
}

async function filesOf(decisions: Decisions, name: string): Promise<unknown> {
  await decisions.write(join(folder, `${name}.csv`), "csv");
  await decisions.write(join(folder, `${name}.parquet`), "parquet");
  const engine = await DuckdbEngine.open();
  const parquet = await engine.rows(`SELECT * FROM read_parquet('${join(folder, `${name}.parquet`)}')`);
  await engine.close();
  const rejected = [];
  for await (const batch of decisions.loaded.rejections()) rejected.push(...batch);
  const sorted = <T>(rows: readonly T[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
  return { csv: await readFile(join(folder, `${name}.csv`), "utf8"), parquet, rejected, schemes: decisions.bySchemes, townships: sorted(decisions.byTownships), loaded: { ...decisions.loaded }, warnings: decisions.warnings };
}

async function onBoth(input: string): Promise<{ duckdb: unknown; postgres: unknown; rows: number; rejected: number }> {
  const found: unknown[] = [];
  let [rows, rejected] = [0, 0];
  for (const open of [(): Promise<Engine> => DuckdbEngine.open(), (): Promise<Engine> => PostgresEngine.open(server.url("pinyin"))]) {
    const engine = await open();
    const decisions = await decide({ policy, input, engine });
    found.push(await filesOf(decisions, engine.dialect.name));
    [rows, rejected] = [decisions.rows, decisions.loaded.rejected];
    await engine.close();
  }
  const [duckdb, postgres] = found.map((each) => JSON.parse(JSON.stringify(each)) as unknown);
  return { duckdb, postgres, rows, rejected };
}

describe("decisions on DuckDB and PostgreSQL", () => {
  it("are the same bytes for random households of a real place, and refuse the same", async () => {
    const facts = inputFactsOf(policy);
    const household = record(facts.filter(({ level, id }) => level === "household" && id !== "household_no"));
    const members = fc.array(record(facts.filter(({ level, id }) => level === "member" && id !== "id_number")), { maxLength: 5 });
    const seed = Number(process.env["DOUDI_SEED"] ?? Date.now() % 1_000_000);
    const [households = []] = fc.sample(fc.array(fc.tuple(household, members), { minLength: HOUSEHOLDS, maxLength: HOUSEHOLDS, size: "max" }), { seed, numRuns: 1 });
    const input = join(folder, "random.jsonl");
    await writeFile(input, households.map(([own, persons], i) => JSON.stringify({ ...own, household_no: `户${i}`, members: persons })).join("\n"));
    const { duckdb, postgres, rows, rejected } = await onBoth(input);
    expect(postgres, `DOUDI_SEED=${seed}`).toEqual(duckdb);
    expect(rows).toBeGreaterThan(policy.schemes.length * 10);
    expect(rejected).toBeGreaterThan(0);
  });

  it("are the same from Parquet, which PostgreSQL gets by way of DuckDB", async () => {
    const engine = await DuckdbEngine.open();
    await engine.run(`COPY (SELECT * FROM (VALUES ('N1', 'rural', 0::BIGINT, true), ('N2', 'urban', -1, false), ('N3', 'nowhere', 5, NULL), (NULL, 'rural', 0, NULL), ('N4', 'rural', NULL, NULL)) v(household_no, hukou, deposits_fen, business_registered)) TO '${join(folder, "households.parquet")}' (FORMAT parquet)`);
    await engine.run(`COPY (SELECT * FROM (VALUES ('N1', 'X1', DATE '1975-01-01', {'wage': 100::BIGINT}), ('N4', 'X2', DATE '2021-01-01', NULL), ('N5', 'X3', NULL, NULL), ('N1', 'X4', NULL, {'wage': NULL})) v(household_no, id_number, birth_date, income_fen_year)) TO '${join(folder, "persons.parquet")}' (FORMAT parquet)`);
    await engine.close();
    const { duckdb, postgres, rejected } = await onBoth(join(folder, "households.parquet"));
    expect(postgres).toEqual(duckdb);
    expect(rejected).toBe(5);
  });
});
