import type { FactSource } from "./value.js";

/**
 * A household that is decided. `facts` answers for household facts, each of `members` for that person's; nothing else
 * is asked of them. Results are kept as long as the subject is: make a new one where data change.
 */
export interface Subject {
  readonly facts: FactSource;
  readonly members: readonly FactSource[];
}
