import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DoudiError, ROSTER_KIND_CODES, type FindingCode, type RosterKind } from "@doudi/contract";
import { Assistance } from "./assistance.js";
import { readCounty } from "./county.js";
import { csvFile } from "./csvFile.js";
import { damage } from "./damage.js";
import type { Day } from "./day.js";
import { Deaths } from "./deaths.js";
import { type DemoDescription, describeDemo } from "./describeDemo.js";
import { makeLayouts } from "./layouts.js";
import { Means } from "./means.js";
import { makePopulation } from "./population.js";
import { Random } from "./random.js";
import { Register } from "./register.js";
import type { RosterLayout } from "./rosterLayout.js";
import type { RosterRow } from "./rosterRow.js";
import { plantSituations } from "./situations.js";
import { makeTruth, type TruthRow } from "./truth.js";
import { workbookFile } from "./workbookFile.js";

export interface DemoOptions {
  /** Folder to write into; made where it does not exist. */
  out: string;
  persons: number;
  seed: number;
  /** The day of comparison, YYYY-MM-DD; 2020-06-30 where not given. */
  date?: Day;
  /** A county whose villages are known; 533323 (Fugong) where not given. */
  place?: string;
}

export interface Demo extends DemoDescription {
  /** The folder of department files, to be given to `doudi compare`. */
  rosters: string;
  /** The file of what the comparison should find. */
  truth: string;
}

const FEWEST = 200;
/** Limits of the policy in force at the demo place and day. */
const LIMITS = { depositsFen: 5_000_000, homes: 2 };

/**
 * Writes a county's worth of invented department files into `out`/rosters, with `out`/truth.csv and `out`/README.txt.
 * The same options give the same bytes. Throws DoudiError `usage` for fewer than 200 persons or an unknown place.
 */
export async function makeDemo(options: DemoOptions): Promise<Demo> {
  const { out, persons, seed, date = "2020-06-30", place = "533323" } = options;
  if (!Number.isInteger(persons) || persons < FEWEST) throw new DoudiError("usage", { detail: `demo: --persons must be a whole number, ${FEWEST} or more` });
  const county = readCounty(place);
  const random = new Random(seed);
  const households = makePopulation(county, persons, date, random);
  const layouts = makeLayouts(county, date);
  const register = enter(households, persons, date, layouts, random);

  const rosters = join(out, "rosters");
  await mkdir(rosters, { recursive: true });
  const files = [];
  for (const kind of ROSTER_KIND_CODES) {
    const layout = layouts[kind];
    const rows = register.rows(kind);
    arrange(rows);
    const stream = random.fork(`file ${kind}`);
    await writeFile(join(rosters, layout.file), layout.format === "csv" ? csvFile(layout, rows, stream) : workbookFile(layout, rows, stream));
    files.push({ kind, file: layout.file, rows: rows.length, format: layout.format === "csv" ? `csv ${layout.encoding}` : layout.format });
  }
  const truth = makeTruth(register, { date, ...LIMITS });
  const findings: Partial<Record<FindingCode, number>> = {};
  for (const { finding } of truth) findings[finding] = (findings[finding] ?? 0) + 1;
  const description = { place: county.name, date, persons, households: households.length, seed, files, findings };
  await writeFile(join(out, "truth.csv"), truthText(truth));
  await writeFile(join(out, "README.txt"), describeDemo(description));
  return { ...description, rosters, truth: join(out, "truth.csv") };
}

function enter(households: ReturnType<typeof makePopulation>, persons: number, date: Day, layouts: Record<RosterKind, RosterLayout>, random: Random): Register {
  const register = new Register();
  const quota = (rate: number) => Math.max(3, Math.round(rate * persons));
  const deaths = new Deaths(households, date, random);
  const means = new Means(register, deaths, date, random);
  new Assistance(register, deaths, date, random).enter(households);
  means.enter(households);
  plantSituations({ households, register, deaths, means, random: random.fork("situations"), date, quota });
  deaths.register(register);
  damage({ register, medium: (kind) => (layouts[kind].format === "csv" ? "csv" : "workbook"), random: random.fork("damage"), date, quota });
  return register;
}

/** By village and household, rows entered twice after the others of their village; rosters without villages as they grew. */
function arrange(rows: RosterRow[]): void {
  const key = (row: RosterRow) => `${row.village?.code ?? ""}${row.copyOf === null ? 0 : 1}${row.village === null ? "" : row.householdNo || row.person.household.no}`;
  const keyed = rows.map((row, i) => ({ row, i, key: key(row) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.i - b.i));
  for (const [i, { row }] of keyed.entries()) rows[i] = row;
}

function truthText(truth: TruthRow[]): string {
  const lines = truth.map((row) => [row.finding, row.id_number, row.name, row.household_no, row.rows].map((cell) => (/[",\n]/.test(cell) ? `"${cell}"` : cell)).join(","));
  return `finding,id_number,name,household_no,rows\n${lines.join("\n")}\n`;
}
