import { utils } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import { encodeGb18030 } from "../files/gb18030.testkit.js";
import { idNumber } from "../files/idNumber.testkit.js";
import { type Cell, workbookBytes } from "../files/workbook.testkit.js";
import { compareFiles, csv } from "./comparison.testkit.js";

const wang = idNumber("19700215", 11);
const li = idNumber("19800301", 22);
const zhao = idNumber("19851111", 33);
const old = idNumber("19400505", 55);

const DIBAO = "户编号,姓名,身份证号,乡镇,村";
const BOTTOM = "户编号,姓名,身份证号,与户主关系,乡镇,村,脱贫路径";
const tekun = csv(DIBAO, ["533399100001", "余四", old, "上帕镇", "达普洛村"]);
const dibao = csv(DIBAO, ["533399000001", "和文", idNumber("19551231", 44), "上帕镇", "达普洛村"]);
const bottom = (...ids: string[]): string => csv(BOTTOM, ...ids.map((id, i) => [`53339920000${i}`, `人${i}`, id, "户主", "上帕镇", "达普洛村", "社会保障兜底"]));

describe("ids", () => {
  it("numeric cells, 15 digits, full width, spaces, lower case and an apostrophe all name the person", async () => {
    const x = Array.from({ length: 30 }, (_, i) => idNumber("19900101", i * 2 + 1)).find((id) => id.endsWith("X")) ?? "";
    const short = `${wang.slice(0, 6)}${wang.slice(8, 17)}`;
    const wide = [...li].map((c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)).join("");
    const rows: Cell[][] = [["姓名", "身份证号"], ["王一", Number(short)], ["李二", wide], ["赵三", ` ${x.slice(0, 6)} ${x.slice(6).toLowerCase()}`], ["孙四", `'${zhao}`]];
    const outcome = await compareFiles({ "低保.xlsx": workbookBytes({ 低保: rows }), "特困.csv": tekun, "建档立卡.csv": bottom(wang, li, x, zhao, old) });
    expect(outcome.summary("dibao")).toMatchObject({ rows: 4, accepted: 4, identified: 4 });
    expect(outcome.found.filter((text) => !text.startsWith("conflict."))).toEqual([]);
  });

  it("numbers that a spreadsheet rounded are truncated ids, never somebody's", async () => {
    const rows: Cell[][] = [["姓名", "身份证号"], ["王小明", Number(wang.slice(0, 17)) * 10], ["李秀英", "5.33E+17"], ["赵大", 533399198511110000]];
    const outcome = await compareFiles({ "低保.xlsx": workbookBytes({ 低保: rows }), "特困.csv": tekun });
    expect(outcome.found).toEqual(["quality.id_truncated ", "quality.id_truncated ", "quality.id_truncated "]);
    expect(outcome.of("quality.id_truncated").map(({ name, rows }) => [name, rows]).sort()).toEqual([["李秀英", "低保.xlsx#低保#3"], ["王小明", "低保.xlsx#低保#2"], ["赵大", "低保.xlsx#低保#4"]]);
    expect(outcome.summary("dibao")).toMatchObject({ rows: 3, accepted: 3, rejected: 0, identified: 0 });
  });

  it("a certificate without an id column begins with the id", async () => {
    const outcome = await compareFiles({ "低保.csv": dibao, "特困.csv": tekun, "残疾人.csv": csv("姓名,残疾证号", ["王小明", `${wang}42`], ["李秀英", `${li.toLowerCase()}63B1`], ["赵大", "残1234"]) });
    expect(outcome.found).toEqual([`missed.mental_disability ${li}`, `missed.severe_disability ${wang}`, "quality.certificate ", "quality.id_checksum "]);
  });

  it("a row without a usable id stays and may be linked, a row with neither id nor name is rejected", async () => {
    const header = "姓名,身份证号,性别,出生日期,乡镇,村";
    const outcome = await compareFiles({
      "低保.csv": csv(header, ["王小明", "", "男", "1970-02-15", "上帕镇", "达普洛村"], ["", "", "女", "1970-02-15", "上帕镇", "达普洛村"]),
      "特困.csv": tekun, "残疾人.csv": csv(`${header},残疾类别,残疾等级`, ["王小明", wang, "男", "1970-02-15", "上帕镇", "达普洛村", "视力", "一级"]),
    });
    expect(outcome.summary("dibao")).toMatchObject({ rows: 2, accepted: 1, duplicates: 0, rejected: 1, identified: 0 });
    expect(outcome.comparison.loaded.flatMap(({ rejected }) => rejected)).toMatchObject([{ file: "低保.csv", row: 3, reason: { zh: expect.stringMatching(/身份证号.*姓名/) } }]);
    expect(outcome.found).toEqual([`link.probable ${wang}`, `missed.severe_disability ${wang}`, "quality.id_missing "]);
    expect(outcome.of("missed.severe_disability")).toMatchObject([{ severity: "low" }]);
  });
});

