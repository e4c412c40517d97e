import { DoudiError } from "@doudi/contract";
import { DuckdbEngine, type Engine } from "@doudi/roster";
import type { CompareRequest } from "./compareRequest.js";

/** Opens the engine that was asked for. DuckDB spills into `tempDirectory`. Throws usage where a database is not named. */
export async function openEngine(request: CompareRequest, tempDirectory: string): Promise<Engine> {
  if (request.engine === "duckdb") return DuckdbEngine.open({ memoryLimit: request.memoryLimit, tempDirectory });
  throw new DoudiError("usage", { detail: "--engine postgres" });
}
