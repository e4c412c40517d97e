import type { Engine } from "@doudi/roster";
import { type EngineChoice, openEngine } from "./openEngine.js";

/** The engine of a run, closed once, whoever asks for it: the end of the work, a failure, or somebody who stops the run. */
export class EngineSlot {
  #engine: Engine | null = null;

  constructor(readonly choice: EngineChoice) {}

  /** DuckDB spills into `tempDirectory`. Throws what openEngine throws. */
  async open(tempDirectory: string): Promise<Engine> {
    this.#engine = await openEngine(this.choice, tempDirectory);
    return this.#engine;
  }

  async close(): Promise<void> {
    const engine = this.#engine;
    this.#engine = null;
    await engine?.close();
  }

  /** For a run that was stopped: a database server must not keep its tables. DuckDB ends with the process. */
  async abandon(): Promise<void> {
    if (this.choice.engine === "postgres") await this.close().catch(() => undefined);
  }
}
