import { lookalikesOf } from "../text/lookalike.js";
import { readingsOf } from "../text/namePinyin.js";
import type { LinkRecord } from "./linkRecord.js";

/** A seeded source of numbers (mulberry32), with what the generator draws from it. */
class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(share: number): boolean {
    return this.unit() < share;
  }

  below(end: number): number {
    return Math.floor(this.unit() * end);
  }

  of<T>(list: ArrayLike<T>): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new Error("nothing to draw from");
    return item;
  }

  /** Earlier items more often, as surnames are. */
  skewed<T>(list: ArrayLike<T>): T {
    const item = list[Math.floor(this.unit() ** 2.2 * list.length)];
    if (item === undefined) throw new Error("nothing to draw from");
    return item;
  }
}

interface Person extends LinkRecord {
  id: string;
  name: string;
  idText: string;
  birthDate: string;
  sex: "male" | "female";
  township: string;
  village: string;
  householdNo: string;
  headName: string;
}

export interface Population {
  /** Rows with a usable id. */
  persons: Person[];
  /** Rows without one, and who they are: null for people who are not among `persons`. */
  rows: { record: LinkRecord; truth: string | null; sameNumbering: boolean; id: "missing" | "rounded" | "scientific" | "mistyped" | "foreign" }[];
  townships: number;
  villages: number;
}

const POOLS = {
  han: { surnames: "李杨王张和赵刘陈周何罗段吴马杜黄木彭胡朱尹孙徐余郭", male: "建国华明志强军文武勇平伟林永福生忠德光海春荣学贵新祥云才金龙", female: "丽芳梅秀英玉兰花凤珍琴红艳霞燕萍莲香琼芬仙娟敏静美菊清云春" },
  lisu: { surnames: "余胡李阿和普此邓密褚麻曹亚欧熊蔡祝", male: "阿普前此益才付恒四大义春向生夺迪波三邓肯扒开华利文福", female: "阿妹利花玉娜恰付四娅梅义春叶朵妞三迪益英秀兰里" },
  nu: { surnames: "李彭和阿肯此郁双曲普", male: "阿洛肯普当扎西迪阿江四益龙才文新光", female: "阿娜玉花扎西妹丽芳恰江四春香兰" },
} as const;

const OTHER = "国土士未末己巳日曰方芳旺汪望杨扬洋阳青清晴青情海梅千干于力刀天夫木本今令林琳淋明名铭鸣华化花伟维唯玉王丹舟永泳勇咏";

function draftName(draw: Draw, kind: keyof typeof POOLS, sex: "male" | "female", surname: string, generation: string): string {
  const given = POOLS[kind][sex];
  if (kind === "han") {
    if (draw.chance(0.25)) return `${surname}${draw.of(given)}`;
    return draw.chance(0.4) ? `${surname}${generation}${draw.of(given)}` : `${surname}${draw.of(given)}${draw.of(given)}`;
  }
  const two = `${draw.skewed(given)}${draw.of(given)}`;
  // Lisu and Nu names: many are called by order of birth, so that namesakes abound; some carry an interpunct.
  if (draw.chance(0.08)) return `${two}·${draw.of(given)}${draw.of(given)}`;
  return draw.chance(0.3) ? `${surname}阿${draw.skewed(given)}` : `${surname}${two}`;
}

const pad = (value: number, width: number): string => String(value).padStart(width, "0");

function checkDigit(body: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += Number(body[i]) * (2 ** (17 - i) % 11);
  return "10X98765432"[sum % 11] ?? "";
}

function birthDay(draw: Draw, year: number): string {
  if (draw.chance(0.03)) return `${year}-01-01`;
  return `${year}-${pad(1 + draw.below(12), 2)}-${pad(1 + draw.below(28), 2)}`;
}

