import { DoudiError } from "@doudi/contract";
import { DuckdbEngine, type Engine } from "@doudi/roster";

/** Where to compute. */
export interface EngineChoice {
  engine: "duckdb" | "postgres";
  databaseUrl?: string | undefined;
  /** Of DuckDB, such as 3GB. */
  memoryLimit: string;
}

/** Opens the engine that was asked for; DATABASE_URL stands for a database that is not named. DuckDB spills into `tempDirectory`. Throws database_url_missing and what the database says. */
export async function openEngine(request: EngineChoice, tempDirectory: string): Promise<Engine> {
  if (request.engine === "duckdb") return DuckdbEngine.open({ memoryLimit: request.memoryLimit, tempDirectory });
  const url = request.databaseUrl ?? process.env["DATABASE_URL"];
  if (!url) throw new DoudiError("database_url_missing");
  // The driver is loaded for those who use it.
  const { PostgresEngine } = await import("@doudi/store");
  return PostgresEngine.open(url);
}

/** DuckDB running out of memory or of room for what it spills, as an error that users can meet; others as they are. */
export function asEngineError(error: unknown, { memoryLimit }: EngineChoice): unknown {
  if (!(error instanceof Error) || error instanceof DoudiError) return error;
  if (/^Out of Memory Error|No space left on device|max_temp_directory_size/i.test(error.message)) return new DoudiError("engine_exhausted", { detail: `--memory-limit ${memoryLimit}` }, { cause: error });
  return error;
}
