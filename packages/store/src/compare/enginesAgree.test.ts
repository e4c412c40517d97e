import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FindingRow } from "@doudi/contract";
import { DuckdbEngine } from "@doudi/roster";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDemo } from "../../../demo/src/index.js";
import { PostgresEngine } from "../postgres/postgresEngine.js";
import { startTestServer, type TestServer } from "../postgres/testServer.testkit.js";
import { type Compared, compareFolder } from "./compareFolder.testkit.js";

const PERSONS = process.env["DOUDI_SLOW"] === undefined ? 2_000 : 20_000;
const WHERE = { division: "533323", date: "2020-06-30" };

let server: TestServer;
let folder: string;
beforeAll(async () => {
  [server, folder] = await Promise.all([startTestServer(), mkdtemp(join(tmpdir(), "doudi-county-"))]);
  // Sorts by pinyin and takes letters of either case together: the findings must not follow.
  const client = await server.connect();
  await client.query("CREATE DATABASE pinyin LOCALE_PROVIDER icu ICU_LOCALE 'zh-u-co-pinyin' LOCALE 'C' TEMPLATE template0");
  await client.end();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const onDuckdb = async (rosters: string, lang: "zh" | "en"): Promise<Compared> => {
  const engine = await DuckdbEngine.open({ threads: 2 });
  try {
    return await compareFolder(engine, rosters, { ...WHERE, lang });
  } finally {
    await engine.close();
  }
};

const onPostgres = async (rosters: string, lang: "zh" | "en", database: string): Promise<Compared> => {
  const engine = await PostgresEngine.open(server.url(database));
  try {
    return await compareFolder(engine, rosters, { ...WHERE, lang });
  } finally {
    await engine.close();
  }
};

/** The lines that are not on both sides, few enough to read. */
function differences(one: FindingRow[], other: FindingRow[]): string[] {
  const [left, right] = [one, other].map((rows) => rows.map((row) => Object.values(row).join(" │ ")));
  const [inLeft, inRight] = [new Set(left), new Set(right)];
  return [...(left ?? []).filter((line) => !inRight.has(line)).map((line) => `duckdb   ${line}`), ...(right ?? []).filter((line) => !inLeft.has(line)).map((line) => `postgres ${line}`)].sort().slice(0, 20);
}

describe(`the demo county of ${PERSONS} persons`, () => {
  it.each([["zh", "postgres"], ["en", "pinyin"]] as const)("comes out the same on DuckDB and PostgreSQL (%s, database %s)", async (lang, database) => {
    const { rosters } = await makeDemo({ out: join(folder, lang), persons: PERSONS, seed: 7, date: WHERE.date });
    const duckdb = await onDuckdb(rosters, lang);
    const postgres = await onPostgres(rosters, lang, database);
    console.log(`${PERSONS} persons, ${duckdb.findings.length} findings: DuckDB ${duckdb.seconds} s, PostgreSQL ${postgres.seconds} s`, { duckdb: duckdb.timings, postgres: postgres.timings });

    expect(differences(duckdb.findings, postgres.findings)).toEqual([]);
    expect(postgres.findings).toEqual(duckdb.findings);
    expect(new Set(duckdb.findings.map(({ finding }) => finding)).size).toBeGreaterThan(20);
    expect(Object.keys(duckdb.findings[0] ?? {})).toHaveLength(11);
    expect(postgres.rosters).toEqual(duckdb.rosters);
    expect(postgres.overlap).toEqual(duckdb.overlap);
    expect([postgres.persons, postgres.links]).toEqual([duckdb.persons, duckdb.links]);
  }, 600_000);
});
