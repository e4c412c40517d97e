import { join } from "node:path";
import { DuckdbEngine } from "@doudi/roster";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DATE, FACTS, folderWith, idOf, load, outline, words } from "./households.testkit.js";
import type { InputFact } from "./inputFact.js";

const HOUSEHOLDS = "household_no,division_code,hukou,vehicles,deposits_fen,business_registered,on_dibao_since\n";
const PERSONS = "household_no,id_number,name,birth_date,sex,income_fen_year.wage,refused_offers.job\n";

function pair(households: string, persons: string): Promise<string> {
  return folderWith({ "households.csv": HOUSEHOLDS + households, "persons.csv": PERSONS + persons });
}

describe("households as a pair of CSV files", () => {
  it("are found by folder, by the file of households, by the file of persons; Chinese names too", async () => {
    const folder = await pair("N1,533323,rural,0,100,false,2019-01-01\n", "N1,,甲,1975-01-01,male,600000,\n");
    const whole = await load(folder);
    expect(whole.tables.households).toEqual([{ household_no: "N1", division_code: "533323", hukou: "rural", vehicles: 0, deposits_fen: 100, business_registered: false, exit_path: "none", on_dibao_since: "2019-01-01" }]);
    expect(whole.tables.persons).toMatchObject([{ household_no: "N1", person_no: 1, name: "甲", birth_date: "1975-01-01", sex: "male", income_wage_fen_year: 600_000, refused_jobs: null }]);
    for (const file of ["households.csv", "persons.csv"]) expect((await load(join(folder, file))).tables).toEqual(whole.tables);
    const chinese = await folderWith({ "家庭.csv": "家庭名册\n户编号*,区划代码,户籍类别,车辆数,家庭存款(元),有工商登记,低保起始日\nN1,533323,农村,0,1.00,否,2019年1月1日\n", "成员.csv": "户编号,姓名,出生日期,性别,年工资性收入（元）\nN1,甲,1975/1/1,男,\"6,000\"\n" });
    expect((await load(chinese)).tables).toEqual(whole.tables);
  });

  it("name the file, line and column of what is wrong", async () => {
    const folder = await pair("N1,533323,rural,x,100,false,\nN2,,,,-5,,\nN3,,,,,perhaps,2019-13-01\n\nN4,,,,,,\n,,rural,,,,\n", "N4,,甲,1975-02-30,male,1.5,\nN5,,乙,,,,\n,,丙,,,,\n");
    const { rejected_rows: problems, households, rejected } = await load(folder);
    expect(outline(problems)).toEqual(["households.csv:2 N1 vehicles type_wrong", "households.csv:3 N2 deposits_fen negative", "households.csv:4 N3 business_registered type_wrong", "households.csv:4 N3 on_dibao_since date_impossible", "households.csv:7 - household_no household_no_missing", "persons.csv:2 N4 birth_date date_impossible", "persons.csv:2 N4 income_fen_year.wage type_wrong", "persons.csv:3 N5 household_no household_missing", "persons.csv:4 - household_no household_no_missing"]);
    expect([households, rejected]).toEqual([0, 7]);
  });

  it("speaks of yuan where a column is in yuan", async () => {
    const folder = await folderWith({ "家庭.csv": "户编号,家庭存款（元）\nN1,1万\nN2,12.345\nN3,\"1,234.50\"\nN4,１２\n", "成员.csv": "户编号\n" });
    const { rejected_rows: problems, tables } = await load(folder);
    expect(outline(problems)).toEqual(["家庭.csv:2 N1 deposits_fen not_yuan", "家庭.csv:3 N2 deposits_fen not_yuan"]);
    expect([words(problems[0], "zh"), words(problems[0], "en")]).toEqual([expect.stringContaining("1234.50"), expect.stringContaining("yuan")]);
    expect(tables.households.map((row) => row["deposits_fen"])).toEqual([123_450, 1200]);
  });

  it.each([
    [{ "households.csv": "户编号,家庭存款\n", "persons.csv": PERSONS }, "input_unit"],
    [{ "households.csv": "户编号,household_no\n", "persons.csv": PERSONS }, "input_column_twice"],
    [{ "households.csv": "hukou\nrural\n", "persons.csv": PERSONS }, "input_column_missing"],
    [{ "households.csv": HOUSEHOLDS }, "input_pair"],
    [{ "households.csv": HOUSEHOLDS, "persons.csv": PERSONS, "households.parquet": "", "persons.parquet": "" }, "input_pair_twice"],
    [{ "households.csv": "", "persons.csv": PERSONS }, "file_empty"],
    [{ "households.parquet": "x", "persons.parquet": "y" }, "file_damaged"],
  ])("%j cannot be read as a whole: %s", async (files, code) => {
    await expect(load(await folderWith(files))).rejects.toMatchObject({ code });
  });

  it.each([["households.csv", "input_beside"], ["other.csv", "input_pair"], ["x.docx", "input_kind"]])("%s alone is %s", async (name, code) => {
    await expect(load(join(await folderWith({ [name]: HOUSEHOLDS }), name))).rejects.toMatchObject({ code });
    await expect(load("/nowhere/at/all")).rejects.toMatchObject({ code: "input_missing" });
  });
});

