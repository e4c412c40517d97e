import { DuckDBInstance } from "@duckdb/node-api";

/** 64-bit integers come out of DuckDB as text. */
const withNumbers = (row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === "string" && NUMERIC.test(key) ? Number(value) : value]));
const NUMERIC = /_fen_|_fen$|^vehicles$|^houses$|^refused_|^self_care_lost$|^disability_grade$|^person_no$/;

/**
 * The first households of a folder as objects with their `members`, in the order of the file: what a program has in hand that
 * calls a rule engine. Money and counts are numbers, dates text, unknown facts null.
 * @param {string} folder with households.parquet and persons.parquet
 * @param {number} count
 */
export async function readSample(folder, count) {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson().map(withNumbers);
  const first = `SELECT household_no FROM '${folder}/households.parquet' LIMIT ${count}`;
  const households = (await rows(`FROM '${folder}/households.parquet' LIMIT ${count}`)).map((household) => ({ ...household, members: [] }));
  const byNumber = new Map(households.map((household) => [household.household_no, household]));
  for (const { household_no: number, ...person } of await rows(`FROM '${folder}/persons.parquet' WHERE household_no IN (${first}) ORDER BY household_no, person_no`)) {
    byNumber.get(number)?.members.push(person);
  }
  connection.closeSync();
  instance.closeSync();
  return households;
}
