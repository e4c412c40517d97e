import type { Department } from "@doudi/contract/api";
import type { Work } from "@doudi/store";

interface NewJob {
  kind: "read_roster" | "compare";
  /** The version or the run it is about. */
  objectId: number;
  county: string;
  department: Department | null;
  userId: number | null;
}

/** Long work that goes on without the request and survives a restart. */
export interface JobQueue {
  /** Queues the job in the transaction that asks for it: it runs when that commits, and not at all where it does not. */
  add(work: Work, job: NewJob): Promise<number>;
}
