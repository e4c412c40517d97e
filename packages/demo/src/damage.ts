import type { RosterKind } from "@doudi/contract";
import { addDays, type Day } from "./day.js";
import { type Medium, writeId } from "./idWriting.js";
import { checkCharacter } from "./idNumber.js";
import { misspelt } from "./misspelling.js";
import type { Random, Weighted } from "./random.js";
import type { Register } from "./register.js";
import { type IdForm, isUsable, type RosterRow, SEVERAL_ROWS_A_PERSON } from "./rosterRow.js";

/** Share of rows whose id cannot be used: only in rosters that say enough otherwise to find the person again. */
const UNUSABLE_SHARE: Partial<Record<RosterKind, number>> = {
  dibao: 0.012, tekun: 0.012, poor: 0.008, medical_aid: 0.015, temporary_aid: 0.015, disability_living: 0.012, insurance: 0.0022, students: 0.003, pension: 0.003, deaths: 0.008, margin: 0.006,
};
/** Taken in turn, so that a small county shows each. */
const UNUSABLE_FORMS: readonly IdForm[] = ["missing", "truncated", "checksum", "checksum", "truncated", "missing", "checksum"];
const ODD_FORMS: Weighted<IdForm> = [["fifteen", 35], ["spaced", 45], ["full_width", 20]];
const ODD_SHARE: Partial<Record<RosterKind, number>> = { insurance: 0.01, students: 0.01, pension: 0.02, deposits: 0.01 };

interface Damage { register: Register; medium: (kind: RosterKind) => Medium; random: Random; date: Day; quota(rate: number): number }

/** Writes into the rows the errors that departments' files have. Order matters: repeated rows copy finished ones. */
export function damage(county: Damage): void {
  spoilCertificates(county);
  spoilNames(county);
  spoilBirthAndSex(county);
  spoilIds(county);
  plantFormulas(county);
  repeatRows(county);
}

function spoilCertificates({ register, random, quota }: Damage): void {
  const disabled = random.shuffled(register.rows("disabled"));
  const take = (rate: number) => disabled.splice(0, quota(rate));
  for (const row of take(0.0004)) row.facts.certificate = malformed(row, random);
  for (const row of take(0.00025)) row.facts.certificate = row.facts.certificate?.replace(row.person.id, otherId(row, random)) ?? "";
  // The columns decide; the certificate keeps what it said.
  for (const row of take(0.0005)) regrade(row, random);
  for (const kind of ["disability_living", "disability_care"] as const) for (const row of random.sample(register.rows(kind), quota(0.0002))) regrade(row, random);
}

function malformed(row: RosterRow, random: Random): string {
  const { id } = row.person;
  const { category = 4, grade = 4 } = row.facts;
  return random.pick([
    `${id}${category}`,
    `${id}${random.int(8, 9)}${grade}`,
    `${id}${category}${random.int(5, 9)}`,
    `${id.slice(0, 17)}${id.endsWith("1") ? "2" : "1"}${category}${grade}`,
  ]);
}

/** The id of nobody else, one step of the sequence away. */
function otherId(row: RosterRow, random: Random): string {
  const { id } = row.person;
  const sequence = (Number(id.slice(14, 17)) + 2 * random.int(1, 400)) % 1000;
  const digits = id.slice(0, 14) + String(sequence).padStart(3, "0");
  return digits + checkCharacter(digits);
}

function regrade(row: RosterRow, random: Random): void {
  const { category = 4, grade = 4 } = row.facts;
  if (random.chance(0.7)) row.facts.grade = grade === 1 ? 2 : grade === 4 ? 3 : grade + random.pick([-1, 1]);
  else row.facts.category = category === 4 ? 7 : 4;
}

function spoilNames({ register, random, quota }: Damage): void {
  const candidates = ["insurance", "students", "pension", "disabled", "dibao", "poor", "vehicles", "deposits"] as const;
  const rows = candidates.flatMap((kind) => random.sample(register.rows(kind), quota(kind === "insurance" ? 0.0006 : kind === "poor" ? 0.0003 : 0.0001)));
  for (const row of rows) row.name = misspelt(row.name, random);
}

