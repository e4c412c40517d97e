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
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "4GB" });
  const connection = await instance.connect();
  try {
    const names = Object.keys(columns);
    const texts = (path) => `(SELECT household_no, ${names.map((name) => `coalesce(CAST(${columns[name]} AS VARCHAR), '') AS ${name}`).join(", ")} FROM ${read(path)})`;
    const joined = `${texts(ours)} ours ${all ? "FULL" : "RIGHT"} JOIN ${texts(theirs)} theirs ON ours.household_no = theirs.household_no`;
    const differs = names.map((name) => `ours.${name} IS DISTINCT FROM theirs.${name}`);
    const counted = await connection.runAndReadAll(`SELECT count(*) AS rows, ${names.map((name, i) => `count(*) FILTER (WHERE ${differs[i]}) AS ${name}`).join(", ")} FROM ${joined}`);
    const [{ rows = 0, ...counts } = {}] = counted.getRowObjectsJson();
    const differing = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)]).filter(([, count]) => count > 0));
    const none = Object.keys(differing).length === 0;
    return { rows: Number(rows), differing, examples: none ? [] : (await connection.runAndReadAll(`SELECT ours, theirs FROM ${joined} WHERE ${differs.join(" OR ")} LIMIT 3`)).getRowObjectsJson() };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
