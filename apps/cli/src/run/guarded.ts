import { asWriteError, type OutputFolder } from "../output/outputFolder.js";
import { onInterrupt } from "../terminal/onInterrupt.js";
import type { EngineSlot } from "./engineSlot.js";
import { asEngineError } from "./openEngine.js";
import type { Progress } from "./progress.js";

/** What a run has under way. */
interface UnderWay {
  /** Null where nothing is written. */
  readonly output: OutputFolder | null;
  /** As the user named the output. */
  readonly path: string;
  readonly engine?: EngineSlot;
  readonly progress?: Progress;
}

/** Does the work of a run. Where it fails or somebody stops it, nothing is left: no folder, no tables on a server, no bar on the terminal. */
export async function guarded<T>({ output, path, engine, progress }: UnderWay, work: () => Promise<T>): Promise<T> {
  const interruption = onInterrupt(async () => {
    progress?.stop();
    output?.discard();
    await engine?.abandon();
    // What was written meanwhile.
    output?.discard();
  });
  try {
    return await work();
  } catch (error) {
    await interruption.settle();
    progress?.stop();
    await engine?.close().catch(() => undefined);
    output?.discard();
    throw asWriteError(path, engine === undefined ? error : asEngineError(error, engine.choice));
  } finally {
    progress?.stop();
    interruption.release();
  }
}
