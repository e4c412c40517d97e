import { DuckDBInstance } from "@duckdb/node-api";
import { startTestServer } from "../../store/src/postgres/testServer.testkit.js";
import type { Dialect } from "./index.js";

/** A database to try SQL on. Every value comes back as text, NULL as null. */
export interface TestEngine {
  query(sql: string): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

/** Both databases, PostgreSQL in a folder of its own that `close` removes. */
export async function openEngines(): Promise<Record<Dialect, TestEngine>> {
  return { duckdb: await openDuckdb(), postgres: await openPostgres() };
}

async function openDuckdb(): Promise<TestEngine> {
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

async function openPostgres(): Promise<TestEngine> {
  const server = await startTestServer();
  const client = await server.connect();
  return {
    query: async (sql) => (await client.query<(string | null)[]>({ text: sql, rowMode: "array" })).rows.map((row) => row.map((value) => (value === null ? null : String(value)))),
    close: async () => {
      await client.end();
      await server.stop();
    },
  };
}