describe("dates", () => {
  it("serial numbers and five spellings are one day", async () => {
    const spellings = ["2020-06-29", "2020/6/29", "2020.6.29", "20200629", "2020年6月29日", "44011"];
    for (const late of ["2020-06-30", "2020/6/30", "2020.6.30", "20200630", "2020年6月30日", "44012"]) spellings.push(late);
    const people = spellings.map((_, i) => idNumber("19600101", i * 2 + 1));
    const rows: Cell[][] = [["姓名", "身份证号", "死亡日期"], ...spellings.map((text, i) => [`人${i}`, people[i] ?? "", text.startsWith("4") ? Number(text) : text])];
    const outcome = await compareFiles({ "死亡人员.xlsx": workbookBytes({ Sheet1: rows }), "低保.csv": csv("姓名,身份证号", ...people.map((id, i) => [`人${i}`, id])) });
    expect(outcome.of("wrong.deceased").map((row) => row.id_number).sort()).toEqual(people.slice(0, 6).sort());
    for (const { reason } of outcome.of("wrong.deceased")) expect(reason).toContain("2020-06-29");
  });

  it("cells that Excel shows as dates", async () => {
    const sheet = utils.aoa_to_sheet([["姓名", "身份证号", "死亡日期"], ["王小明", wang, new Date(Date.UTC(2020, 5, 29))]], { cellDates: true, UTC: true });
    const outcome = await compareFiles({ "死亡人员.xlsx": workbookBytes({ 名单: sheet }), "低保.csv": csv("姓名,身份证号", ["王小明", wang]) });
    expect(outcome.of("wrong.deceased").map((row) => row.reason)).toEqual([expect.stringContaining("2020-06-29")]);
  });
});

