import { ROSTER_KIND_CODES, type RosterKind } from "@doudi/contract";
import type { Person } from "./person.js";
import { type Holding, makeRow, type RosterRow, type RowFacts, type RowMore } from "./rosterRow.js";

/** All rows of all rosters, and who stands on which. */
export class Register {
  readonly #rows = new Map<RosterKind, RosterRow[]>(ROSTER_KIND_CODES.map((kind) => [kind, []]));
  readonly #persons = new Map<RosterKind, Set<Person>>(ROSTER_KIND_CODES.map((kind) => [kind, new Set()]));

  add(kind: RosterKind, person: Person, facts: RowFacts = {}, more: RowMore = {}, holding: Holding = {}): RosterRow {
    const row = makeRow(kind, person, facts, more, holding);
    this.rows(kind).push(row);
    this.#persons.get(kind)?.add(person);
    return row;
  }

  rows(kind: RosterKind): RosterRow[] {
    const rows = this.#rows.get(kind);
    if (rows === undefined) throw new Error(`no roster kind ${kind}`);
    return rows;
  }

  has(kind: RosterKind, person: Person): boolean {
    return this.#persons.get(kind)?.has(person) ?? false;
  }

  covered(person: Person): boolean {
    return this.has("dibao", person) || this.has("tekun", person);
  }

  all(): RosterRow[] {
    return [...this.#rows.values()].flat();
  }
}
