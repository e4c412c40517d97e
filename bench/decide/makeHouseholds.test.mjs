import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeHouseholds } from "./makeHouseholds.mjs";

let base;
let connection;
const persons = (name) => `'${join(base, name, "persons.parquet")}'`;
const households = (name) => `'${join(base, name, "households.parquet")}'`;

async function one(sql) {
  const [row] = (await connection.runAndReadAll(sql)).getRowsJson();
  return row.map(Number);
}

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "doudi-bench-test-"));
  connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const [name, seed] of [["a", 1], ["same", 1], ["other", 2]]) await makeHouseholds(join(base, name), 2000, seed);
});

afterAll(async () => {
  connection.closeSync();
  await rm(base, { recursive: true, force: true });
});

test("the same seed gives the same rows, another seed others", async () => {
  for (const table of [persons, households]) {
    expect(await one(`SELECT count(*) FROM (FROM ${table("a")} EXCEPT ALL FROM ${table("same")})`)).toEqual([0]);
    expect((await one(`SELECT count(*) FROM (FROM ${table("a")} EXCEPT ALL FROM ${table("other")})`))[0]).toBeGreaterThan(1900);
  }
});

test("3.5 persons a household, each household with one to six", async () => {
  expect(await one(`SELECT count(*), count(DISTINCT household_no) FROM ${persons("a")}`)).toEqual([7000, 2000]);
  expect(await one(`SELECT min(n), max(n) FROM (SELECT count(*) AS n FROM ${persons("a")} GROUP BY household_no)`)).toEqual([1, 6]);
});

test("ids are different, of areas never assigned, and say the day of birth and the sex", async () => {
  const wrong = "substr(id_number, 7, 8) <> strftime(birth_date, '%Y%m%d') OR (CAST(substr(id_number, 17, 1) AS INTEGER) % 2 = 1) <> (sex = 'male') OR NOT regexp_matches(id_number, '^53339[0-9]{12}[0-9X]$')";
  expect(await one(`SELECT count(DISTINCT id_number), count(*) FILTER (${wrong}), count(DISTINCT sex) FROM ${persons("a")}`)).toEqual([7000, 0, 2]);
});

test("more households than there are ids are refused", async () => {
  await expect(makeHouseholds(join(base, "large"), 5_000_001, 1)).rejects.toThrow("ids would repeat");
});
