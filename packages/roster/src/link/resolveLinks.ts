import { probabilityOf } from "./scorePair.js";

/** A candidate pair with its score. */
export interface CandidateLink {
  /** The unidentified row, unique among rows. */
  row: string;
  /** The roster the row stands in. */
  roster: string;
  /** The person proposed: a usable id, say. */
  person: string;
  /** Log odds, from scorePair. */
  bits: number;
}

/** What is proposed for an unidentified row. */
export interface ProposedLink<C extends CandidateLink = CandidateLink> {
  candidate: C;
  /** After rivals took their share, to 4 decimals. */
  probability: number;
  /** The next best person for the row, where there is one within reach. */
  rival: string | null;
  /** Another row of the same roster has a better claim on the person. */
  crowdedOut: boolean;
}

/** From this probability on, two rows of one roster may both be a person's: a duplicate, not a mistake. */
const STRONG = 0.99;
/** Candidates this many bits behind the best cannot move its probability in the fourth decimal. */
const REACH_BITS = 20;

/**
 * For each row the best person. A row is one person at most, so candidates share: each has its odds over one plus the
 * odds of all, and of two equally good persons neither passes a threshold above a half. A person may be proposed to rows
 * of several rosters; among rows of one roster the best keeps the person, the others only if all are strong.
 * The pairs of a row come in any order; pairs of one row and person count once, by the higher score.
 * Sorted by row; ties go to the person (and row) that sorts first.
 */
export function resolveLinks<C extends CandidateLink>(pairs: Iterable<C>): ProposedLink<C>[] {
  const byRow = new Map<string, Map<string, C>>();
  for (const pair of pairs) {
    const persons = byRow.get(pair.row) ?? new Map<string, C>();
    byRow.set(pair.row, persons);
    const known = persons.get(pair.person);
    if (known === undefined || known.bits < pair.bits) persons.set(pair.person, pair);
  }
  const proposed: ProposedLink<C>[] = [];
  for (const row of [...byRow.keys()].sort(byText)) {
    const best = bestOf([...(byRow.get(row)?.values() ?? [])]);
    if (best !== null) proposed.push(best);
  }
  crowdOut(proposed);
  return proposed;
}

function bestOf<C extends CandidateLink>(candidates: C[]): ProposedLink<C> | null {
  candidates.sort((a, b) => b.bits - a.bits || byText(a.person, b.person));
  const [best, next] = candidates;
  if (best === undefined) return null;
  // Odds relative to the best, so that none overflows.
  let others = 2 ** -best.bits;
  for (const other of candidates.slice(1)) others += 2 ** (other.bits - best.bits);
  return {
    candidate: best,
    probability: probabilityOf(-Math.log2(others)),
    rival: next !== undefined && best.bits - next.bits < REACH_BITS && next.bits > -REACH_BITS ? next.person : null,
    crowdedOut: false,
  };
}

function crowdOut(proposed: ProposedLink[]): void {
  const claims = new Map<string, ProposedLink[]>();
  for (const link of proposed) {
    const key = JSON.stringify([link.candidate.roster, link.candidate.person]);
    const rivals = claims.get(key);
    if (rivals === undefined) claims.set(key, [link]);
    else rivals.push(link);
  }
  for (const rivals of claims.values()) {
    if (rivals.length < 2 || rivals.every((link) => link.probability >= STRONG)) continue;
    rivals.sort((a, b) => b.candidate.bits - a.candidate.bits || byText(a.candidate.row, b.candidate.row));
    const total = rivals.reduce((sum, link) => sum + 2 ** link.candidate.bits, 0);
    for (const [place, link] of rivals.entries()) {
      link.crowdedOut = place > 0;
      link.probability = Math.round((link.probability * 2 ** link.candidate.bits * 10_000) / total) / 10_000;
    }
  }
}

/** Plain string order: the same on every machine and in every locale. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
