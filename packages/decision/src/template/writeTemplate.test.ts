import { join } from "node:path";
import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { FACTS, folderWith, load, outline } from "../input/households.testkit.js";
import { writeTemplate } from "./writeTemplate.js";

async function template(lang: "zh" | "en"): Promise<{ path: string; workbook: ExcelJS.Workbook }> {
  const path = join(await folderWith({ note: "" }), "template.xlsx");
  await writeTemplate(path, FACTS, lang);
  return { path, workbook: await reopen(path) };
}

async function reopen(path: string): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

function columnOf(sheet: ExcelJS.Worksheet, header: string): number {
  const cells = (sheet.getRow(1).values as ExcelJS.CellValue[]).map(String);
  return cells.indexOf(header);
}

describe("the template", () => {
  it("has a sheet of households and one of members, with drop-downs, notes and an example", async () => {
    const { workbook } = await template("zh");
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(["家庭", "成员", "说明"]);
    const [households, members, notes] = workbook.worksheets;
    if (households === undefined || members === undefined || notes === undefined) throw new Error("no sheets");
    expect(households.getRow(1).values).toContain("家庭存款（元）");
    expect(households.getCell(2, columnOf(households, "户籍类别")).dataValidation).toMatchObject({ type: "list", formulae: ['"农村,城镇"'] });
    expect(members.getCell(2000, columnOf(members, "性别")).dataValidation).toMatchObject({ type: "list", formulae: ['"男,女"'] });
    expect(members.getCell(3, columnOf(members, "丧失自理项数")).dataValidation).toMatchObject({ type: "whole", formulae: [0, 6] });
    expect(JSON.stringify(households.getCell(1, columnOf(households, "脱贫路径")).note)).toContain("空着表示：无");
    expect(JSON.stringify(households.getCell(1, columnOf(households, "车辆数")).note)).toContain("空着表示：不详");
    expect(members.getRow(2).values).toContain("甲示例");
    for (const fact of FACTS) expect(notes.getColumn(3).values).toContain(fact.path);
  });

  it.each(["zh", "en"] as const)("filled in (%s), is read as what was meant; the example is left out", async (lang) => {
    const { path, workbook } = await template(lang);
    const [households, members] = workbook.worksheets;
    if (households === undefined || members === undefined) throw new Error("no sheets");
    const fill = (sheet: ExcelJS.Worksheet, row: number, cells: Readonly<Record<string, ExcelJS.CellValue>>): void => {
      for (const [id, value] of Object.entries(cells)) {
        const fact = FACTS.find((each) => each.id === id);
        const name = fact === undefined ? "" : fact.type === "money" ? `${fact.name[lang]}${lang === "zh" ? "（元）" : " (yuan)"}` : fact.name[lang];
        sheet.getCell(row, columnOf(sheet, name)).value = value;
      }
    };
    fill(households, 3, { household_no: "H1", hukou: lang === "zh" ? "农村" : "rural", deposits_fen: 1234.5, business_registered: lang === "zh" ? "否" : "no", on_dibao_since: new Date("2019-02-01T00:00:00Z") });
    fill(households, 5, { household_no: 2, vehicles: -1 });
    fill(members, 4, { household_no: "H1", name: "丙", birth_date: "1980/5/1", income_wage_fen_year: 6000, disability_cert: lang === "zh" ? "是" : "yes" });
    fill(members, 5, { household_no: 2, birth_date: "不知道" });
    await workbook.xlsx.writeFile(path);
    const { tables, rejected_rows: problems, warnings } = await load(path);
    expect(tables.households).toMatchObject([{ household_no: "H1", hukou: "rural", deposits_fen: 123_450, business_registered: false, on_dibao_since: "2019-02-01", exit_path: "none" }]);
    expect(tables.persons).toMatchObject([{ household_no: "H1", name: "丙", birth_date: "1980-05-01", income_wage_fen_year: 600_000, disability_cert: true }]);
    const [sheet, persons] = workbook.worksheets.map(({ name }) => name);
    expect(outline(problems)).toEqual([`template.xlsx[${sheet ?? ""}]:5 2 vehicles negative`, `template.xlsx[${persons ?? ""}]:5 2 birth_date date_impossible`]);
    expect(warnings.map(({ zh }) => zh)).toEqual([expect.stringContaining("跳过示例行 1 行"), expect.stringContaining("跳过示例行 2 行")]);
  });

  it("says which sheet a workbook lacks", async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet("家庭").addRow(["户编号"]);
    const path = join(await folderWith({ note: "" }), "mine.xlsx");
    await workbook.xlsx.writeFile(path);
    await expect(load(path)).rejects.toMatchObject({ code: "input_sheet_missing" });
  });
});
