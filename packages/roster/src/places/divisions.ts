import { readFileSync } from "node:fs";
import { DoudiError } from "@doudi/contract";

const PUBLIC_LIST = new URL("../../../../divisions/divisions.csv", import.meta.url);

/** level: 1 province, 2 prefecture, 3 county, 4 township. */
export interface Division {
  code: string;
  name: string;
  level: number;
  parent: string;
  /** Today's code of an abolished division; "" for one that stands. */
  successor: string;
}

/** The public division codes, from province to township. */
export class Divisions {
  readonly #byCode: ReadonlyMap<string, Division>;

  constructor(readonly all: readonly Division[]) {
    this.#byCode = new Map(all.map((division) => [division.code, division]));
  }

  static read(path: string | URL = PUBLIC_LIST): Divisions {
    const lines = readFileSync(path, "utf8").trim().split("\n").slice(1);
    return new Divisions(lines.map((line) => {
      const [code = "", name = "", level = "0", parent = "", successor = ""] = line.trim().split(",");
      return { code, name, level: Number(level), parent, successor };
    }));
  }

  find(code: string): Division | undefined {
    return this.#byCode.get(code);
  }

  /** The division and those above it, from the province down. */
  chain(code: string): Division[] {
    const division = this.find(code);
    return division === undefined ? [] : [...this.chain(division.parent), division];
  }

  /** The townships of a county, or of all counties of a prefecture or province. */
  townshipsIn(code: string): Division[] {
    const prefix = code.replace(/(00)+$/, "");
    return this.all.filter(({ level, parent }) => level === 4 && parent.startsWith(prefix));
  }

  /**
   * The county, prefecture or province of a six-digit code. Throws place_unknown, with the codes that may be meant where a
   * name, a township's code or a code with a slip was given.
   */
  getPlace(text: string): Division {
    const division = /^\d{6}$/.test(text) ? this.find(text) : undefined;
    if (division !== undefined) return division;
    const meant = this.#meantBy(text.trim()).slice(0, 5).map(({ code, name }) => `${code} ${name}`);
    throw new DoudiError(meant.length > 0 ? "place_unknown_hint" : "place_unknown", { place: text, hint: meant.join("、") });
  }

  #meantBy(text: string): Division[] {
    if (text === "") return [];
    const places = this.all.filter(({ level, successor }) => level <= 3 && successor === "");
    if (!/^\d+$/.test(text)) {
      const same = places.filter(({ name }) => name === text);
      // 县 and 市辖区 are names too: they stand for nothing by themselves.
      return same.length > 0 ? same : places.filter(({ name }) => name.startsWith(text) || (name.length > 2 && text.endsWith(name)));
    }
    const whole = places.find(({ code }) => code === text.slice(0, 6));
    if (whole !== undefined) return [whole];
    if (text.length < 6) return places.filter(({ code, level }) => code.startsWith(text) && level === (text.length > 3 ? 3 : 2));
    // One digit wrong or two changed places, within the province; the prefecture's own first.
    return places.filter(({ code }) => code.startsWith(text.slice(0, 2)) && isSlip(code, text)).sort((a, b) => Number(b.code.startsWith(text.slice(0, 4))) - Number(a.code.startsWith(text.slice(0, 4))));
  }
}

function isSlip(code: string, text: string): boolean {
  if (text.length !== code.length) return false;
  const [first, second, third] = [...code].flatMap((digit, i) => (digit === text[i] ? [] : [i]));
  if (first === undefined || third !== undefined) return false;
  return second === undefined || (second === first + 1 && code[first] === text[second] && code[second] === text[first]);
}