describe("tables", () => {
  it("household cells merged over the members are filled down", async () => {
    const sheet = utils.aoa_to_sheet([
      ["福贡县建档立卡户花名册"], ["户编号", "户主姓名", "姓名", "身份证号", "与户主关系", "乡镇", "村"],
      ["533399200001", "王小明", "王小明", wang, "户主", "上帕镇", "达普洛村"], ["", "", "李秀英", li, "配偶", "", ""], ["533399200002", "赵大", "赵大", zhao, "户主", "上帕镇", "达普洛村"],
    ]);
    sheet["!merges"] = [0, 1, 5, 6].map((c) => ({ s: { r: 2, c }, e: { r: 3, c } }));
    const outcome = await compareFiles({ "建档立卡.xlsx": workbookBytes({ 名册: sheet }), "低保.csv": csv("姓名,身份证号", ["王小明", wang]), "特困.csv": tekun });
    expect(outcome.findings).toMatchObject([{ finding: "missed.household_member", id_number: li, division: "上帕镇/达普洛村", household_no: "533399200001", rows: "建档立卡.xlsx#名册#4" }]);
  });

  it("hidden rows are read and counted", async () => {
    const sheet = utils.aoa_to_sheet([["姓名", "身份证号"], ["王小明", wang], ["李秀英", li]]);
    sheet["!rows"] = [{}, { hidden: true }, {}];
    const outcome = await compareFiles({ "低保.xlsx": workbookBytes({ Sheet1: sheet }), "特困.csv": csv("姓名,身份证号", ["王小明", wang]) });
    expect(outcome.summary("dibao")).toMatchObject({ rows: 2, accepted: 2, warnings: [expect.stringContaining("1 行被")] });
    expect(outcome.found).toEqual([`wrong.double_scheme ${wang}`]);
  });

  it("titles, two-row headers, totals, signatures and blank lines are no rows", async () => {
    const sheet: Cell[][] = [
      ["福贡县农村低保对象花名册"], ["填报单位:福贡县民政局", "", "", "单位:元"], ["序号", "家庭成员", "", "月保障金额"], ["", "姓名", "身份证号", ""],
      [1, "王小明", wang, 340], [2, "李秀英", li, 340], [], ["合计", "", "2人", 680], ["负责人:和某", "", "制表人:木某", "2020年6月30日"],
    ];
    const outcome = await compareFiles({ "低保.xlsx": workbookBytes({ Sheet1: sheet }), "特困.csv": csv("姓名,身份证号", ["李秀英", li]) });
    expect(outcome.summary("dibao")).toMatchObject({ rows: 2, accepted: 2, rejected: 0, skipped: 3 });
    expect(outcome.findings).toMatchObject([{ finding: "wrong.double_scheme", rows: "低保.xlsx#Sheet1#6;特困.csv##2" }]);
  });

  it("each such line in a plain CSV file, which the engine would read by itself", async () => {
    const header = "序号,姓名,身份证号,乡镇";
    const skipped = ["合计,2人,,", "合  计,2人,,", "本页小计,2人,,", "全县总计,2,,", ",计,2,", "序号,姓名,身份证号,乡镇", "1,2,3,4", ",填报人：和某,,", ",主管领导：木某,,", ",,,制表日期：2020年6月30日"];
    const rejected = [",#REF!,#N/A,", ",,#N/A,", ",　,,上帕镇", ",,,上帕镇"];
    for (const line of [...skipped, ...rejected]) {
      const outcome = await compareFiles({ "低保.csv": `${[header, `1,王小明,${wang},上帕镇`, line, `2,赵大,${zhao},上帕镇`].join("\n")}\n`, "特困.csv": csv("姓名,身份证号", ["赵大", zhao]) });
      const refused = rejected.includes(line) ? 1 : 0;
      expect([line, outcome.summary("dibao")]).toMatchObject([line, { rows: 2 + refused, accepted: 2, rejected: refused, identified: 2, skipped: 1 - refused }]);
      expect(outcome.findings).toMatchObject([{ finding: "wrong.double_scheme", rows: "低保.csv##4;特困.csv##2" }]);
    }
  });

  it("sheets of one header are one roster; a cover is none", async () => {
    const header = ["姓名", "身份证号", "乡镇"];
    const outcome = await compareFiles({
      "低保.xlsx": workbookBytes({ 封面: [["福贡县低保名册"], ["二〇二〇年六月"]], 上帕镇: [header, ["王小明", wang, "上帕镇"]], 匹河乡: [header, ["李秀英", li, "匹河乡"], ["王小明", wang, "匹河乡"]] }),
    });
    expect(outcome.summary("dibao")).toMatchObject({ rows: 3, accepted: 3, sheets: ["上帕镇", "匹河乡"] });
    expect(outcome.of("wrong.duplicate")).toMatchObject([{ id_number: wang, rows: "低保.xlsx#上帕镇#2;低保.xlsx#匹河乡#3", reason: expect.stringContaining("2处") }]);
  });

  it("GB18030, and sheets whose columns stand in another order", async () => {
    const outcome = await compareFiles({
      "低保.csv": encodeGb18030(csv("姓名,身份证号", ["王小明", wang])),
      "特困.xlsx": workbookBytes({ 甲: [["姓名", "身份证号", "村"], ["余四", old, "达普洛村"]], 乙: [["村", "身份证号", "姓名"], ["达普洛村", wang, "王小明"]] }),
    });
    expect(outcome.findings).toMatchObject([{ finding: "wrong.double_scheme", id_number: wang, name: "王小明", division: "达普洛村", rows: "低保.csv##2;特困.xlsx#乙#2" }]);
  });

  it("formula errors in other cells count as empty, in id and name they reject the row", async () => {
    const sheet: Cell[][] = [["姓名", "身份证号", "死亡日期"], ["王小明", wang, "#REF!"], ["#N/A", "#N/A", "2020-01-01"], ["#N/A", li, "2020-01-01"]];
    const outcome = await compareFiles({ "死亡人员.xlsx": workbookBytes({ Sheet1: sheet }), "低保.csv": csv("姓名,身份证号", ["王小明", wang], ["李秀英", li]) });
    expect(outcome.summary("deaths")).toMatchObject({ rows: 3, accepted: 2, rejected: 1 });
    expect(outcome.of("wrong.deceased").map(({ id_number, reason }) => [id_number, reason.includes("未载明")]).sort()).toEqual([[wang, true], [li, false]].sort());
    expect(outcome.of("conflict.name")).toEqual([]);
  });
});

