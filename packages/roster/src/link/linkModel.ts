import type { LinkField, LinkLevel } from "./linkRecord.js";

/**
 * How a level of agreement counts. `m`: its probability for two rows of one person; `u`: for two rows of two persons.
 * `byName` is added to u times the share of people who bear the name. `kin` replaces u where the rows seem to be of one
 * household: relatives share a surname, brothers and sisters often a character as well.
 */
export interface LevelOdds {
  m: number;
  u: number;
  byName?: number;
  kin?: number;
}

/** Levels that carry no weight of their own: another field has said it already. */
type Silent = "in_id" | "in_head" | "in_household" | "base";

export interface LinkModel {
  /** Probability that a row and a person taken at random are the same. */
  prior: number;
  levels: { [F in Exclude<LinkField, "prior">]: Record<Exclude<LinkLevel<F>, Silent>, LevelOdds> };
}

/** The size of the county: it sets what agreement by chance amounts to. */
export interface Population {
  /** Distinct persons that a row may be linked to. */
  persons: number;
  townships: number;
  villages: number;
  /** Share of unidentified rows whose person is expected among them. */
  expectedShare?: number;
}

const HOUSEHOLD_MEMBERS = 3.5;
/** People of one area code; ids of different areas do not agree by chance. */
const AREA_PERSONS = 200_000;
const BIRTH_DAYS = 27_000;
const BIRTH_YEARS = 75;

/**
 * The fixed weights for a population. The m are set by hand from how rosters go wrong and need not add up to 1 in
 * id_text: whether a number is cut off or mistyped shows on the row itself, so each is given that. Clamped to sane ranges.
 *
 * Learning the m from unlabelled pairs (expectation maximisation, smoothed by these) was tried on eight synthetic counties:
 * F1 moved by -0.0015 to +0.0021. That is not worth weights that differ from county to county and cannot be looked up.
 */
export function linkModelFor({ persons, townships, villages, expectedShare = 0.8 }: Population): LinkModel {
  const people = Math.max(persons, 10);
  const areas = Math.max(1, people / AREA_PERSONS);
  const village = 1 / Math.max(villages, 2);
  const household = HOUSEHOLD_MEMBERS / people;
  const householdInVillage = Math.min(0.5, household / village);
  return {
    prior: Math.min(0.5, expectedShare / people),
    levels: {
      name: {
        equal: { m: 0.88, u: 1e-7, byName: 1 },
        folded: { m: 0.03, u: 1e-7, byName: 0.05 },
        pinyin: { m: 0.04, u: 2e-4, byName: 1, kin: 0.004 },
        lookalike: { m: 0.03, u: 1e-4, byName: 1, kin: 0.006 },
        one_character: { m: 0.012, u: 0.003, byName: 1, kin: 0.15 },
        part: { m: 0.004, u: 2e-4, byName: 1, kin: 0.004 },
        surname: { m: 0.006, u: 0.07, kin: 0.6 },
        different: { m: 0.006, u: 0.92, kin: 0.4 },
      },
      id_text: {
        equal: { m: 0.9, u: 1e-7 },
        one_digit: { m: 0.85, u: 1e-6 / areas },
        first_15: { m: 0.9, u: 8e-6 / areas },
        first_14: { m: 0.05, u: 2e-5 / areas },
        masked: { m: 0.9, u: 1e-5 / areas },
        scientific: { m: 0.95, u: 0.6 },
        different: { m: 0.05, u: 1 },
      },
      birth_date: {
        equal: { m: 0.92, u: 1 / BIRTH_DAYS },
        equal_new_year: { m: 0.92, u: 0.05 / BIRTH_YEARS },
        swapped: { m: 0.015, u: 1 / BIRTH_DAYS },
        one_component: { m: 0.035, u: 0.0045 },
        year: { m: 0.012, u: 0.9 / BIRTH_YEARS },
        different: { m: 0.018, u: 0.98 },
      },
      sex: { equal: { m: 0.99, u: 0.5 }, different: { m: 0.01, u: 0.5 } },
      village: {
        equal: { m: 0.93, u: village },
        township_only: { m: 0.96, u: 1 / Math.max(townships, 1) },
        township: { m: 0.045, u: 1 / Math.max(townships, 1) },
        different: { m: 0.025, u: 1 - Math.min(0.5, 1 / Math.max(townships, 1)) },
      },
      household_no: {
        equal: { m: 0.9, u: Math.max(household, 2e-4) },
        equal_same_village: { m: 0.9, u: Math.max(householdInVillage, 0.005) },
        different: { m: 0.1, u: 1 },
      },
      head_name: {
        equal: { m: 0.88, u: household, byName: 1 },
        equal_same_village: { m: 0.88, u: householdInVillage, byName: 1 },
        both_heads: { m: 0.95, u: 0.35 },
        near: { m: 0.06, u: 0.004 },
        different: { m: 0.06, u: 0.99 },
      },
      // People are seldom twice on one roster; that is what quality.duplicate_row and wrong.duplicate look for by id.
      roster: { already_there: { m: 0.02, u: 1 } },
    },
  };
}