/** What a cell may hold: mostly right, sometimes not. The same in both formats. */
function cell(fact: InputFact): fc.Arbitrary<string | null> {
  const right: fc.Arbitrary<string> =
    fact.type === "boolean" ? fc.constantFrom("true", "false")
    : fact.type === "integer" || fact.type === "money" ? fc.integer({ min: -1, max: 9 }).map(String)
    : fact.type === "date" ? fc.constantFrom("1975-01-01", "2000-02-29", "2020-06-30", "2020-07-01", "1900-02-29", "2021-13-01", "1500-01-01")
    : fact.type === "enum" ? fc.constantFrom(...fact.values.flatMap(({ id, name, code }) => [id, name.zh, code ?? id]), "nothing")
    : fact.id === "id_number" ? fc.constantFrom(idOf("53339919750101001"), idOf("53339920000229002"), idOf("53339919800101003"), "7")
    : fc.constantFrom("533323", "甲,乙", '"', "a b");
  return fc.option(right, { nil: null, freq: 2 });
}

function records(level: InputFact["level"], numbers: fc.Arbitrary<string>): fc.Arbitrary<Record<string, string | null>[]> {
  const facts = FACTS.filter((fact) => fact.level === level && fact.id !== "household_no");
  return fc.array(fc.record({ household_no: fc.option(numbers, { nil: null, freq: 9 }), ...Object.fromEntries(facts.map((fact) => [fact.path, fc.integer({ min: 0, max: 3 }).chain((n) => (n > 0 ? fc.constant(null) : cell(fact)))])) }), { maxLength: 8 }) as fc.Arbitrary<Record<string, string | null>[]>;
}

const NUMBERS = fc.constantFrom("N1", "N2", "N3", "N4", "N5", "N6");
const keysOf = (level: InputFact["level"]): string[] => ["household_no", ...FACTS.filter((fact) => fact.level === level && fact.id !== "household_no").map(({ path }) => path)];

function csv(level: InputFact["level"], rows: readonly Record<string, string | null>[]): string {
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  // One cell more keeps a row without anything from being a blank line.
  return [["row", ...keysOf(level)], ...rows.map((row, i) => [String(i), ...keysOf(level).map((key) => row[key] ?? "")])].map((cells) => cells.map(quote).join(",")).join("\n");
}

