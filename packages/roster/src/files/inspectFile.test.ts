import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatInspection } from "./formatInspection.js";
import { inspectFile } from "./inspectFile.js";
import { loadKinds } from "./kinds.js";
import { tempFolder } from "./tempFolder.testkit.js";
import { workbookBytes } from "./workbook.testkit.js";

const kinds = loadKinds();
const ID = "53339919600101123X";

async function inspect(name: string, content: string | Uint8Array) {
  const folder = await tempFolder({ [name]: content });
  return inspectFile(join(folder, name), { kinds });
}

describe("inspectFile", () => {
  it("tells sheets, kind, columns, rows and rejected rows, ids masked", async () => {
    const rows = [["2020年第一季度低保花名册"], ["序号", "姓名", "身份证号", "低保金额(元)", "怪列"], [1, "张三丰", ID, 350, "x"], [2, null, null, 9, null], ["合计", null, null, 359, null]];
    const inspection = await inspect("名册.xlsx", workbookBytes({ 封面: [["报送说明"]], 上帕镇: rows }));
    expect(inspection).toMatchObject({ format: "xlsx", problems: [], otherSheets: [{ sheet: "封面", rows: 1, texts: ["报送说明"] }] });
    expect(inspection.sheets).toHaveLength(1);
    expect(inspection.sheets[0]).toMatchObject({
      sheet: "上帕镇", headerRow: 2, kind: "dibao", period: { end: "2020-03-31" }, rows: 1, rejected: 1, skipped: 1,
      firstRows: [{ row: 3, cells: ["1", "张＊", "533***********123X", "350", "x"] }],
      firstRejected: [{ row: 4, reason: { en: "no id and no name" } }],
    });
    const text = formatInspection(inspection, "zh", { color: false });
    expect(text).not.toContain(ID);
    expect(text).toContain("C  身份证号     → 身份证号 id_number");
    expect(text).toContain("未识别的列: 怪列");
    expect(text).toContain("低保 dibao · 把握");
    expect(formatInspection(inspection, "en", { color: true })).toContain("\u001b[");
  });

  it("shows what it can of a file that cannot be compared", async () => {
    const unknown = await inspect("表1.csv", `姓名,身份证号\n张三,${ID}\n`);
    expect(unknown.problems.map((problem) => problem.code)).toEqual(["kind_unknown"]);
    expect(unknown.sheets[0]?.columns.map((column) => column.column)).toEqual(["name", "id_number"]);
    expect(formatInspection(unknown, "en", { color: false })).toContain("--manifest");
    const twice = await inspect("低保.csv", `姓名,身份证号,公民身份号码\n张三,${ID},${ID}\n`);
    expect(twice.problems.map((problem) => problem.code)).toEqual(["column_twice"]);
    expect(twice.sheets[0]?.rows).toBe(1);
    expect((await inspect("低保.xlsx", "x")).problems.map((problem) => problem.code)).toEqual(["file_damaged"]);
  });
});
