import { possibleOutcomes, type FactRange, type Outcome } from "./backend/outcomes.js";
import type { Check, Fact } from "./policy.js";

/** Which rosters were sent, by kind. `households` are those that list one row a household, without its members. */
export interface SentRosters {
  readonly persons: ReadonlySet<string>;
  readonly households: ReadonlySet<string>;
}

const ANY_BOOLEAN: FactRange = new Set<Outcome>(["true", "false", "unknown"]);
const ANY_VALUE: FactRange = new Set<Outcome>(["known", "unknown"]);
const MISSING: FactRange = new Set<Outcome>(["unknown"]);
const PRESENT_OR_UNKNOWN: FactRange = new Set<Outcome>(["true", "unknown"]);

/**
 * What a fact can be, given the rosters. Without one of its rosters it is unknown. On a roster without members the head
 * is on it and of everyone else it is not known: presence (`on_<roster>`) is never false.
 */
export function factRange(fact: Fact, sent: SentRosters): FactRange {
  if (fact.rosters.some((roster) => !sent.persons.has(roster) && !sent.households.has(roster))) return MISSING;
  const presence = fact.rosters.length === 1 && fact.id === `on_${fact.rosters[0] ?? ""}`;
  if (presence && fact.rosters.every((roster) => !sent.persons.has(roster))) return PRESENT_OR_UNKNOWN;
  return fact.type.kind === "boolean" ? ANY_BOOLEAN : ANY_VALUE;
}

/** Whether a check can raise a finding at all: its condition can be true while its exception is not. */
export function canFind(check: Check, range: (factId: string) => FactRange): boolean {
  if (!possibleOutcomes(check.when, range).has("true")) return false;
  if (check.unless === null) return true;
  const excepted = possibleOutcomes(check.unless, range);
  return excepted.has("false") || excepted.has("unknown");
}

export interface RosterNeed {
  /** Whether the check can raise a finding with what was sent. */
  readonly runs: boolean;
  /** Where it cannot: every smallest set of rosters, listing persons, that would let it. Empty where none would. */
  readonly needs: readonly (readonly string[])[];
}

/** Decides whether a check runs on the rosters sent, and if not, what would have to be sent as well. Rosters are sorted by code. */
export function minimalRosters(check: Check, facts: ReadonlyMap<string, Fact>, sent: SentRosters): RosterNeed {
  const rangeWith = (added: readonly string[]): ((factId: string) => FactRange) => {
    const persons = new Set([...sent.persons, ...added]);
    return (factId) => {
      const fact = facts.get(factId);
      return fact ? factRange(fact, { persons, households: sent.households }) : MISSING;
    };
  };
  if (canFind(check, rangeWith([]))) return { runs: true, needs: [] };
  const used = [...check.factIds].flatMap((id) => facts.get(id)?.rosters ?? []);
  const candidates = [...new Set(used)].filter((roster) => !sent.persons.has(roster)).sort();
  for (let size = 1; size <= candidates.length; size += 1) {
    const needs = subsets(candidates, size).filter((added) => canFind(check, rangeWith(added)));
    if (needs.length > 0) return { runs: false, needs };
  }
  return { runs: false, needs: [] };
}

function subsets(items: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}
