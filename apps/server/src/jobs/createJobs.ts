import { type Bilingual, DoudiError } from "@doudi/contract";
import { type Database, finishJob, insertJob, type JobKind, JobStore, type JobTicket, lostJobs, type Scope, startJob, systemScope, updateProgress, type Work } from "@doudi/store";
import type { JobQueue } from "./jobQueue.js";

/** A job under way. */
export interface RunningJob {
  readonly jobId: number;
  readonly county: string;
  /** The version or the run it is about. */
  readonly objectId: number;
  /** The system's own, in the county. */
  readonly scope: Scope;
  /** Aborted when the server stops: whoever ends with an error then begins anew with the next start. */
  readonly signal: AbortSignal;
  /** Shown to whoever waits for it; may be called as often as one likes. */
  progress(step: Bilingual, done: number, total: number): void;
}

/**
 * What a kind of job does. A job may begin several times (the server was killed meanwhile), so it looks first at how far
 * it came. What was thrown and is no matter of the database is tried again a few times, then it has failed.
 */
export interface JobWork {
  /** How many at a time. */
  readonly concurrency: number;
  /** Null when it is done, or why it could not be. */
  run(job: RunningJob): Promise<Bilingual | null>;
  /** Puts on record that it failed for good; in the transaction that ends the job. */
  failed(work: Work, job: RunningJob, problem: Bilingual): Promise<void>;
}

export interface Jobs extends JobQueue {
  /** Begins to work on jobs of a kind. */
  work(kind: JobKind, work: JobWork): void;
  stop(): Promise<void>;
}

const KINDS: readonly JobKind[] = ["read_roster", "compare"];
const NOWHERE: Scope = { userId: null, areaCode: "0", department: "none" };
const MOST_ATTEMPTS = 5;
const PROGRESS_MS = 500;

/**
 * The queue of long work, and who does it: this process. A job that was under way when the process was killed is taken up
 * again within seconds of the next start.
 *
 * @param databaseUrl of the application's account
 * @throws DoudiError database_*
 */
export async function createJobs(databaseUrl: string, database: Database, onError: (error: unknown) => void): Promise<Jobs> {
  const store = await JobStore.start(databaseUrl, KINDS, { onError });
  // A backup has the jobs on record, and no queue.
  await database.within(NOWHERE, async (work) => {
    for (const { kind, county, jobId } of await lostJobs(work)) await store.add(work, kind, { county, jobId });
  });
  return {
    async add(work, job) {
      const jobId = await insertJob(work, job);
      await store.add(work, job.kind, { county: job.county, jobId });
      return jobId;
    },
    work: (kind, work) => store.work(kind, work.concurrency, (ticket) => runJob(database, store.stopping, ticket, work, onError)),
    stop: () => store.stop(),
  };
}

async function runJob(database: Database, signal: AbortSignal, { county, jobId, attempts }: JobTicket, work: JobWork, onError: (error: unknown) => void): Promise<void> {
  const scope = systemScope(county);
  const job = await database.within(scope, (transaction) => startJob(transaction, county, jobId));
  if (job === undefined) return;
  const progress = new Progress((at) => database.within(scope, (transaction) => updateProgress(transaction, county, jobId, at)));
  const running: RunningJob = { jobId, county, objectId: job.object_id, scope, signal, progress: (step, done, total) => progress.report({ step, done, total }) };
  let problem: Bilingual | null;
  let thrown = false;
  try {
    problem = await work.run(running);
  } catch (error) {
    if (signal.aborted || isOfDatabase(error) || (!(error instanceof DoudiError) && attempts < MOST_ATTEMPTS)) throw error;
    onError(error);
    thrown = true;
    const told = error instanceof DoudiError ? error : new DoudiError("server_failed", { reference: `job ${jobId}` });
    problem = { zh: told.text("zh"), en: told.text("en") };
  } finally {
    await progress.end();
  }
  await database.within(scope, async (transaction) => {
    if (thrown && problem !== null) await work.failed(transaction, running, problem);
    await finishJob(transaction, county, jobId, problem);
  });
}

/** The server is restarted or busy: the job waits for it. */
function isOfDatabase(error: unknown): boolean {
  return error instanceof DoudiError && error.code.startsWith("database_");
}

interface At {
  step: Bilingual;
  done: number;
  total: number;
}

/** Writes how far a job is, at most twice a second and never two at a time; the last that was reported wins. */
class Progress {
  readonly #write: (at: At) => Promise<void>;
  #next: At | null = null;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(write: (at: At) => Promise<void>) {
    this.#write = write;
  }

  report(at: At): void {
    this.#next = at;
    if (this.#timer !== null) return;
    this.#flush();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#next !== null) this.report(this.#next);
    }, PROGRESS_MS);
  }

  /** Nothing is written any more when it returns. */
  async end(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#next = null;
    await this.#writing;
  }

  #flush(): void {
    const at = this.#next;
    this.#next = null;
    // A progress that cannot be written is no reason to end the work.
    if (at !== null) this.#writing = this.#writing.then(() => this.#write(at)).catch(() => undefined);
  }
}