function draftPersons(draw: Draw, count: number, villages: { township: string; village: string; kind: keyof typeof POOLS }[]): Person[] {
  const persons: Person[] = [];
  for (let household = 1; persons.length < count; household += 1) {
    const place = draw.of(villages);
    const surname = draw.skewed<string>(POOLS[place.kind].surnames);
    const generation = draw.of<string>(POOLS[place.kind].male);
    const size = 1 + draw.below(6);
    const headYear = 1940 + draw.below(60);
    let headName = "";
    for (let i = 0; i < size; i += 1) {
      const sex = draw.chance(0.5) ? "male" : "female";
      const year = i === 0 ? headYear : Math.min(2024, i === 1 ? headYear + draw.below(8) - 3 : headYear + 20 + draw.below(15));
      const birthDate = birthDay(draw, year);
      const name = draftName(draw, place.kind, sex, i === 1 ? draw.skewed<string>(POOLS[place.kind].surnames) : surname, generation);
      if (i === 0) headName = name;
      const order = draw.below(500) * 2 + (sex === "male" ? 1 : 0);
      const body = `533399${birthDate.replaceAll("-", "")}${pad(order % 1000, 3)}`;
      const id = `${body}${checkDigit(body)}`;
      persons.push({ id, name, idText: id, birthDate, sex, township: place.township, village: place.village, householdNo: pad(household, 6), headName });
    }
  }
  const seen = new Set<string>();
  return persons.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function homophoneOf(draw: Draw, char: string): string | null {
  const readings = readingsOf(char);
  const alike = [...new Set(Object.values(POOLS).flatMap((pool) => [...pool.surnames, ...pool.male, ...pool.female]).concat([...OTHER]))].filter(
    (other) => other !== char && readingsOf(other).some((reading) => readings.includes(reading)),
  );
  return alike.length === 0 ? null : draw.of(alike);
}

function replaceOne(draw: Draw, name: string, replacement: (char: string) => string | null): string {
  const chars = [...name];
  const start = draw.below(chars.length);
  for (let i = 0; i < chars.length; i += 1) {
    const at = (start + i) % chars.length;
    const char = chars[at] ?? "";
    const other = char === "·" ? null : replacement(char);
    if (other !== null) return chars.with(at, other).join("");
  }
  return name;
}

function retypedName(draw: Draw, name: string): string {
  const luck = draw.unit();
  if (luck < 0.78) return name;
  if (luck < 0.83) return replaceOne(draw, name, (char) => (lookalikesOf(char).length === 0 ? null : draw.of(lookalikesOf(char))));
  if (luck < 0.89) return replaceOne(draw, name, (char) => homophoneOf(draw, char));
  if (luck < 0.97) return name.includes("·") ? name.replace("·", draw.of(["", "•", ".", " ", "・"])) : [...name].join(draw.of([" ", "  ", "\u3000"]));
  if (luck < 0.985 && name.length >= 3) return replaceOne(draw, name, () => draw.of(OTHER));
  return name.length >= 4 ? name.slice(0, -1) : name;
}

function mistypedId(draw: Draw, id: string): string {
  const at = draw.below(17);
  const swap = id[at] !== id[at + 1] && draw.chance(0.35);
  if (swap) return `${id.slice(0, at)}${id[at + 1] ?? ""}${id[at] ?? ""}${id.slice(at + 2)}`;
  if (draw.chance(0.1)) return `${id.slice(0, at)}${id.slice(at + 1)}`;
  return `${id.slice(0, at)}${(Number(id[at]) + 1 + draw.below(9)) % 10}${id.slice(at + 1)}`;
}

function retypedDate(draw: Draw, date: string): string {
  const [year = "", month = "", day = ""] = date.split("-");
  const luck = draw.unit();
  if (luck < 0.95) return date;
  if (luck < 0.965) return Number(day) <= 12 ? `${year}-${day}-${month}` : date;
  if (luck < 0.985) return `${year}-${month}-${pad(1 + draw.below(28), 2)}`;
  if (luck < 0.993) return `${Number(year) + 1}-${month}-${day}`;
  return birthDay(draw, 1940 + draw.below(80));
}

/**
 * A county: Han, Lisu and Nu villages, households with namesakes. Of its people, `rows` stand once more in another roster
 * with their id missing, cut off or mistyped and the rest as another clerk typed it; `outsiders` more stand there alone.
 */
export function draftPopulation({ seed, persons, rows, outsiders }: { seed: number; persons: number; rows: number; outsiders: number }): Population {
  const draw = new Draw(seed);
  const townships = 9;
  const villages = Array.from({ length: 80 }, (_, i) => ({ township: `${"甲乙丙丁戊己庚辛壬"[i % townships] ?? ""}江镇`, village: `第${i}村`, kind: draw.of(["han", "lisu", "lisu", "lisu", "nu"] as const) }));
  const everyone = draftPersons(draw, persons + outsiders, villages);
  const picked = new Set<number>();
  while (picked.size < rows + outsiders) picked.add(draw.below(everyone.length));
  const chosen = [...picked];
  const away = new Set(chosen.slice(0, outsiders));

  const known = everyone.filter((_, i) => !away.has(i)).map((person) => ({ ...person, name: draw.chance(0.03) ? person.name.replace("·", "") : person.name }));
  const drafted = chosen.map((index): Population["rows"][number] => {
    const person = everyone[index];
    if (person === undefined) throw new Error("drew past the end");
    const luck = draw.unit();
    const id = luck < 0.4 ? "missing" : luck < 0.55 ? "rounded" : luck < 0.65 ? "scientific" : luck < 0.95 ? "mistyped" : "foreign";
    const idText = {
      missing: null,
      rounded: `${person.id.slice(0, 15)}000`,
      scientific: "5.33E+17",
      mistyped: mistypedId(draw, person.id),
      foreign: mistypedId(draw, draw.of(everyone).id),
    }[id];
    const moved = draw.chance(0.03) ? draw.of(villages) : person;
    const isHead = person.name === person.headName;
    const name = retypedName(draw, person.name);
    const record: LinkRecord = {
      name,
      idText,
      birthDate: draw.chance(0.6) ? retypedDate(draw, person.birthDate) : null,
      sex: draw.chance(0.12) ? null : draw.chance(0.01) ? (person.sex === "male" ? "female" : "male") : person.sex,
      township: draw.chance(0.05) ? null : moved.township,
      village: draw.chance(0.07) ? null : moved.village.replace("村", draw.of(["村", "村委会", ""])),
      householdNo: draw.chance(0.2) ? null : person.householdNo,
      headName: draw.chance(0.25) ? null : isHead ? name : draw.chance(0.08) ? draw.of(everyone).name : retypedName(draw, person.headName),
    };
    const sameNumbering = draw.chance(0.4);
    if (!sameNumbering && record.householdNo !== null) record.householdNo = pad(draw.below(900_000), 6);
    return { record, truth: away.has(index) ? null : person.id, sameNumbering, id };
  });
  return { persons: known, rows: drafted, townships, villages: villages.length };
}
