import { type ChildProcess, fork } from "node:child_process";
import { type Bilingual, DoudiError } from "@doudi/contract";
import type { JobKind } from "@doudi/store";
import { sweepPrivateFolders } from "../rosters/privateFolder.js";
import type { RunningJob } from "./createJobs.js";

/** What a process needs to reach the record by itself. */
export interface ProcessAccess {
  /** Of the application's account. */
  databaseUrl: string;
  masterKey: Buffer;
  /** Most that a process may keep of JavaScript values, in MB; its engine has a limit of its own. */
  heapMb?: number;
}

/** What a process is asked to do. */
export interface JobRequest extends Pick<ProcessAccess, "databaseUrl" | "masterKey"> {
  kind: JobKind;
  job: Pick<RunningJob, "jobId" | "county" | "objectId" | "scope">;
}

type Outcome = { problem: Bilingual | null } | { error: { code: DoudiError["code"]; info: DoudiError["info"] } } | { defect: Error };

/** What it says: how far it is; at last what `JobWork.run` returns, an error that users are told, or a defect. */
export type JobReport = { progress: Parameters<RunningJob["progress"]> } | Outcome;

const HEAP_MB = 3072;
/** Rows live just long enough to outlive the usual young generation: a larger one saves a sixth of the work of reading a workbook. */
const YOUNG_MB = 64;
/** Starting costs more than a second of work: a process waits so long for another job. */
const IDLE_MS = 10_000;
/** Run from source, the compiled one. */
const MAIN = new URL(import.meta.url.endsWith(".ts") ? "../../dist/jobs/jobProcessMain.js" : "./jobProcessMain.js", import.meta.url);

/**
 * Does jobs of a kind in processes of their own: requests are answered meanwhile, and a job that takes too much memory fails
 * alone. Throws DoudiError job_died, besides what the job throws.
 */
export function inProcesses(kind: JobKind, access: ProcessAccess): (job: RunningJob) => Promise<Bilingual | null> {
  // What a server that was killed left open on the disk is gone before the first job begins.
  const swept = sweepPrivateFolders().catch(() => undefined);
  const idle = new Set<JobProcess>();
  return async (job) => {
    await swept;
    job.signal.throwIfAborted();
    for (const process of idle) if (!process.alive) idle.delete(process);
    const process = [...idle][0] ?? new JobProcess(access, job.signal);
    idle.delete(process);
    try {
      return await process.run(kind, job);
    } finally {
      if (process.alive) idle.add(process);
      else await sweepPrivateFolders();
    }
  };
}

/** A process that does one job after the other. Without one it ends after some seconds; with the server, killed or not, at once. */
class JobProcess {
  readonly #access: ProcessAccess;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #idle: NodeJS.Timeout | null = null;

  /** @param signal ends the process, whatever it does: what it had not committed is undone by the database. */
  constructor(access: ProcessAccess, signal: AbortSignal) {
    this.#access = access;
    // Its words are for nobody: a report of a crash might quote what a row holds.
    this.#child = fork(MAIN, [String(process.pid)], { serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [`--max-old-space-size=${access.heapMb ?? HEAP_MB}`, `--max-semi-space-size=${YOUNG_MB}`] });
    const end = (): void => void this.#child.kill("SIGKILL");
    signal.addEventListener("abort", end);
    this.#ended = new Promise((resolve) => {
      const ended = (): void => {
        signal.removeEventListener("abort", end);
        resolve();
      };
      this.#child.once("exit", ended);
      this.#child.once("error", ended);
    });
  }

  get alive(): boolean {
    return this.#child.connected && !this.#child.killed && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async run(kind: JobKind, job: RunningJob): Promise<Bilingual | null> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#child.ref();
    this.#child.channel?.ref();
    let ends: (outcome: Outcome) => void = () => undefined;
    const outcome = new Promise<Outcome>((resolve) => (ends = resolve));
    const hear = (said: JobReport): void => ("progress" in said ? job.progress(...said.progress) : ends(said));
    this.#child.on("message", hear);
    try {
      const { jobId, county, objectId, scope } = job;
      const { databaseUrl, masterKey } = this.#access;
      // A process that is gone already is told by its end.
      this.#child.send({ kind, databaseUrl, masterKey, job: { jobId, county, objectId, scope } } satisfies JobRequest, () => undefined);
      const said = await Promise.race([outcome, this.#ended]);
      job.signal.throwIfAborted();
      if (said === undefined) throw new DoudiError("job_died");
      if ("error" in said) throw new DoudiError(said.error.code, said.error.info);
      if ("defect" in said) throw said.defect;
      return said.problem;
    } finally {
      this.#child.off("message", hear);
      this.#child.unref();
      this.#child.channel?.unref();
      this.#idle = setTimeout(() => this.#child.kill("SIGKILL"), IDLE_MS).unref();
    }
  }
}
