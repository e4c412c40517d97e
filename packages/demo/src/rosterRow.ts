import type { RosterKind } from "@doudi/contract";
import type { Day } from "./day.js";
import type { Person, Sex, Village } from "./person.js";

/** A cell of a file: text, number, or a day that Excel keeps as a number (shown as a date or as the bare number). */
export type Cell = string | number | { serial: number; shown: boolean };

/** How the id number of a row is written. All up to `from_certificate` are usable once they are standardised. */
export type IdForm = "plain" | "fifteen" | "spaced" | "full_width" | "lower_case" | "from_certificate" | "missing" | "truncated" | "checksum";

const UNUSABLE: readonly IdForm[] = ["missing", "truncated", "checksum"];

/** What a row says that findings depend on, clean: the spelling comes later. */
export interface RowFacts {
  certificate?: string;
  category?: number;
  grade?: number;
  exitPath?: string;
  lifted?: boolean;
  labour?: string;
  deathDate?: Day | null;
  vehicleType?: string;
  vehicleStatus?: string;
  propertyUse?: string;
  companyStatus?: string;
  companyRole?: string;
  balanceFen?: number;
  releaseDate?: Day | null;
}

/** What stands in the other columns: texts, numbers, fen (`…_fen`) and days (`…_date`). */
export type RowMore = Record<string, string | number>;

/** One row of a roster as its department keeps it. `person` is whom it is about in truth. */
export interface RosterRow {
  kind: RosterKind;
  person: Person;
  form: IdForm;
  idCell: string | number;
  /** The name as recorded, before interpuncts and spaces are varied. */
  name: string;
  /** Null where the roster has no such column or the cell is empty. */
  sex: Sex | null;
  birth: Day | null;
  village: Village | null;
  /** "" where the roster has no household number. */
  householdNo: string;
  head: { name: string; id: string } | null;
  relation: string;
  facts: RowFacts;
  more: RowMore;
  /** file#sheet#row, once the file is laid out. */
  at: string;
  /** Running number of the row in its file, in reading order; -1 until then. */
  order: number;
  /** The cells as written, in the order of the file's columns; kept only where another row repeats this one. */
  written: Cell[] | null;
  /** The row that this one repeats. */
  copyOf: RosterRow | null;
}

export function isUsable(row: RosterRow): boolean {
  return !UNUSABLE.includes(row.form);
}

type Shown = "birth" | "sex" | "village" | "household" | "head";

/** Which of the common columns each roster has. */
const SHOWN = {
  dibao: ["birth", "sex", "village", "household", "head"],
  tekun: ["birth", "sex", "village", "household"],
  poor: ["birth", "sex", "village", "household", "head"],
  disabled: ["sex", "village"],
  medical_aid: ["birth", "sex", "village", "head"],
  insurance: ["birth", "sex", "village", "head"],
  temporary_aid: ["birth", "sex", "village", "head"],
  disability_living: ["birth", "sex", "village"],
  disability_care: ["sex", "village"],
  deaths: ["birth", "sex", "village"],
  vehicles: [],
  property: [],
  companies: [],
  payroll: ["sex"],
  deposits: [],
  pension: ["birth", "sex", "village"],
  incarcerated: ["birth", "sex"],
  margin: ["birth", "sex", "village", "household", "head"],
  orphans: ["birth", "sex", "village"],
  students: ["birth", "sex", "village"],
} as const satisfies Record<RosterKind, readonly Shown[]>;

/** Rosters in which a person rightly has several rows. */
export const SEVERAL_ROWS_A_PERSON: readonly RosterKind[] = ["vehicles", "property", "companies", "deposits"];

export interface Holding {
  householdNo?: string;
  head?: { name: string; id: string };
  relation?: string;
  village?: Village;
}

export function makeRow(kind: RosterKind, person: Person, facts: RowFacts = {}, more: RowMore = {}, holding: Holding = {}): RosterRow {
  const shown: readonly Shown[] = SHOWN[kind];
  const { household } = person;
  return {
    kind,
    person,
    form: "plain",
    idCell: person.id,
    name: person.name,
    sex: shown.includes("sex") ? person.sex : null,
    birth: shown.includes("birth") ? person.birth : null,
    village: shown.includes("village") ? (holding.village ?? household.village) : null,
    householdNo: shown.includes("household") ? (holding.householdNo ?? household.no) : "",
    head: shown.includes("head") ? (holding.head ?? { name: household.head.name, id: household.head.id }) : null,
    relation: holding.relation ?? person.relation,
    facts,
    more,
    at: "",
    order: -1,
    written: null,
    copyOf: null,
  };
}