describe("formula errors in a plain CSV file", () => {
  it("are neither names nor household numbers", async () => {
    const household = (no: string): string => csv("户编号,姓名,身份证号,与户主关系,乡镇,村", [no, "王小明", wang, "户主", "上帕镇", "达普洛村"], [no, "#N/A", li, "户主", "上帕镇", "达普洛村"]);
    for (const no of ["#REF!", "#N/A"]) {
      const outcome = await compareFiles({ "低保.csv": csv("姓名,身份证号", ["王小明", wang]), "特困.csv": csv("姓名,身份证号", ["李秀英", old], ["余四", zhao]), "建档立卡.csv": household(no), "死亡人员.csv": csv("姓名,身份证号,死亡日期", ["李秀英", li, "2020-01-01"]) });
      expect(outcome.found).toEqual([]);
    }
  });
});

describe("rosters", () => {
  it("several rows a person add up and are no duplicates", async () => {
    const outcome = await compareFiles({ "低保.csv": csv("姓名,身份证号", ["王小明", wang]), "不动产.csv": csv("权利人,身份证号,不动产权证号,用途", ["王小明", wang, "云1", "住宅"], ["王小明", wang, "云2", "住宅"], ["王小明", wang, "云3", "住宅"], ["王小明", wang, "云3", "住宅"]) });
    expect(outcome.summary("property")).toMatchObject({ rows: 4, accepted: 3, duplicates: 1 });
    expect(outcome.findings).toMatchObject([{ finding: "quality.duplicate_row", rows: "不动产.csv##4;不动产.csv##5" }, { finding: "wrong.property", rows: "不动产.csv##2;不动产.csv##3;不动产.csv##4;不动产.csv##5;低保.csv##2" }]);
  });

  it("one row a household with the number of members: nobody is called left out, the head is still checked", async () => {
    for (const header of ["户编号,户主姓名,户主身份证号,保障人口,乡镇,村", "户编号,姓名,身份证号,家庭人口,乡镇,村"]) {
      const outcome = await compareFiles({
        "低保.csv": csv(header, ["533399000001", "王小明", wang, 4, "上帕镇", "达普洛村"], ["533399000002", "李秀英", li, 3, "上帕镇", "达普洛村"], ["533399000003", "赵大", zhao, 1, "上帕镇", "达普洛村"]),
        "特困.csv": tekun, "建档立卡.csv": bottom(wang, li, idNumber("20100101", 21)), "死亡人员.csv": csv("姓名,身份证号,死亡日期", ["王小明", wang, "2020-01-01"]),
        "残疾人.csv": csv("姓名,身份证号,残疾类别,残疾等级", ["人2", idNumber("20100101", 21), "肢体", "一级"]),
      });
      expect(outcome.summary("dibao")).toMatchObject({ rows: 3, accepted: 3, identified: 3, membersListed: false });
      expect(outcome.found.filter((text) => !text.startsWith("conflict."))).toEqual([`wrong.deceased ${wang}`]);
      for (const code of ["missed.poor_bottom_line", "missed.severe_disability", "missed.mental_disability"]) expect(outcome.notRun[code]).toBe("未运行:低保花名册一户一行,未列家庭成员");
      expect(outcome.findings.find((row) => row.finding === "wrong.deceased")).toMatchObject({ name: "王小明", household_no: "533399000001" });
    }
  });

  it("a poor register of heads alone cannot show who of a household was left out", async () => {
    const outcome = await compareFiles({ "低保.csv": dibao, "特困.csv": tekun, "建档立卡.csv": csv("户编号,姓名,身份证号,家庭人口", ["1", "王小明", wang, 4], ["2", "李秀英", li, 3]) });
    expect(outcome.notRun["missed.household_member"]).toBe("未运行:建档立卡花名册一户一行,未列家庭成员");
  });

  it("persons covered one by one out of larger households are members, not heads", async () => {
    const outcome = await compareFiles({
      "低保.csv": csv("户编号,姓名,身份证号,与户主关系,家庭人口", ["1", "王小明", wang, "子女", 4], ["2", "李秀英", li, "配偶", 3], ["3", "赵大", zhao, "户主", 5]),
      "特困.csv": tekun, "建档立卡.csv": bottom(wang, idNumber("20100101", 21)),
    });
    expect(outcome.summary("dibao").membersListed).toBe(true);
    expect(outcome.of("missed.poor_bottom_line").map((row) => row.id_number)).toEqual([idNumber("20100101", 21)]);
  });

  it("parts are one roster, of several versions the highest counts", async () => {
    const entry = (file: string, more: object) => ({ file, kind: "dibao", period: "2020年6月", ...more });
    const parts = await compareFiles(
      { "a.csv": csv("姓名,身份证号,存款余额(万元)", ["王小明", wang]), "b.csv": csv("村,姓名,身份证号", ["老姆登村", "李秀英", li], ["达普洛村", "王小明", wang]), "特困.csv": csv("姓名,身份证号", ["李秀英", li]) },
      { manifest: [entry("a.csv", { part: "上帕镇" }), entry("b.csv", { part: "匹河乡" })] },
    );
    expect(parts.summaries.filter(({ kind }) => kind === "dibao")).toMatchObject([{ file: "a.csv", rows: 1, accepted: 0, duplicates: 1 }, { file: "b.csv", rows: 2, accepted: 2, duplicates: 0 }]);
    expect(parts.of("wrong.double_scheme")).toMatchObject([{ rows: "b.csv##2;特困.csv##2" }]);
    const versions = await compareFiles(
      { "a.csv": csv("姓名,身份证号", ["王小明", wang]), "b.csv": csv("姓名,身份证号", ["李秀英", li]), "特困.csv": csv("姓名,身份证号", ["李秀英", li], ["王小明", wang]) },
      { manifest: [entry("a.csv", { version: "1" }), entry("b.csv", { version: "2" })] },
    );
    expect(versions.found).toEqual([`wrong.double_scheme ${li}`]);
  });

  it("parts may tell money in different units", async () => {
    const entry = (file: string, part: string) => ({ file, kind: "deposits", part });
    const rich = (header: string, balance: string, id: string) => csv(`户名,身份证号,${header}`, ["某人", id, balance]);
    const outcome = await compareFiles(
      { "低保.csv": csv("姓名,身份证号", ["某人", wang], ["某人", li], ["某人", zhao]), "a.csv": rich("余额(万元)", "5.1", wang), "b.csv": rich("余额(元)", "50000", li), "c.csv": rich("余额(分)", "4900000", zhao) },
      { manifest: [entry("a.csv", "甲"), entry("b.csv", "乙"), entry("c.csv", "丙")] },
    );
    expect(outcome.of("wrong.deposits")).toMatchObject([{ id_number: wang, reason: expect.stringContaining("51,000.00元") }]);
  });

  it("a roster without an id column raises no finding a row", async () => {
    const outcome = await compareFiles({ "低保.csv": csv("姓名,身份证号", ["王小明", wang]), "残疾人.csv": csv("姓名,残疾类别,残疾等级", ["王小明", "肢体", "二级"], ["李秀英", "肢体", "二级"]) });
    expect(outcome.of("quality.id_missing")).toEqual([]);
    expect(outcome.summary("disabled")).toMatchObject({ rows: 2, accepted: 2, identified: 0, warnings: [expect.stringContaining("身份证号")] });
  });
});
