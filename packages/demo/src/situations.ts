import { addDays, type Day } from "./day.js";
import { certificateNumber } from "./certificate.js";
import type { Deaths } from "./deaths.js";
import type { Means } from "./means.js";
import type { Household, Person } from "./person.js";
import type { Random } from "./random.js";
import type { Register } from "./register.js";
import type { RosterRow } from "./rosterRow.js";

/** What a plant needs: the county as it stands, and how many cases to make of a rate per person (at least three). */
export interface Ground {
  households: Household[];
  register: Register;
  deaths: Deaths;
  means: Means;
  random: Random;
  date: Day;
  quota(rate: number): number;
}

/** Plants the cases that a county without errors would not have: persons wrongly in, left out, or in conflict. */
export function plantSituations(ground: Ground): void {
  plantLeftOut(ground);
  plantHeads(ground);
  plantTwice(ground);
  plantMeans(ground);
  plantFew(ground);
}

function plantLeftOut({ households, register, deaths, random, date, quota }: Ground): void {
  const free = households.filter((household) => household.members.every((person) => !register.covered(person) && !deaths.has(person)));
  const candidates = random.shuffled(free.filter((household) => household.poor));
  const poor = candidates.splice(0, quota(0.0002));
  const bottomLine = new Set(poor);
  for (const row of register.rows("poor")) {
    if (!bottomLine.has(row.person.household)) continue;
    row.facts.exitPath = "社会保障兜底";
    row.facts.lifted = poor.indexOf(row.person.household) % 2 === 0;
  }
  const adults = free.flatMap((household) => household.members).filter((person) => person.age >= 18 && person.age < 60 && !register.has("disabled", person));
  for (const [i, person] of random.sample(adults, quota(0.0002)).entries()) {
    const disability = i % 2 === 0 ? { category: 6, grade: 3, issued: addDays(date, -random.int(40, 900)) } : { category: 4, grade: 2, issued: addDays(date, -random.int(40, 900)) };
    register.add("disabled", person, { certificate: certificateNumber(person.id, disability, random), category: disability.category, grade: disability.grade },
      { issued_date: disability.issued, valid_date: addDays(disability.issued, 3652), guardian: person.household.head.name });
  }
  const model = register.rows("dibao")[0];
  for (const { members } of candidates.filter((household) => household.members.length > 2).slice(0, quota(0.00005))) {
    const [, second] = members;
    if (second !== undefined && model !== undefined) register.add("dibao", second, {}, { ...model.more });
  }
  const weak = register.rows("poor").filter((row) => row.facts.labour === "弱劳动力或半劳动力" && !register.covered(row.person) && !register.has("medical_aid", row.person));
  for (const { person } of random.sample(weak, quota(0.00015))) {
    register.add("medical_aid", person, {}, { disease: "慢性肾衰竭", total_fen: random.int(30_000, 90_000) * 100, own_fen: random.int(8000, 20_000) * 100, aid_fen: random.int(3000, 7000) * 100, treatment_date: addDays(date, -random.int(5, 120)), hospital: "怒江州人民医院" });
  }
}

/** The head of the household on dibao becomes another adult than on the poor register. */
function plantHeads({ register, random, quota }: Ground): void {
  const units = new Map<string, RosterRow[]>();
  for (const row of register.rows("dibao")) if (row.person.household.poor) units.set(row.householdNo, [...(units.get(row.householdNo) ?? []), row]);
  const fit = [...units.values()].filter((rows) => otherAdult(rows) !== undefined);
  for (const rows of random.sample(fit, quota(0.0003))) {
    const other = otherAdult(rows);
    if (other === undefined) continue;
    for (const row of rows) {
      row.head = { name: other.name, id: row.head?.id === "" ? "" : other.id };
      row.relation = row.person === other ? "户主" : row.relation === "户主" ? "配偶" : row.relation;
    }
  }
}

function otherAdult(rows: RosterRow[]): Person | undefined {
  return rows.find((row) => row.person !== row.person.household.head && row.person.age >= 18 && row.person.age < 70)?.person;
}

function plantTwice({ register, random, quota }: Ground): void {
  const dibao = register.rows("dibao");
  const tekun = register.rows("tekun");
  const grown = dibao.filter((row) => row.person.age >= 18 && !register.has("tekun", row.person));
  for (const { person } of random.sample(grown, quota(0.0003))) {
    register.add("tekun", person, {}, { care: "分散供养", selfCare: "半自理", amount_fen: 83_200, start_date: "2019-10-01" });
  }
  // Only persons outside the poor register: with two dibao households, "the" head to compare would be a matter of taste.
  const single = dibao.filter((row) => !row.person.household.poor && !register.has("tekun", row.person));
  const again = random.sample(single, quota(0.0003));
  const hosts = dibao.filter((row) => !again.includes(row));
  for (const row of again) {
    const host = random.pick(hosts.filter((other) => other.householdNo !== row.householdNo));
    if (host.village === null || host.head === null) continue;
    register.add("dibao", row.person, {}, { ...host.more }, { householdNo: host.householdNo, head: host.head, village: host.village, relation: "其他" });
  }
  for (const row of random.sample(tekun.filter((one) => !register.has("dibao", one.person)), quota(0.00004))) {
    const host = random.pick(dibao.filter((other) => other.village !== row.village));
    if (host.village !== null) register.add("tekun", row.person, {}, { ...row.more }, { householdNo: host.householdNo, village: host.village });
  }
}

/** No roster is empty, however small the county. */
function plantFew({ households, register, deaths, random, date, quota }: Ground): void {
  const free = households.filter((household) => !household.poor && household.members.every((person) => !register.covered(person) && !register.has("margin", person) && !deaths.has(person)));
  for (const household of random.sample(free, quota(0.00001))) {
    for (const person of household.members) register.add("margin", person, {}, { start_date: addDays(date, -60), income_fen: 520_000 });
  }
  const children = free.flatMap((household) => household.members).filter((person) => person.age < 16 && !register.has("orphans", person));
  for (const child of random.sample(children, quota(0.00001))) register.add("orphans", child, {}, { type: "困境儿童", guardian: child.household.head.name, amount_fen: 118_000 });
}

function plantMeans({ register, deaths, means, random, quota }: Ground): void {
  const covered = [...new Set([...register.rows("dibao"), ...register.rows("tekun")].map((row) => row.person))];
  const living = covered.filter((person) => !deaths.has(person));
  const adults = living.filter((person) => person.age >= 18 && person.age < 65);
  for (const person of random.sample(living.filter((one) => one.age >= 50), quota(0.0003))) deaths.record(person, false);
  for (const person of random.sample(adults, quota(0.0003))) means.payroll(person);
  for (const person of random.sample(adults, quota(0.0004))) means.company(person, true);
  for (const person of random.sample(adults, quota(0.0011))) means.vehicle(person, true, random.pick(["正常", "正常", "逾期未检验"]));
  for (const person of random.sample(adults, quota(0.0003))) means.homes(person, random.int(3, 4));
  for (const person of random.sample(adults, quota(0.0004))) means.homes(person, 2, 1);
  for (const person of random.sample(adults, quota(0.0009))) means.deposits(person, random.int(62_000, 380_000));
  for (const person of random.sample(adults, quota(0.00025))) means.incarcerated(person, true);
  for (const person of random.sample(adults, quota(0.0001))) means.incarcerated(person, false);
}
