import { FINDING_CODES, ROSTER_KINDS, type FindingCode, type RosterKind } from "@doudi/contract";
import { describe, expect, it } from "vitest";
import { idNumber } from "../files/idNumber.testkit.js";
import { compareFiles, csv } from "./comparison.testkit.js";

const wang = idNumber("19700215", 11);
const roster = (header: string, ...cells: string[]): string => csv(header, ["王小明", wang, ...cells]);

/** One person on every roster, with every column that a check needs. */
const ALL = {
  "低保.csv": roster("姓名,身份证号,户编号,户主姓名", "533399000001", "王小明"), "特困.csv": roster("姓名,身份证号,户编号", "533399100001"),
  "建档立卡.csv": roster("姓名,身份证号,户编号,户主姓名,劳动能力,脱贫路径,是否脱贫", "533399200001", "王小明", "普通劳动力", "产业", "是"),
  "残疾人.csv": roster("姓名,身份证号,残疾证号,残疾类别,残疾等级", `${wang}44`, "肢体", "4"), "重特大疾病医疗救助.csv": roster("姓名,身份证号,病种,个人自付费用", "肺结核", "100"),
  "死亡人员.csv": roster("姓名,身份证号,死亡日期", "2021-01-01"), "机动车.csv": roster("车主,身份证号,车牌号,车辆类型", "云Q1", "小型轿车"), "不动产.csv": roster("权利人,身份证号,不动产权证号", "云1"),
  "工商登记.csv": roster("法定代表人,身份证号,企业名称", "峡谷商行"), "财政供养.csv": roster("姓名,身份证号,单位", "县医院"), "银行存款.csv": roster("户名,身份证号,余额", "1"), "服刑人员.csv": roster("姓名,身份证号,释放日期", "2021-01-01"),
  "医保参保.csv": roster("姓名,身份证号,参保状态,性别,出生日期", "正常参保", "男", "1970-02-15"), "困难残疾人生活补贴.csv": roster("姓名,身份证号,生活补贴金额", "70"), "重度残疾人护理补贴.csv": roster("姓名,身份证号,护理补贴金额", "70"),
};
const FILE: Partial<Record<RosterKind, keyof typeof ALL>> = { dibao: "低保.csv", tekun: "特困.csv", poor: "建档立卡.csv", disabled: "残疾人.csv", medical_aid: "重特大疾病医疗救助.csv", deaths: "死亡人员.csv", vehicles: "机动车.csv", property: "不动产.csv", companies: "工商登记.csv", payroll: "财政供养.csv", deposits: "银行存款.csv", incarcerated: "服刑人员.csv", insurance: "医保参保.csv", disability_living: "困难残疾人生活补贴.csv", disability_care: "重度残疾人护理补贴.csv" };
const without = (...kinds: RosterKind[]): Record<string, string> => Object.fromEntries(Object.entries(ALL).filter(([file]) => !kinds.some((kind) => FILE[kind] === file)));
const needs = (...kinds: RosterKind[]): string => `未运行:需要${kinds.map((kind) => ROSTER_KINDS[kind].zh).join("、")}花名册`;

/** What is not run when one roster is missing from the whole set. */
const LOST: Partial<Record<RosterKind, readonly FindingCode[]>> = {
  dibao: ["missed.poor_bottom_line", "missed.severe_disability", "missed.mental_disability", "missed.major_disease", "missed.household_member", "wrong.double_scheme", "unclaimed.disability_living", "conflict.household", "conflict.exit_path"],
  tekun: ["missed.poor_bottom_line", "missed.severe_disability", "missed.mental_disability", "missed.major_disease", "missed.household_member", "wrong.double_scheme", "conflict.exit_path"],
  poor: ["missed.poor_bottom_line", "missed.major_disease", "missed.household_member", "conflict.household", "conflict.exit_path"],
  disabled: ["missed.severe_disability", "missed.mental_disability", "unclaimed.disability_living", "unclaimed.disability_care", "conflict.disability", "quality.certificate"],
  medical_aid: ["missed.major_disease"], deaths: ["wrong.deceased"], vehicles: ["wrong.vehicle"], property: ["wrong.property"], companies: ["wrong.company"], payroll: ["wrong.payroll"], deposits: ["wrong.deposits"], incarcerated: ["wrong.incarcerated"],
  insurance: ["unclaimed.insurance", "quality.birth_date", "quality.sex"], disability_living: ["unclaimed.disability_living"], disability_care: ["unclaimed.disability_care"],
};

