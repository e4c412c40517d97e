import { DuckDBInstance } from "@duckdb/node-api";

/** As text, so that a day in Parquet equals the same day in CSV. */
const read = (path) => (path.endsWith(".parquet") ? `read_parquet('${path}')` : `read_csv('${path}', all_varchar = true, header = true)`);

/**
 * In what two files of decisions differ, household by household.
 * @param {string} ours
 * @param {string} theirs
 * @param {Record<string, string>} columns what to compare: a name and its SQL
 * @param {boolean} all whether theirs must have every household of ours
 * @returns {Promise<{ rows: number, differing: Record<string, number>, examples: readonly unknown[] }>} `differing` is empty where they agree
 */
export async function differences(ours, theirs, columns, all) {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "4GB", temp_directory: `${theirs}.tmp` });
  const connection = await instance.connect();
  try {
    const names = Object.keys(columns);
    const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
    const values = (path, of) => `(SELECT household_no, ${names.map((name) => `${of(`coalesce(CAST(${columns[name]} AS VARCHAR), '')`)} AS ${name}`).join(", ")} FROM ${read(path)})`;
    const joined = (of) => `${values(ours, of)} ours ${all ? "FULL" : "RIGHT"} JOIN ${values(theirs, of)} theirs ON ours.household_no = theirs.household_no`;
    const differs = names.map((name) => `ours.${name} IS DISTINCT FROM theirs.${name}`);
    // Hashes are enough to count by, and fit into memory for millions.
    const hashed = joined((text) => `hash(${text})`);
    const [{ n = 0, ...counts } = {}] = await rows(`SELECT count(*) AS n, ${names.map((name, i) => `count(*) FILTER (WHERE ${differs[i]}) AS ${name}`).join(", ")} FROM ${hashed}`);
    const differing = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)]).filter(([, count]) => count > 0));
    if (Object.keys(differing).length === 0) return { rows: Number(n), differing, examples: [] };
    const some = `SELECT coalesce(ours.household_no, theirs.household_no) FROM ${hashed} WHERE ${differs.join(" OR ")} LIMIT 3`;
    return { rows: Number(n), differing, examples: await rows(`SELECT ours, theirs FROM ${joined((text) => text)} WHERE coalesce(ours.household_no, theirs.household_no) IN (${some})`) };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
