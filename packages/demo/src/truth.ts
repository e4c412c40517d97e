import { FINDING_CODES, type FindingCode, type RosterKind } from "@doudi/contract";
import type { Day } from "./day.js";
import { hasRightCheckCharacter } from "./idNumber.js";
import type { Person } from "./person.js";
import type { Register } from "./register.js";
import { isUsable, type RosterRow, SEVERAL_ROWS_A_PERSON } from "./rosterRow.js";

/** A line of truth.csv. `rows`: file#sheet#row, joined by `;` in the order of code points. */
export interface TruthRow {
  finding: FindingCode;
  /** The true 18-digit number of the person; for a row of bad quality, the number as standardised, "" where it cannot be used. */
  id_number: string;
  name: string;
  household_no: string;
  rows: string;
}

export interface TruthTerms {
  date: Day;
  /** More than this in all accounts of a person is too much. */
  depositsFen: number;
  /** More homes than this are too many. */
  homes: number;
}

const EXEMPT = /摩托车|拖拉机|残疾人/;
const LOST_LABOUR = ["丧失劳动力", "弱劳动力或半劳动力", "弱劳动力", "半劳动力"];
const BOTTOM_LINE = "社会保障兜底";
const NONE: readonly RosterRow[] = [];
const DISABILITY_KINDS = ["disabled", "disability_living", "disability_care"] as const;

/** What a right comparison finds, from the clean facts of every row: no file is read back, no other package has a say. */
export function makeTruth(register: Register, terms: TruthTerms): TruthRow[] {
  return new Truth(register, terms).make();
}

/** Name after folding. Names in memory have one interpunct and no blanks or traditional characters: those come with the spelling. */
function folded(name: string): string {
  return name.replaceAll("·", "");
}

class Truth {
  readonly #terms: TruthTerms;
  readonly #rows: RosterRow[];
  readonly #byPerson = new Map<Person, Map<RosterKind, RosterRow[]>>();
  readonly #duplicates: Set<RosterRow>;
  readonly #poorHouseholds = new Map<string, RosterRow[]>();
  readonly #truth: TruthRow[] = [];

  constructor(register: Register, terms: TruthTerms) {
    this.#terms = terms;
    this.#rows = register.all();
    this.#duplicates = repeated(this.#rows);
    for (const row of this.#rows) {
      if (!isUsable(row) || this.#duplicates.has(row)) continue;
      const kinds = this.#byPerson.get(row.person) ?? new Map<RosterKind, RosterRow[]>();
      this.#byPerson.set(row.person, kinds);
      append(kinds, row.kind, row);
      if (row.kind === "poor") append(this.#poorHouseholds, row.householdNo, row);
    }
  }

  make(): TruthRow[] {
    for (const person of this.#byPerson.keys()) {
      if (this.#of(person, "deaths").length === 0) {
        this.#missed(person);
        this.#unclaimed(person);
      }
      this.#wrong(person);
      this.#conflicts(person);
    }
    for (const row of this.#rows) this.#quality(row);
    const rank = new Map(FINDING_CODES.map((code, i) => [code, i]));
    const key = (row: TruthRow) => `${String(rank.get(row.finding)).padStart(2, "0")},${row.id_number},${row.rows}`;
    return this.#truth.map((row) => ({ row, key: key(row) })).sort((a, b) => compare(a.key, b.key)).map(({ row }) => row);
  }

  #of(person: Person, ...kinds: RosterKind[]): readonly RosterRow[] {
    const own = this.#byPerson.get(person);
    const [kind] = kinds;
    if (own === undefined || kind === undefined) return NONE;
    return kinds.length === 1 ? (own.get(kind) ?? NONE) : kinds.flatMap((one) => own.get(one) ?? NONE);
  }

  #on(person: Person, ...kinds: RosterKind[]): boolean {
    return this.#of(person, ...kinds).length > 0;
  }

  #covered(person: Person): boolean {
    return this.#on(person, "dibao", "tekun");
  }

