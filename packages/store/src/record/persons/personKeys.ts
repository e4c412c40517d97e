import { type RawBuilder, sql } from "kysely";
import type { Keyring } from "../../sealing/keyring.js";
import { afterArea } from "../scope.js";
import { nameGrams } from "./nameGrams.js";
import type { PersonSearch } from "./personSearch.js";

/** Where a person stands in the order of a search: `sort` is the name, the initials or the area, as the search has it. */
export interface PersonKey {
  readonly county_code: string;
  readonly sort: string;
  readonly person_no: number;
}

/** A page of a search. */
export interface PersonPage {
  readonly search: PersonSearch;
  /** The counties to look in, as countiesOf gives them. */
  readonly counties: readonly string[];
  /** The part of the own area that is searched. */
  readonly area: string;
  /** The last key of the page before. */
  readonly after: Pick<PersonKey, "sort" | "person_no"> | null;
  readonly limit: number;
}

/** No text that begins with another comes after that and this. */
const LAST = "\u{10FFFF}";

/**
 * The query for the keys of a page, in their order. It asks county by county and only with leakproof comparisons, so that row-level
 * security lets it use the indexes; it reads no more of a county than the page needs, and of names and initials nothing but the index.
 */
export function personKeysQuery({ search, counties, area, after, limit }: PersonPage, keyring: Keyring): RawBuilder<PersonKey> {
  const within = (column: string): RawBuilder<boolean> => sql`${sql.ref(column)} >= ${area} AND ${sql.ref(column)} < ${afterArea(area)}`;
  const beyond = (column: string, no: string): RawBuilder<boolean> => (after === null ? sql`true` : sql`(${sql.ref(column)}, ${sql.ref(no)}) > (${after.sort}, ${after.person_no})`);
  const byCounty = (keys: RawBuilder<unknown>): RawBuilder<PersonKey> => sql<PersonKey>`
    SELECT k.county_code, k.sort, k.person_no FROM unnest(${counties}::text[]) AS c (county)
    CROSS JOIN LATERAL (${keys}) AS k ORDER BY k.sort, k.person_no LIMIT ${limit}`;
  const beginning = (column: "name" | "initials", text: string): RawBuilder<PersonKey> => {
    const sort = `p.${column}`;
    return byCounty(sql`
      SELECT p.county_code, ${sql.ref(sort)} AS sort, p.person_no FROM persons p
      WHERE p.county_code = c.county AND ${sql.ref(sort)} >= ${text} AND ${sql.ref(sort)} < ${text + LAST} AND ${within("p.area_code")} AND ${beyond(sort, "p.person_no")}
      ORDER BY ${sql.ref(sort)}, p.person_no LIMIT ${limit}`);
  };
  switch (search.by) {
    case "all":
      return sql`
        SELECT p.county_code, p.area_code AS sort, p.person_no FROM persons p
        WHERE ${within("p.area_code")} AND ${beyond("p.area_code", "p.person_no")} ORDER BY p.area_code, p.person_no LIMIT ${limit}`;
    case "id_number":
      return sql`
        SELECT p.county_code, p.area_code AS sort, p.person_no FROM persons p
        WHERE p.id_index = ${keyring.index(search.idNumber)} AND ${within("p.area_code")} AND ${beyond("p.area_code", "p.person_no")} ORDER BY p.area_code, p.person_no LIMIT ${limit}`;
    case "household":
      return byCounty(sql`
        SELECT p.county_code, p.area_code AS sort, p.person_no FROM persons p
        WHERE p.county_code = c.county AND ${within("p.area_code")} AND ${beyond("p.area_code", "p.person_no")}
          AND p.person_no IN (
            SELECT r.person_no FROM roster_rows r JOIN versions_of(c.county) AS v ON v.version_id = r.version_id
            WHERE r.county_code = c.county AND r.household_no = ${search.householdNo} AND r.state = 'accepted' AND v.state IN ('read', 'submitted', 'signed'))
        ORDER BY p.area_code, p.person_no LIMIT ${limit}`);
    case "initials":
      return beginning("initials", search.prefix);
    case "name": {
      const [first, ...others] = nameGrams(search.text);
      if (first === undefined) return beginning("name", search.text);
      const joins = others.map((gram, at) => {
        const other = `h${at}`;
        return sql`JOIN person_grams ${sql.raw(other)} ON ${sql.ref(`${other}.county_code`)} = c.county AND ${sql.ref(`${other}.gram`)} = ${gram} AND ${sql.ref(`${other}.area_code`)} = g.area_code AND ${sql.ref(`${other}.person_no`)} = g.person_no`;
      });
      return byCounty(sql`
        SELECT g.county_code, g.area_code AS sort, g.person_no FROM person_grams g ${sql.join(joins, sql` `)}
        WHERE g.county_code = c.county AND g.gram = ${first} AND ${within("g.area_code")} AND ${beyond("g.area_code", "g.person_no")}
        ORDER BY g.area_code, g.person_no LIMIT ${limit}`);
    }
  }
}
