import { DuckDBInstance } from "@duckdb/node-api";

/** How a relation is read; everything as text, so that a date in Parquet equals the same date in CSV. */
const read = (path) => (path.endsWith(".parquet") ? `read_parquet('${path}')` : `read_csv('${path}', all_varchar = true, header = true)`);

/**
 * Rows and values in which two files of decisions differ, matched by household.
 * @param {string} ours
 * @param {string} theirs
 * @param {readonly string[]} columns to compare
 * @param {boolean} all whether theirs must have every household of ours
 * @returns {Promise<{ rows: number, differing: Record<string, number>, sample: readonly unknown[] }>} empty `differing` where they agree
 */
export async function differences(ours, theirs, columns, all) {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "4GB" });
  const connection = await instance.connect();
  try {
    const text = (path) => `(SELECT household_no, ${columns.map((column) => `coalesce(CAST(${column} AS VARCHAR), '') AS ${column}`).join(", ")} FROM ${read(path)})`;
    const joined = `${text(ours)} a ${all ? "FULL" : "RIGHT"} JOIN ${text(theirs)} b ON a.household_no = b.household_no`;
    const differs = columns.map((column) => `a.${column} IS DISTINCT FROM b.${column}`);
    const counts = await connection.runAndReadAll(`SELECT count(*) AS rows, ${columns.map((column, i) => `count(*) FILTER (WHERE ${differs[i]}) AS ${column}`).join(", ")} FROM ${joined}`);
    const [{ rows = 0, ...differing } = {}] = counts.getRowObjectsJson();
    const found = Object.fromEntries(Object.entries(differing).map(([column, count]) => [column, Number(count)]).filter(([, count]) => count > 0));
    const sample = Object.keys(found).length === 0 ? [] : (await connection.runAndReadAll(`SELECT a, b FROM ${joined} WHERE ${differs.join(" OR ")} LIMIT 3`)).getRowObjectsJson();
    return { rows: Number(rows), differing: found, sample };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
