import type { Policy } from "@doudi/policy";

/** The packs, resolved for a place and a day. */
export interface Law {
  /** @param place six digits @param date YYYY-MM-DD. Throws DoudiError place_unknown, packs_invalid. */
  policyOf(place: string, date: string): Promise<Policy>;
}