/** Writes the rows as Parquet, numbers and dates typed where every cell allows it. */
async function parquet(path: string, level: InputFact["level"], rows: readonly Record<string, string | null>[]): Promise<void> {
  const engine = await DuckdbEngine.open();
  const keys = keysOf(level);
  await engine.load("texts", keys, (async function* () {
    yield rows.map((row) => keys.map((key) => row[key] ?? null));
  })());
  const typed = keys.map((key) => {
    const fact = FACTS.find((each) => each.path === key && each.level === level);
    const type = fact?.type === "boolean" ? "BOOLEAN" : fact?.type === "integer" ? "INTEGER" : fact?.type === "money" ? "DOUBLE" : "VARCHAR";
    return `CAST("${key}" AS ${type}) AS "${key}"`;
  });
  await engine.run(`COPY (SELECT ${typed.join(", ")} FROM texts) TO '${path}' (FORMAT parquet)`);
  await engine.close();
}

describe("households as Parquet", () => {
  it("give the same tables and the same problems as the same rows in CSV, which takes the other way", async () => {
    await fc.assert(
      fc.asyncProperty(records("household", NUMBERS), records("member", NUMBERS), async (households, persons) => {
        const folder = await folderWith({ "csv/households.csv": csv("household", households), "csv/persons.csv": csv("member", persons), "parquet/note": "" });
        await parquet(join(folder, "parquet", "households.parquet"), "household", households);
        await parquet(join(folder, "parquet", "persons.parquet"), "member", persons);
        const [a, b] = [await load(join(folder, "csv")), await load(join(folder, "parquet"))];
        expect(b.tables).toEqual(a.tables);
        const plain = (loaded: typeof a, header: number): unknown[] => loaded.rejected_rows.map((problem) => ({ ...problem, file: problem.file.replace(/\..*/, ""), row: problem.row - header, other: problem.code === "household_twice" ? String(Number(problem.other) - header) : problem.other, value: Number(problem.value) === 0 ? "0" : problem.value.replace(/\.0$/, "") }));
        expect(plain(b, 0)).toEqual(plain(a, 1));
        expect([b.households, b.persons, b.rejected, b.problems]).toEqual([a.households, a.persons, a.rejected, a.problems]);
        await Promise.all([a.engine.close(), b.engine.close()]);
      }),
      { numRuns: process.env["DOUDI_SLOW"] === undefined ? 25 : 300 },
    );
  }, 300_000);

  it("may be nested, typed by a data frame, and lack columns", async () => {
    const folder = await folderWith({ note: "" });
    const engine = await DuckdbEngine.open();
    await engine.run(`COPY (SELECT 7::BIGINT AS household_no, 2.0::DOUBLE AS vehicles, 'nan'::DOUBLE AS deposits_fen, TIMESTAMP '2019-01-01' AS on_dibao_since, NULL::INTEGER AS hukou, 1 AS colour) TO '${folder}/households.parquet' (FORMAT parquet)`);
    await engine.run(`COPY (SELECT '7' AS household_no, {wage: 5::BIGINT, gifts: 3} AS income_fen_year, 6::TINYINT AS disability_category, DATE '${DATE}' AS birth_date) TO '${folder}/persons.parquet' (FORMAT parquet)`);
    const { tables, warnings } = await load(join(folder, "households.parquet"));
    expect(tables.households).toMatchObject([{ household_no: "7", vehicles: 2, deposits_fen: null, on_dibao_since: "2019-01-01", hukou: null, exit_path: "none" }]);
    expect(tables.persons).toMatchObject([{ household_no: "7", person_no: 1, income_wage_fen_year: 5, disability_category: "mental", birth_date: DATE }]);
    expect(warnings.map(({ zh }) => zh)).toEqual(["不认识“colour”这个列，没有使用", "不认识“income_fen_year.gifts”这个列，没有使用"]);
    await engine.run(`COPY (SELECT '7' AS household_no, 'two' AS vehicles) TO '${folder}/households.parquet' (FORMAT parquet)`);
    await expect(load(folder)).rejects.toMatchObject({ code: "input_column_type" });
    await engine.close();
  });
});
