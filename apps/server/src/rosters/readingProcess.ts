import { type ChildProcess, fork } from "node:child_process";
import type { Bilingual } from "@doudi/contract";
import { DoudiError } from "@doudi/contract";
import type { VersionRow } from "@doudi/store";
import type { RunningJob } from "../jobs/createJobs.js";
import type { ReadingJob } from "./readUploaded.js";

/** What a process needs to reach the record by itself. */
export interface ReadingAccess {
  /** Of the application's account. */
  databaseUrl: string;
  masterKey: Buffer;
  /** Most that the process may keep of JavaScript values, in MB; its engine has a limit of its own. */
  heapMb?: number;
}

/** What the process is asked. */
export interface ReadingRequest extends Pick<ReadingAccess, "databaseUrl" | "masterKey"> {
  job: ReadingJob;
  version: VersionRow;
  folder: string;
}

/** What it says: how far it is; at last the problem of the file or null, an error that users are told, or a defect. */
export type ReadingAnswer =
  | { progress: Parameters<RunningJob["progress"]> }
  | { problem: Bilingual | null }
  | { error: { code: DoudiError["code"]; info: DoudiError["info"] } }
  | { defect: Error };

const HEAP_MB = 3072;
/** Starting costs more than a second of work: a process waits so long for another file. */
const IDLE_MS = 10_000;
/** Run from source, the compiled one. */
const MAIN = new URL(import.meta.url.endsWith(".ts") ? "../../dist/rosters/readingProcessMain.js" : "./readingProcessMain.js", import.meta.url);

/**
 * A process that reads one roster after the other. Without a roster it ends after some seconds; with the server, killed or
 * not, at once.
 */
export class ReadingProcess {
  readonly #access: ReadingAccess;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #idle: NodeJS.Timeout | null = null;

  /** @param signal ends the process, whatever it does: what it had not committed is undone by the database. */
  constructor(access: ReadingAccess, signal: AbortSignal) {
    this.#access = access;
    // Its words are for nobody: a report of a crash might quote what a row holds.
    this.#child = fork(MAIN, [String(process.pid)], { serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [`--max-old-space-size=${access.heapMb ?? HEAP_MB}`] });
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

  /** Null when the version is on record, or why it cannot be. Throws DoudiError reading_died and database_*. */
  async read(job: RunningJob, version: VersionRow, folder: string): Promise<Bilingual | null> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#child.ref();
    this.#child.channel?.ref();
    let answered: (answer: Exclude<ReadingAnswer, { progress: unknown }>) => void = () => undefined;
    const answer = new Promise<Exclude<ReadingAnswer, { progress: unknown }>>((resolve) => (answered = resolve));
    const hear = (said: ReadingAnswer): void => ("progress" in said ? job.progress(...said.progress) : answered(said));
    this.#child.on("message", hear);
    try {
      const { jobId, county, objectId, scope } = job;
      const { databaseUrl, masterKey } = this.#access;
      this.#child.send({ databaseUrl, masterKey, job: { jobId, county, objectId, scope }, version, folder } satisfies ReadingRequest, () => undefined);
      const said = await Promise.race([answer, this.#ended]);
      job.signal.throwIfAborted();
      if (said === undefined) throw new DoudiError("reading_died", { file: version.file_name });
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