  #find(finding: FindingCode, person: Person, rows: readonly RosterRow[]): void {
    const household = this.#of(person, "dibao", "tekun", "poor", "margin")[0]?.householdNo ?? "";
    this.#truth.push({ finding, id_number: person.id, name: person.name, household_no: household, rows: places(rows) });
  }

  #missed(person: Person): void {
    if (this.#covered(person)) return;
    const poor = this.#of(person, "poor");
    const disabled = this.#of(person, "disabled");
    const aided = this.#of(person, "medical_aid");
    if (poor.some((row) => row.facts.exitPath === BOTTOM_LINE)) this.#find("missed.poor_bottom_line", person, poor);
    const [first] = disabled;
    const { grade = 9, category = 0 } = first?.facts ?? {};
    if (first !== undefined && grade <= 2) this.#find("missed.severe_disability", person, disabled);
    if (first !== undefined && grade >= 3 && (category === 5 || category === 6)) this.#find("missed.mental_disability", person, disabled);
    if (aided.length > 0 && poor.some((row) => LOST_LABOUR.includes(row.facts.labour ?? ""))) this.#find("missed.major_disease", person, [...aided, ...poor]);
    const others = poor.flatMap((row) => this.#poorHouseholds.get(row.householdNo) ?? []).filter((row) => row.person !== person);
    if (others.some((row) => this.#on(row.person, "dibao"))) this.#find("missed.household_member", person, poor);
  }

  #unclaimed(person: Person): void {
    const dibao = this.#of(person, "dibao");
    const disabled = this.#of(person, "disabled");
    const due = this.#of(person, "dibao", "tekun", "poor");
    if (dibao.length > 0 && disabled.length > 0 && !this.#on(person, "disability_living")) this.#find("unclaimed.disability_living", person, [...dibao, ...disabled]);
    if (disabled.some((row) => (row.facts.grade ?? 9) <= 2) && !this.#on(person, "disability_care")) this.#find("unclaimed.disability_care", person, disabled);
    if (due.length > 0 && !this.#on(person, "insurance")) this.#find("unclaimed.insurance", person, due);
  }

  #wrong(person: Person): void {
    const support = this.#of(person, "dibao", "tekun");
    if (support.length === 0) return;
    const { date, depositsFen, homes } = this.#terms;
    const against = (finding: FindingCode, rows: readonly RosterRow[]) => {
      if (rows.length > 0) this.#find(finding, person, [...support, ...rows]);
    };
    against("wrong.deceased", this.#of(person, "deaths").filter(({ facts }) => facts.deathDate === null || (facts.deathDate ?? date) < date));
    if (this.#on(person, "dibao") && this.#on(person, "tekun")) this.#find("wrong.double_scheme", person, support);
    for (const kind of ["dibao", "tekun"] as const) {
      const rows = this.#of(person, kind);
      if (new Set(rows.map((row) => `${row.householdNo},${row.village?.code}`)).size > 1) this.#find("wrong.duplicate", person, rows);
    }
    against("wrong.payroll", this.#of(person, "payroll"));
    against("wrong.company", this.#of(person, "companies").filter(({ facts }) => facts.companyRole === "法定代表人" && facts.companyStatus !== "注销" && facts.companyStatus !== "吊销"));
    against("wrong.vehicle", this.#of(person, "vehicles").filter(({ facts }) => !EXEMPT.test(facts.vehicleType ?? "") && facts.vehicleStatus !== "注销" && facts.vehicleStatus !== "报废"));
    const dwellings = this.#of(person, "property").filter((row) => row.facts.propertyUse === "住宅");
    if (dwellings.length > homes) against("wrong.property", dwellings);
    const accounts = this.#of(person, "deposits");
    if (accounts.reduce((sum, row) => sum + (row.facts.balanceFen ?? 0), 0) > depositsFen) against("wrong.deposits", accounts);
    against("wrong.incarcerated", this.#of(person, "incarcerated").filter(({ facts }) => facts.releaseDate === null || (facts.releaseDate ?? date) > date));
  }

  #conflicts(person: Person): void {
    const all = [...(this.#byPerson.get(person)?.values() ?? [])].flat();
    const first = all[0]?.name ?? "";
    if (all.some((row) => row.name !== first && folded(row.name) !== folded(first))) this.#find("conflict.name", person, all);
    const disability = this.#of(person, ...DISABILITY_KINDS);
    const said = new Set(disability.map(({ facts }) => `${facts.category},${facts.grade}`));
    if (said.size > 1 || disability.some(certificateContradicts)) this.#find("conflict.disability", person, disability);
    const dibao = this.#of(person, "dibao");
    const poor = this.#of(person, "poor");
    if (dibao.some((one) => poor.some((other) => headsDiffer(one, other)))) this.#find("conflict.household", person, [...dibao, ...poor]);
    if (!this.#covered(person) && poor.some(({ facts }) => facts.lifted === true && facts.exitPath === BOTTOM_LINE)) this.#find("conflict.exit_path", person, poor);
  }

  #quality(row: RosterRow): void {
    const usable = isUsable(row);
    const find = (finding: FindingCode) =>
      this.#truth.push({ finding, id_number: usable ? row.person.id : "", name: row.name, household_no: row.householdNo, rows: row.at });
    if (this.#duplicates.has(row)) {
      find("quality.duplicate_row");
      return;
    }
    if (row.form === "missing") find("quality.id_missing");
    if (row.form === "truncated") find("quality.id_truncated");
    if (row.form === "checksum") find("quality.id_checksum");
    if (usable && row.birth !== null && row.birth !== row.person.birth) find("quality.birth_date");
    if (usable && row.sex !== null && row.sex !== row.person.sex) find("quality.sex");
    const { certificate } = row.facts;
    if (certificate !== undefined && (!wellFormed(certificate) || certificate.slice(0, 18) !== row.person.id)) find("quality.certificate");
    if (!usable) this.#link(row);
  }

  /** A row without a usable id is the same person as another row, if one has a usable id; the first of these stands for it. */
  #link(row: RosterRow): void {
    const own = this.#byPerson.get(row.person);
    if (own === undefined) return;
    const other = [...own.values()].flat().sort((a, b) => compare(a.at, b.at))[0];
    if (other !== undefined) this.#find("link.probable", row.person, [row, other]);
  }
}

/** Rows that repeat an earlier one of the same roster: same person, household and place, or everything where several rows are natural. */
function repeated(rows: RosterRow[]): Set<RosterRow> {
  const seen = new Set<string>();
  const found = new Set<RosterRow>();
  // Rows of a roster come in reading order.
  for (const row of rows) {
    if (!isUsable(row)) continue;
    const what = SEVERAL_ROWS_A_PERSON.includes(row.kind) ? JSON.stringify([row.person.id, row.name, row.facts, row.more]) : `${row.person.id},${row.householdNo},${row.village?.code}`;
    const key = `${row.kind},${what}`;
    if (seen.has(key)) found.add(row);
    seen.add(key);
  }
  return found;
}

function append<K>(map: Map<K, RosterRow[]>, key: K, row: RosterRow): void {
  const rows = map.get(key);
  if (rows === undefined) map.set(key, [row]);
  else rows.push(row);
}

function wellFormed(certificate: string): boolean {
  return /^\d{17}[\dX][1-7][1-4]/.test(certificate) && hasRightCheckCharacter(certificate.slice(0, 18));
}

function certificateContradicts({ facts }: RosterRow): boolean {
  const { certificate, category, grade } = facts;
  return certificate !== undefined && wellFormed(certificate) && certificate.slice(18, 20) !== `${category}${grade}`;
}

function headsDiffer(one: RosterRow, other: RosterRow): boolean {
  if (one.head === null || other.head === null) return false;
  return one.head.id !== "" && other.head.id !== "" ? one.head.id !== other.head.id : folded(one.head.name) !== folded(other.head.name);
}

function places(rows: readonly RosterRow[]): string {
  return rows.map((row) => row.at).sort(compare).join(";");
}

/** By code points, as the file contract sorts. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