describe("missing rosters", () => {
  it("with all of them every check runs", async () => {
    const outcome = await compareFiles(ALL);
    expect(outcome.notRun).toEqual({});
    expect(outcome.partial).toEqual({});
    expect(outcome.comparison.plan.run.map(({ id }) => id).sort()).toEqual([...FINDING_CODES].sort());
  });

  it.each(Object.entries(LOST))("without %s its checks say what they need", async (kind, codes) => {
    const outcome = await compareFiles(without(kind as RosterKind));
    const columns: Record<string, string> = { "quality.birth_date": "未运行:各册均无“出生日期”列", "quality.sex": "未运行:各册均无“性别”列" };
    expect(outcome.notRun).toEqual(Object.fromEntries(codes.map((code) => [code, columns[code] ?? needs(kind as RosterKind)])));
    expect(outcome.found.filter((text) => codes.some((code) => text.startsWith(`${code} `)))).toEqual([]);
  });

  it("what ran without one of its rosters is named", async () => {
    const { partial } = await compareFiles(without("tekun"));
    expect(partial).toEqual(Object.fromEntries(["wrong.deceased", "wrong.duplicate", "wrong.payroll", "wrong.company", "wrong.vehicle", "wrong.property", "wrong.deposits", "wrong.incarcerated", "unclaimed.insurance"].map((code) => [code, ["tekun"]])));
  });

  it("whom a missing roster could have excused is named too", async () => {
    const { partial } = await compareFiles(without("deaths"));
    expect(Object.keys(partial)).toEqual(FINDING_CODES.filter((code) => code.startsWith("missed.") || code.startsWith("unclaimed.")));
    expect(partial["missed.severe_disability"]).toEqual(["deaths"]);
  });

  it("one roster alone: quality and identity, the rest needs more", async () => {
    const outcome = await compareFiles({ "低保.csv": ALL["低保.csv"] });
    expect(outcome.comparison.plan.run.map(({ id }) => id).filter((id) => !/^(quality|link)\./.test(id))).toEqual(["wrong.duplicate", "conflict.name"]);
    expect(outcome.notRun["missed.poor_bottom_line"]).toBe(needs("poor", "tekun"));
    expect(outcome.notRun["quality.certificate"]).toMatch(/^未运行:需要/);
  });

  it("columns that a check cannot do without", async () => {
    const bare = (file: keyof typeof ALL, header: string, ...cells: string[]) => compareFiles({ ...ALL, [file]: roster(header, ...cells) });
    expect((await bare("残疾人.csv", "姓名,身份证号,残疾类别", "肢体")).notRun).toMatchObject({ "missed.severe_disability": "未运行:缺残疾人花名册的“残疾等级”列", "conflict.disability": expect.stringMatching(/^未运行:缺残疾人花名册/) });
    expect((await bare("建档立卡.csv", "姓名,身份证号,户编号,户主姓名,是否脱贫", "1", "王小明", "是")).notRun).toMatchObject({ "missed.poor_bottom_line": "未运行:缺建档立卡花名册的“脱贫路径”列", "missed.major_disease": "未运行:缺建档立卡花名册的“劳动能力”列" });
    expect((await bare("低保.csv", "姓名,身份证号", "")).notRun).toMatchObject({ "conflict.household": expect.stringMatching(/^未运行:缺低保花名册的“户主姓名”列/) });
    expect((await bare("银行存款.csv", "户名,身份证号,开户银行,账号", "农信社", "622")).notRun).toMatchObject({ "wrong.deposits": "未运行:缺银行存款花名册的“余额”列" });
  });
});
