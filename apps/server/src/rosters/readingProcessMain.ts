import { Worker } from "node:worker_threads";
import { DoudiError } from "@doudi/contract";
import { Database, Keyring } from "@doudi/store";
import type { ReadingAnswer, ReadingRequest } from "./readingProcess.js";
import { readUploaded } from "./readUploaded.js";

// Nobody waits for it any more when the server is gone, and the next one begins anew. While a workbook is parsed this thread
// hears nothing of it: another one looks.
const LOOK_MS = 200;
const server = Number(process.argv[2]);
process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
new Worker(`setInterval(() => { if (process.ppid !== ${server}) process.kill(process.pid, "SIGKILL"); }, ${LOOK_MS})`, { eval: true }).unref();

let parts: { database: Database; keyring: Keyring } | null = null;

process.on("message", (request: ReadingRequest) => {
  void answer(request).then((said) => tell(said));
});

async function answer({ databaseUrl, masterKey, job, version, folder }: ReadingRequest): Promise<ReadingAnswer> {
  parts ??= { database: new Database(databaseUrl, 2), keyring: new Keyring(Buffer.from(masterKey)) };
  try {
    return { problem: await readUploaded(parts, { job, version, folder, progress: (...progress) => tell({ progress }) }) };
  } catch (error) {
    if (error instanceof DoudiError) return { error: { code: error.code, info: error.info } };
    return { defect: error instanceof Error ? error : new Error(String(error)) };
  }
}

function tell(said: ReadingAnswer): void {
  process.send?.(said);
}
