import { compact, type Day, excelSerial, inWords } from "./day.js";
import type { Random, Weighted } from "./random.js";
import type { Cell } from "./rosterRow.js";

type DateSpelling = "iso" | "slash" | "dot" | "words" | "compact" | "serial" | "shown_serial";
type YuanSpelling = "number" | "plain" | "commas" | "unit" | "commas_unit";

/** The habits of the office that keeps a roster. */
export interface Habits {
  dates: Weighted<DateSpelling>;
  yuan?: Weighted<YuanSpelling>;
  /** What stands in a name where the plain model has an interpunct. */
  interpunct?: string;
  /** Share of two-character names that are spread out with a blank. */
  spread?: number;
  /** Share of names written in traditional characters where there are such. */
  traditional?: number;
}

const TRADITIONAL: Record<string, string> = { 刘: "劉", 张: "張", 陈: "陳", 杨: "楊", 华: "華", 丽: "麗", 兰: "蘭", 军: "軍", 强: "強", 国: "國", 荣: "榮", 龙: "龍", 红: "紅", 凤: "鳳" };
/** Excel serials of five digits begin here; shorter ones would be read as something else. */
const FIRST_SERIAL = "1927-06-01";

/** Spells clean values the way one office does. */
export class Pen {
  readonly #habits: Habits;
  readonly #random: Random;

  constructor(habits: Habits, random: Random) {
    this.#habits = habits;
    this.#random = random;
  }

  name(plain: string): string {
    const { interpunct = "·", spread = 0, traditional = 0 } = this.#habits;
    let text = interpunct === "·" ? plain : plain.replaceAll("·", interpunct);
    if (traditional > 0 && this.#random.chance(traditional)) text = text.replace(/./gu, (character) => TRADITIONAL[character] ?? character);
    if (spread > 0 && text.length === 2 && this.#random.chance(spread)) text = [...text].join(this.#random.pick([" ", "　"]));
    return text;
  }

  day(day: Day | null): Cell {
    if (day === null || day === "") return "";
    const spelling = this.#random.weighted(this.#habits.dates);
    const [year, month, date] = day.split("-");
    switch (spelling) {
      case "iso":
        return day;
      case "slash":
        return `${year}/${Number(month)}/${Number(date)}`;
      case "dot":
        return `${year}.${month}.${date}`;
      case "words":
        return inWords(day);
      case "compact":
        return compact(day);
      case "serial":
      case "shown_serial":
        return day < FIRST_SERIAL ? day : { serial: excelSerial(day), shown: spelling === "shown_serial" };
    }
  }

  yuan(fen: number): Cell {
    const spelling = this.#random.weighted<YuanSpelling>(this.#habits.yuan ?? [["number", 1]]);
    const plain = fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
    switch (spelling) {
      case "number":
        return fen / 100;
      case "plain":
        return plain;
      case "commas":
        return withCommas(fen);
      case "unit":
        return `${plain}元`;
      case "commas_unit":
        return `${withCommas(fen)}元`;
    }
  }
}

function withCommas(fen: number): string {
  return (fen / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ",");
}
