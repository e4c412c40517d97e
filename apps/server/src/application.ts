import type { Keyring, Database, KeptServer } from "@doudi/store";
import type { JobQueue } from "./jobs/jobQueue.js";
import type { Law } from "./law.js";

/** What the handlers work with; made once at the start. */
export interface Application {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly queue: JobQueue;
  readonly law: Law;
  /** The database server that this process runs itself. */
  readonly embedded?: Pick<KeptServer, "restarts"> | null;
  now(): Date;
}
