import { DoudiError } from "@doudi/contract";
import { DuckdbEngine, type Engine } from "@doudi/roster";
import type { CompareRequest } from "./compareRequest.js";

/** Opens the engine that was asked for. DuckDB spills into `tempDirectory`. Throws database_url_missing and what the database says. */
export async function openEngine(request: CompareRequest, tempDirectory: string): Promise<Engine> {
  if (request.engine === "duckdb") return DuckdbEngine.open({ memoryLimit: request.memoryLimit, tempDirectory });
  if (!request.databaseUrl) throw new DoudiError("database_url_missing");
  // The driver is loaded for those who use it.
  const { PostgresEngine } = await import("@doudi/store");
  return PostgresEngine.open(request.databaseUrl);
}
