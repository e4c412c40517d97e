import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DuckdbEngine, type Engine, type SqlRow } from "@doudi/roster";
import { onTestFinished } from "vitest";
import type { InputFact } from "./inputFact.js";
import { MOST_COUNT, MOST_FEN } from "./inputFact.js";
import { locateInput } from "./householdInput.js";
import { type InputProblem, problemText } from "./inputProblem.js";
import { type LoadedHouseholds, loadHouseholds } from "./loadHouseholds.js";

function fact(level: InputFact["level"], id: string, zh: string, type: InputFact["type"], more: Partial<InputFact> & { ids?: string } = {}): InputFact {
  const { ids = "", ...rest } = more;
  const values = ids.split(" ").filter((each) => each !== "").map((each) => {
    const [value = "", name = "", code] = each.split(":");
    return { id: value, name: { zh: name, en: value }, ...(code === undefined ? {} : { code }) };
  });
  return { id, level, path: id, name: { zh, en: id.replaceAll("_", " ") }, type, values, absent: null, least: 0, most: type === "money" ? MOST_FEN : MOST_COUNT, ...rest };
}

/** Facts as the nation's pack has them, fewer. */
export const FACTS: readonly InputFact[] = [
  fact("household", "household_no", "户编号", "text"),
  fact("household", "division_code", "区划代码", "text"),
  fact("household", "hukou", "户籍类别", "enum", { ids: "rural:农村 urban:城镇" }),
  fact("household", "vehicles", "车辆数", "integer"),
  fact("household", "deposits_fen", "家庭存款", "money"),
  fact("household", "business_registered", "有工商登记", "boolean"),
  fact("household", "exit_path", "脱贫路径", "enum", { ids: "none:无 industry:产业", absent: "none" }),
  fact("household", "on_dibao_since", "低保起始日", "date", { absent: "none" }),
  fact("member", "id_number", "身份证号", "text"),
  fact("member", "name", "姓名", "text"),
  fact("member", "birth_date", "出生日期", "date"),
  fact("member", "sex", "性别", "enum", { ids: "male:男 female:女" }),
  fact("member", "income_wage_fen_year", "年工资性收入", "money", { path: "income_fen_year.wage" }),
  fact("member", "refused_jobs", "连续拒绝就业次数", "integer", { path: "refused_offers.job" }),
  fact("member", "disability_cert", "持有残疾证", "boolean"),
  fact("member", "disability_category", "残疾类别", "enum", { ids: "visual:视力:1 mental:精神:6" }),
  fact("member", "self_care_lost", "丧失自理项数", "integer", { most: 6 }),
];

export const DATE = "2020-06-30";

/** A folder with these files, gone when the test ends. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "doudi-decision-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

async function openDuckdb(): Promise<Engine> {
  const engine = await DuckdbEngine.open({ threads: 2 });
  onTestFinished(() => engine.close());
  return engine;
}

export interface Loaded extends LoadedHouseholds {
  readonly engine: Engine;
  readonly tables: { households: SqlRow[]; persons: SqlRow[] };
  readonly rejected_rows: InputProblem[];
}

/** Loads an input into DuckDB and reads everything back. */
export async function load(path: string, facts: readonly InputFact[] = FACTS): Promise<Loaded> {
  const engine = await openDuckdb();
  const loaded = await loadHouseholds({ engine, input: await locateInput(path), facts, date: DATE, openScratch: () => DuckdbEngine.open() });
  const problems: InputProblem[] = [];
  for await (const batch of loaded.rejections()) problems.push(...batch);
  const tables = {
    households: await engine.rows("SELECT * FROM households ORDER BY household_no"),
    persons: await engine.rows("SELECT * FROM persons ORDER BY household_no, person_no"),
  };
  return { ...loaded, engine, tables, rejected_rows: problems };
}

/** Row, household, key and code of each problem. */
export function outline(problems: readonly InputProblem[]): string[] {
  return problems.map(({ file, sheet, row, householdNo, key, code }) => `${file}${sheet === "" ? "" : `[${sheet}]`}:${row} ${householdNo ?? "-"} ${key} ${code}`);
}

export function words(problem: InputProblem | undefined, lang: "zh" | "en"): string {
  return problem === undefined ? "" : problemText(problem, FACTS, lang);
}

/** An id with its last character put right. */
export function idOf(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return first17 + "10X98765432".charAt(sum % 11);
}
