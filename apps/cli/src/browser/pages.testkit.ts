import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LANGS, type Lang } from "@doudi/contract";
import { writeExplanation } from "@doudi/report/explanation";
import { writeSimulation } from "@doudi/report/simulation";
import { compareFolder } from "../compare/compareFolder.js";
import { smallRosters, withCheckDigit } from "../compare/rosters.testkit.js";
import { explainInput } from "../explain/runExplain.js";
import { writePackDocs } from "../packs/writePackDocs.js";
import { simulateInput } from "../simulate/simulateInput.js";

const QUIET = { start: () => undefined, expect: () => undefined, step: () => undefined, stop: () => undefined };
const PLACE = "533323";
const DATE = "2020-06-30";
const STANDARD = { 农村低保标准: "4500元/年" };

/** Three invented households: one that is due, one that is not, and one whose deposits nobody knows. */
function inventHouseholds(): string {
  const member = (no: number, birth: string, relation: string, wage: number, more: object = {}): object => ({
    id_number: withCheckDigit(`533399${birth.replaceAll("-", "")}0${no}1X`), name: `李某${"甲乙丙丁戊"[no] ?? ""}`, birth_date: birth, sex: "male", relation, income_fen_year: { wage, business: 0, property: 0, transfer: 0 },
    labour_capacity: "partial", disability_cert: false, needs_long_term_care: false, major_disease: false, chronic_disease: false, treatment_continues: false, student_stage: "none", insured: true,
    refused_offers: { job: 0, project: 0 }, status: "present", self_care_lost: 0, supporter_able: true, cannot_live_apart: false, applied_individually: false, ...more,
  });
  const household = (no: string, division: string, members: object[], more: object = {}): object => ({
    household_no: no, division_code: division, hukou: "rural", vehicles: 0, houses: 1, deposits_fen: 0, business_registered: false, medical_self_paid_fen_year: 0, education_expense_fen_year: 0,
    disability_expense_fen_year: 0, employment_cost_fen_year: 0, poor_registered: true, already_on: "none", lift_by_work_possible: false, heating_area: false, ...more, members,
  });
  const households = [
    household("N1", "533323101", [member(0, "1975-01-01", "head", 600_000), member(1, "1978-03-08", "spouse", 0, { disability_cert: true, disability_category: 4, disability_grade: 2, needs_long_term_care: true }), member(2, "2010-06-15", "child", 0, { labour_capacity: "none", student_stage: "primary" })], { deposits_fen: null }),
    household("N2", "533323201", [member(3, "1970-10-01", "head", 470_000)]),
    household("N3", "533323201", [member(4, "1981-12-24", "head", 5_000_000)], { vehicles: 1 }),
  ];
  return `${households.map((each) => JSON.stringify(each)).join("\n")}\n`;
}

/** Writes every page that Doudi makes into a folder and returns the paths: report, explanations and simulations in both languages, and the site of the packs. */
export async function makePages(folder: string): Promise<Record<"report" | "explanation" | "simulation" | "site", readonly string[]>> {
  const input = join(folder, "households.jsonl");
  await writeFile(input, inventHouseholds());
  const rosters = join(folder, "rosters");
  await mkdir(rosters);
  for (const [name, content] of Object.entries(smallRosters())) await writeFile(join(rosters, name), content);
  const report = join(folder, "report");
  await compareFolder({ folder: rosters, out: report, place: PLACE, date: DATE, engine: "duckdb", formats: new Set(["html"]), ids: "masked", keepGoing: false, lang: "zh", workbooks: false, memoryLimit: "1GB" }, QUIET);
  const account = await explainInput({ input, household: "N1", place: PLACE, date: DATE, schemes: ["dibao", "disability_living"], set: STANDARD, json: false, lang: "zh" });
  const simulation = await simulateInput({ input, place: PLACE, date: DATE, set: { 农村低保标准: "5000元/年" }, schemes: ["dibao", "temporary", "disability_living"], engine: "duckdb", memoryLimit: "1GB", lang: "zh" }, QUIET);
  const named = (name: string, lang: Lang): string => join(folder, `${name}-${lang}.html`);
  for (const lang of LANGS) {
    await writeExplanation(account, named("explanation", lang), lang);
    await writeSimulation(simulation, named("simulation", lang), lang);
  }
  const site = join(folder, "site");
  await writePackDocs({ out: site, date: "2021-06-30", lang: "zh" });
  const pages = ["zh/index.html", "zh/names.html", "en/facts.html", "zh/packs/yunnan-nujiang.html", "en/places/533300.html"];
  return { report: [join(report, "report.html")], explanation: LANGS.map((lang) => named("explanation", lang)), simulation: LANGS.map((lang) => named("simulation", lang)), site: pages.map((page) => join(site, page)) };
}
