import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { DoudiError } from "@doudi/contract";
import { type CsvScan, prescanCsv } from "./prescanCsv.js";
import type { PrescanAnswer } from "./prescanWorker.js";

/** Files from this size on are read through in a thread of their own, beside the others of the folder. */
const LARGE_BYTES = 64 << 20;
const WORKER = new URL("./prescanWorker.js", import.meta.url);

/** `prescanCsv`, for large files in a thread of its own. Throws the same errors. */
export async function scanCsv(path: string, name: string): Promise<CsvScan> {
  const { size } = await stat(path);
  // Run from source there is no compiled worker: then this thread does it.
  if (size < LARGE_BYTES || !existsSync(fileURLToPath(WORKER))) return prescanCsv(path, name);
  const answer = await new Promise<PrescanAnswer>((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: { path, name } });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the thread that reads a file ended without an answer")));
  });
  if ("error" in answer) throw new DoudiError(answer.error.code, answer.error.info);
  const { scan } = answer;
  return { ...scan, head: Buffer.from(scan.head), tail: Buffer.from(scan.tail) };
}
