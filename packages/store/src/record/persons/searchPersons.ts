import type { Keyring } from "../../sealing/keyring.js";
import type { Work } from "../database.js";
import { countiesOf } from "../divisions/countiesOf.js";
import { type PersonKey, personKeysQuery } from "./personKeys.js";
import { type PersonSearch, personSearchOf } from "./personSearch.js";
import { type PersonLine, personLines } from "./personLines.js";

export interface SearchOptions {
  /** As it was typed; nothing for everybody. */
  readonly text: string;
  /** The division to search: the user's own, or one in it. */
  readonly area: string;
  readonly after: Pick<PersonKey, "sort" | "person_no"> | null;
  readonly limit: number;
}

export interface FoundPersons {
  readonly by: PersonSearch["by"];
  readonly persons: readonly PersonLine[];
  /** The key to go on after; null at the end. */
  readonly next: Pick<PersonKey, "sort" | "person_no"> | null;
}

/**
 * Persons of an area by what is known of them: name, initials, whole identity number or household number. A number that is nobody's
 * may still be a household's. A page of parts of names can be short, where a name has the pieces but not the whole.
 */
export async function searchPersons(work: Work, keyring: Keyring, { text, area, after, limit }: SearchOptions): Promise<FoundPersons> {
  const counties = await countiesOf(work, area);
  const look = async (search: PersonSearch): Promise<FoundPersons> => {
    const { rows } = await personKeysQuery({ search, counties, area, after, limit: limit + 1 }, keyring).execute(work);
    const keys = rows.slice(0, limit);
    const lines = await personLines(work, counties, keys);
    const last = keys.at(-1);
    return {
      by: search.by,
      persons: search.by === "name" ? lines.filter(({ name }) => name.includes(search.text)) : lines,
      next: rows.length > limit && last !== undefined ? { sort: last.sort, person_no: last.person_no } : null,
    };
  };
  const search = personSearchOf(text);
  const found = await look(search);
  return search.by === "id_number" && found.persons.length === 0 ? look({ by: "household", householdNo: search.typed }) : found;
}
