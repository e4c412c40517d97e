// Dibao in hand-written SQL, as a process of its own: node sqlContender.mjs JOB.json
import { readFile } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { dibaoSql } from "./dibaoSql.mjs";

const [, , jobPath = ""] = process.argv;
const job = JSON.parse(await readFile(jobPath, "utf8"));
const instance = await DuckDBInstance.create(":memory:", { threads: "2", temp_directory: `${job.out}.tmp` });
const connection = await instance.connect();
await connection.run(`COPY (${dibaoSql(job)}) TO '${job.out}' (${job.out.endsWith(".parquet") ? "FORMAT parquet, COMPRESSION zstd" : "FORMAT csv, HEADER true"})`);
