import type { RosterKind } from "@doudi/contract";
import { describe, expect, it } from "vitest";
import { detectKind } from "./detectKind.js";
import { detectPeriod } from "./detectPeriod.js";
import { loadKinds } from "./kinds.js";

const kinds = loadKinds();
const verdict = (fileName: string, headers: string, title = "", sheetName = "") =>
  detectKind({ fileName, sheetName, title: title === "" ? [] : [title], headers: headers.split(",").map((text) => ({ text, group: "", sub: text })) }, kinds);

describe("detectKind", () => {
  it.each<[string, string, string, RosterKind | null]>([
    ["低保", "姓名,身份证号", "", "dibao"],
    ["dibao", "姓名,身份证号", "", "dibao"],
    ["disability_care", "姓名,身份证号", "", "disability_care"],
    ["disabled_2020", "姓名,身份证号", "", "disabled"],
    ["享受低保的贫困户名单", "姓名,身份证号,脱贫路径", "", "poor"],
    ["建档立卡贫困户中低保对象名单", "姓名,身份证号", "", "dibao"],
    ["未享受低保的残疾人", "姓名,身份证号", "", "disabled"],
    ["低保边缘家庭花名册", "姓名,身份证号", "", "margin"],
    ["困难残疾人生活补贴发放表", "姓名,身份证号,残疾类别,残疾等级,补贴金额", "", "disability_living"],
    ["重度残疾人护理补贴", "姓名,残疾证号,补贴金额", "", "disability_care"],
    ["残疾人两项补贴", "姓名,残疾证号,护理补贴金额", "", "disability_care"],
    ["残疾人两项补贴", "姓名,残疾证号,补贴金额", "", null],
    ["残联持证残疾人", "姓名,残疾证号,残疾类别,残疾等级,发证日期", "", "disabled"],
    ["表1", "姓名,身份证号,低保金额", "", "dibao"],
    ["表1", "车主,身份证号,号牌号码,车辆类型", "", "vehicles"],
    ["表1", "姓名,身份证号,死亡日期", "", "deaths"],
    ["表1", "姓名,身份证号", "", null],
    ["表1", "姓名,身份证号", "特困人员救助供养花名册", "tekun"],
    ["低保花名册", "姓名,身份证号", "特困供养人员花名册", null],
    ["2020年重特大疾病医疗救助人员", "姓名,身份证号,病种,自付费用", "", "medical_aid"],
    ["医保局城乡居民参保", "姓名,身份证号,参保状态", "", "insurance"],
    ["临时救助台账", "姓名,身份证号,救助金额", "", "temporary_aid"],
    ["孤儿及困境儿童", "姓名,身份证号,监护人姓名", "", "orphans"],
  ])("%s [%s] %s → %s", (file, headers, title, kind) => {
    expect(verdict(file, headers, title).kind).toBe(kind);
  });

  it("says what spoke for it and what else it could be", () => {
    const { evidence, confidence } = verdict("低保花名册", "姓名,身份证号,低保金额");
    expect(evidence).toEqual(["file=低保", "header=低保金额"]);
    expect(confidence).toBeGreaterThan(0.9);
    expect(verdict("残疾人两项补贴", "姓名,残疾证号").candidates.slice(0, 2).map((guess) => guess.kind)).toEqual(["disability_care", "disability_living"]);
  });
});

describe("detectPeriod", () => {
  it.each([
    ["2020年第一季度农村低保", "2020-03-31"], ["低保2020Q1", "2020-03-31"], ["2020年二季度", "2020-06-30"], ["2020年4季度", "2020-12-31"],
    ["2020年3月低保", "2020-03-31"], ["2020年02月份", "2020-02-29"], ["低保202003", "2020-03-31"], ["低保_20200315", "2020-03-15"],
    ["2020年度", "2020-12-31"], ["截至2020年3月31日", "2020-03-31"], ["截止 2020 年 3 月 5 日", "2020-03-05"], ["2020-03-31", "2020-03-31"],
    ["２０２０年１月", "2020-01-31"], ["2020年1-3月", "2020-03-31"], ["2020年上半年", "2020-06-30"], ["统计时间：2020年1月1日至2020年6月30日", "2020-06-30"], ["2020年第一季度(填表日期:2020年4月5日)", "2020-03-31"], ["poor_2020", "2020-12-31"], ["2020", "2020-12-31"],
  ])("%s ends %s", (text, end) => {
    expect(detectPeriod(text)?.end).toBe(end);
  });

  it.each([
    ["2020年第一季度", "2020-01-01"], ["2020年2月", "2020-02-01"], ["2020年2-4月", "2020-02-01"], ["2020年下半年", "2020-07-01"], ["2020年度", "2020-01-01"], ["2020-03-31", "2020-03-31"],
  ])("%s begins %s", (text, start) => {
    expect(detectPeriod(text)?.start).toBe(start);
  });

  it.each(["低保花名册", "云民社救〔2020〕8号", "533399196001011234", "2020年13月", "名册(1)", "填报日期：2020年6月30日"])("%s has none", (text) => {
    expect(detectPeriod(text)).toBeNull();
  });
});
