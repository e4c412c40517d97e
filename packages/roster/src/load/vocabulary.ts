import type { Bilingual, RosterKind } from "@doudi/contract";
import type { Kinds } from "../files/kinds.js";
import { standardiseValue } from "../files/standardiseValue.js";
import { CATEGORY_CODES } from "../persons/facts.js";
import type { RosterColumn } from "../standardise/rosterTable.js";

/** What the loader has to know of the kinds' vocabulary. */
export interface Vocabulary {
  column(kind: RosterKind, id: string): RosterColumn | null;
  /** The texts that are known to stand for each code of a column, as they are usually written. */
  knownTexts(kind: RosterKind, column: string): ReadonlyMap<string, string>;
  /** The code of one text, leniently read; null where it is not understood. */
  codeOf(kind: RosterKind, column: string, text: string): string | null;
  label(kind: RosterKind, column: string): Bilingual;
  codeLabels(kind: RosterKind, column: string): ReadonlyMap<string, Bilingual>;
}

/** Codes whose numbers must mean the same on every roster, whatever the order in the kinds' data. */
const NUMBERED: Readonly<Record<string, readonly string[]>> = {
  disability_category: CATEGORY_CODES,
  disability_grade: ["1", "2", "3", "4"],
  sex: ["male", "female"],
};

/** What the loader and the person rows have to know of the kinds' data. */
export function vocabularyOf(kinds: Kinds): Vocabulary {
  const definition = (kind: RosterKind, id: string) => kinds.byCode.get(kind)?.columns.get(id) ?? null;
  return {
    column(kind, id): RosterColumn | null {
      const column = definition(kind, id);
      if (column === null) return null;
      // A grade is an integer with words of its own (一级): it is read by its words.
      const type = column.type === "integer" && column.values.length > 0 ? "enum" : column.type;
      return { id, type, codes: NUMBERED[id] ?? column.values.map((value) => value.id) };
    },
    knownTexts(kind, id) {
      return new Map((definition(kind, id)?.values ?? []).map((value) => [value.zh, value.id]));
    },
    codeOf: (_kind, id, text) => standardiseValue(kinds, id, text),
    label(kind, id) {
      const column = definition(kind, id);
      return { zh: column?.zh ?? id, en: column?.en ?? id };
    },
    codeLabels(kind, id) {
      return new Map((definition(kind, id)?.values ?? []).map((value) => [value.id, { zh: value.zh, en: value.en }]));
    },
  };
}
