// The peer: DuckDB alone reads every column of both files into tables, joins them fully on the id as it stands, and counts
// by township. No validation, no folding, no checks. Prints its own peak memory as JSON.
import { DuckDBInstance } from "@duckdb/node-api";

const [a, b, idA, idB] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await instance.connect();
await connection.run(`CREATE TABLE a AS SELECT * FROM read_csv('${a}', all_varchar = true)`);
await connection.run(`CREATE TABLE b AS SELECT * FROM read_csv('${b}', all_varchar = true)`);
const result = await connection.runAndReadAll(`SELECT coalesce(a."乡镇", b."乡镇") AS township, count(a."${idA}"), count(b."${idB}"), count(*) FILTER (WHERE a."${idA}" IS NOT NULL AND b."${idB}" IS NOT NULL) FROM a FULL JOIN b ON a."${idA}" = b."${idB}" GROUP BY 1`);
console.log(JSON.stringify({ townships: result.currentRowCount, peakMemoryBytes: process.resourceUsage().maxRSS * 1024 }));