function spoilBirthAndSex({ register, random, date, quota }: Damage): void {
  for (const kind of ["dibao", "poor", "insurance", "students", "pension", "medical_aid", "margin"] as const) {
    const rate = kind === "insurance" || kind === "poor" ? 0.0004 : 0.0001;
    const [birth, sex] = [random.sample(register.rows(kind), quota(rate)), random.sample(register.rows(kind), quota(rate / 2))];
    for (const row of birth) row.birth = wrongBirth(row.person.birth, date, random);
    for (const row of sex) row.sex = row.person.sex === "男" ? "女" : "男";
  }
}

function wrongBirth(birth: Day, date: Day, random: Random): Day {
  const [year = "", month = "", day = ""] = birth.split("-");
  const swapped = Number(day) <= 12 && month !== day ? `${year}-${day}-${month}` : null;
  const choices = [swapped, addDays(birth, random.int(1, 9)), addDays(birth, -random.int(20, 40)), addDays(birth, -365 * random.int(1, 3))];
  const fit = choices.filter((choice): choice is Day => choice !== null && choice < date && choice !== birth);
  return fit.length > 0 ? random.pick(fit) : addDays(birth, -31);
}

function spoilIds({ register, medium, random }: Damage): void {
  for (const row of register.all()) {
    if (row.kind === "disabled" || row.form === "from_certificate") continue;
    const share = ODD_SHARE[row.kind] ?? 0.04;
    if (row.person.id.endsWith("X") && random.chance(3 * share)) setForm(row, "lower_case", medium(row.kind), random);
    else if (random.chance(share)) setForm(row, random.weighted(ODD_FORMS), medium(row.kind), random);
  }
  let turn = 0;
  for (const [kind, share] of Object.entries(UNUSABLE_SHARE) as [RosterKind, number][]) {
    const rows = register.rows(kind);
    for (const row of random.sample(rows, rows.length < 40 ? 0 : Math.max(2, Math.round(rows.length * share)))) {
      setForm(row, UNUSABLE_FORMS[turn % UNUSABLE_FORMS.length] ?? "missing", medium(kind), random);
      turn += 1;
      // A wrong birth date or name in such a row is nobody's finding, and nobody's clue.
      row.birth = row.birth === null ? null : row.person.birth;
      row.sex = row.sex === null ? null : row.person.sex;
      row.name = random.chance(0.04) ? misspelt(row.person.name, random) : row.person.name;
      if (random.chance(0.04)) row.birth = null;
    }
  }
}

/** Texts that a spreadsheet would take for a formula. */
function plantFormulas({ register, random }: Damage): void {
  const rows = register.rows("companies");
  const shown = rows.filter((row) => register.covered(row.person) && row.facts.companyRole === "法定代表人" && row.facts.companyStatus === "存续");
  for (const row of random.sample(shown.length > 0 ? shown : rows, 2)) row.more.company = `=${row.more.company}`;
}

function setForm(row: RosterRow, form: IdForm, medium: Medium, random: Random): void {
  const cell = writeId(row.person.id, form, medium, random);
  if (cell === null) return;
  row.form = form;
  row.idCell = cell;
}

function repeatRows({ register, medium, random, quota }: Damage): void {
  const rates: Partial<Record<RosterKind, number>> = {
    dibao: 0.0003, tekun: 0, poor: 0.0004, insurance: 0.0004, students: 0.0001, disabled: 0.0001, temporary_aid: 0.00005, disability_living: 0.00005, vehicles: 0.00005, property: 0.00005, deposits: 0.0001,
  };
  for (const [kind, rate] of Object.entries(rates) as [RosterKind, number][]) {
    const clean = register.rows(kind).filter((row) => isUsable(row) && row.name === row.person.name && (row.birth === null || row.birth === row.person.birth));
    for (const source of random.sample(clean, quota(rate))) {
      const copy: RosterRow = { ...source, facts: { ...source.facts }, more: { ...source.more }, copyOf: source };
      if (!SEVERAL_ROWS_A_PERSON.includes(kind) && random.chance(0.3)) setForm(copy, random.weighted([["fifteen", 1], ["spaced", 2]]), medium(kind), random);
      source.written = [];
      register.rows(kind).push(copy);
    }
  }
}
