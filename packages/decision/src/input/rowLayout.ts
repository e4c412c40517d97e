import type { Engine } from "@doudi/roster";
import type { InputFact } from "./inputFact.js";
import type { ProblemCode } from "./inputProblem.js";
import { needsRowHash, RowHash } from "./rowHash.js";

/** A row on its way into the engine, all of it text. */
export type TextRow = (string | null)[];

/** What is wrong with a row, as its reader finds it. */
export interface RowProblem {
  readonly key: string;
  readonly code: ProblemCode;
  readonly value: string;
}

const BASE = ["kind", "row", "household_no", "person_no", "bad", "key", "code", "value", "row_hash"] as const;
const LONGEST_VALUE = 200;

/** The columns of the one text table that households, members and problems go into as they are read. */
export class RowLayout {
  readonly columns: readonly string[];
  readonly #at: ReadonlyMap<string, number>;
  readonly #hashes: Readonly<Record<InputFact["level"], RowHash>> | null;

  /** @param engine where the rows go */
  constructor(facts: readonly InputFact[], engine: Engine) {
    const hashOf = (wanted: InputFact["level"]): RowHash => new RowHash(facts.filter(({ level }) => level === wanted));
    this.#hashes = needsRowHash(engine) ? { household: hashOf("household"), member: hashOf("member") } : null;
    this.columns = [...BASE, ...facts.filter(({ id }) => id !== "household_no").map(factColumn)];
    this.#at = new Map(this.columns.map((column, index) => [column, index]));
  }

  /**
   * The rows that one row of the input becomes: itself, where its household is known, and one a problem.
   * @param personNo order of a member among those of the input or the household; null for a household
   */
  rows(row: number, householdNo: string | null, personNo: number | null, values: ReadonlyMap<InputFact, string | null>, problems: readonly RowProblem[]): TextRow[] {
    const level = personNo === null ? "h" : "m";
    const made = problems.map(({ key, code, value }) => this.#filled([`p${level}`, String(row), householdNo, null, null, key, code, cut(value)]));
    if (householdNo === null) return made;
    const line = this.#filled([level, String(row), householdNo, personNo === null ? null : String(personNo), problems.length > 0 ? "true" : "false", null, null, null, this.#hashes?.[personNo === null ? "household" : "member"].of(values) ?? null]);
    for (const [fact, text] of values) {
      const at = this.#at.get(factColumn(fact));
      if (at !== undefined) line[at] = text;
    }
    made.push(line);
    return made;
  }

  /** As long as there are columns. */
  #filled(first: TextRow): TextRow {
    while (first.length < this.columns.length) first.push(null);
    return first;
  }
}

/** The name of a fact's column in the text table; the base columns have names that a fact may have too. */
export function factColumn({ id }: InputFact): string {
  return `f_${id}`;
}

function cut(value: string): string {
  const clean = value.replaceAll("\u0000", "\ufffd");
  return clean.length > LONGEST_VALUE ? `${clean.slice(0, LONGEST_VALUE)}…` : clean;
}
