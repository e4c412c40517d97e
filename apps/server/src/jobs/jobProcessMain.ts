import { Worker } from "node:worker_threads";
import { type Bilingual, DoudiError } from "@doudi/contract";
import { Database, type JobKind, Keyring } from "@doudi/store";
import type { Application } from "../application.js";
import type { RunningJob } from "./createJobs.js";
import type { JobReport, JobRequest } from "./jobProcess.js";

type Parts = Pick<Application, "database" | "keyring">;

const WORK: Readonly<Record<JobKind, (parts: Parts, job: RunningJob) => Promise<Bilingual | null>>> = {
  async read_roster(parts, job) {
    const { readUploaded } = await import("../rosters/readUploaded.js");
    return readUploaded(parts, job);
  },
  async compare(parts, job) {
    const [{ runComparison }, { PackLaw }] = await Promise.all([import("../compare/runComparison.js"), import("../law.js")]);
    await runComparison(job, { ...parts, law: await PackLaw.open() });
    return null;
  },
};

// Nobody waits for it any more when the server is gone, and the next one begins anew. While a workbook is parsed this thread
// hears nothing of it: another one looks.
const LOOK_MS = 200;
const server = Number(process.argv[2]);
process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
new Worker(`setInterval(() => { if (process.ppid !== ${server}) process.kill(process.pid, "SIGKILL"); }, ${LOOK_MS})`, { eval: true }).unref();

let parts: Parts | null = null;

process.on("message", (request: JobRequest) => {
  void answer(request).then(tell);
});

async function answer({ kind, databaseUrl, masterKey, job }: JobRequest): Promise<JobReport> {
  parts ??= { database: new Database(databaseUrl, 2), keyring: new Keyring(Buffer.from(masterKey)) };
  try {
    return { problem: await WORK[kind](parts, { ...job, signal: new AbortController().signal, progress: (...progress) => tell({ progress }) }) };
  } catch (error) {
    if (error instanceof DoudiError) return { error: { code: error.code, info: error.info } };
    return { defect: error instanceof Error ? error : new Error(String(error)) };
  }
}

function tell(report: JobReport): void {
  process.send?.(report);
}
