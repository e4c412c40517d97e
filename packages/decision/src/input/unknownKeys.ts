import type { Bilingual } from "@doudi/contract";
import { nearest } from "@doudi/policy";

type Belongs = "household" | "member" | null;

const BELONGS = {
  household: { zh: "。这是家庭的，要写在 members 外面", en: ". It belongs to the household: write it outside members" },
  member: { zh: "。这是成员的，要写在 members 里面", en: ". It belongs to a member: write it inside members" },
} as const satisfies Record<Exclude<Belongs, null>, Bilingual>;

/** Keys and columns that no fact has: they decide nothing, but may be a known one misspelt. */
export class UnknownKeys {
  readonly #seen = new Map<string, { count: number; first: number; known: readonly string[]; belongs: Belongs }>();

  /**
   * @param known the keys that could have been meant
   * @param belongs whose key it is, where it only stands in the wrong place
   */
  note(key: string, row: number, known: readonly string[], belongs: Belongs = null): void {
    const seen = this.#seen.get(key);
    if (seen === undefined) this.#seen.set(key, { count: 1, first: row, known, belongs });
    else seen.count += 1;
  }

  /** One warning a key. */
  warnings(what: "key" | "column"): Bilingual[] {
    return [...this.#seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { count, first, known, belongs }]) => {
      const meant = nearest(key.slice(key.lastIndexOf(".") + 1), known.map((each) => each.slice(each.lastIndexOf(".") + 1)));
      const times = what === "column" ? { zh: "", en: "" } : { zh: `（第 ${first} 行起，共 ${count} 处）`, en: ` (from line ${first}, ${count} in all)` };
      const hint = belongs !== null ? BELONGS[belongs] : meant === null ? { zh: "", en: "" } : { zh: `，是不是 ${meant}？`, en: `; did you mean ${meant}?` };
      return {
        zh: `不认识“${key}”这个${what === "column" ? "列" : "键"}${times.zh}，没有使用${hint.zh}`,
        en: `there is no ${what} “${key}”${times.en}; it was not used${hint.en}`,
      };
    });
  }
}
