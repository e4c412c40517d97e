import type { FactSource } from "./value.js";

/**
 * A household that is decided. `facts` answers for household facts and for the day (`as_of`), each of `members` for that
 * person's; nothing else is asked of them. What a missing key means (`Fact.absent`) they know already. Results are kept as long as the subject is: make a new one where data change.
 */
export interface Subject {
  readonly facts: FactSource;
  readonly members: readonly FactSource[];
}
