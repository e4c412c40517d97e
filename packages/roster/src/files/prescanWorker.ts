import { parentPort, workerData } from "node:worker_threads";
import { DoudiError } from "@doudi/contract";
import { prescanCsv } from "./prescanCsv.js";

/** What the worker answers: a scan, or the error that a user is to be told. */
export type PrescanAnswer = { scan: Awaited<ReturnType<typeof prescanCsv>> } | { error: { code: DoudiError["code"]; info: DoudiError["info"] } };

const { path, name } = workerData as { path: string; name: string };
try {
  parentPort?.postMessage({ scan: await prescanCsv(path, name) } satisfies PrescanAnswer);
} catch (error) {
  if (!(error instanceof DoudiError)) throw error;
  parentPort?.postMessage({ error: { code: error.code, info: error.info } } satisfies PrescanAnswer);
}
