import type { Day } from "./day.js";
import type { IdNumber } from "./idNumber.js";

export type Sex = "男" | "女";

export interface Township {
  code: string;
  name: string;
  villages: Village[];
}

export interface Village {
  code: string;
  /** As people say it: 老姆登村, 上帕社区. */
  name: string;
  township: Township;
}

export const DISABILITY_CATEGORIES = ["视力", "听力", "言语", "肢体", "智力", "精神", "多重"] as const;

/** `category` 1 to 7 in the order above; `grade` 1 (most severe) to 4. */
export interface Disability {
  category: number;
  grade: number;
  issued: Day;
}

export interface Person {
  id: IdNumber;
  name: string;
  sex: Sex;
  birth: Day;
  age: number;
  ethnicity: string;
  relation: string;
  household: Household;
  phone: string;
  disability: Disability | null;
}

export interface Household {
  /** Village code and a running number: 16 digits. */
  no: string;
  village: Village;
  group: number;
  head: Person;
  members: Person[];
  poor: boolean;
}
