import { describe, expect, test } from "vitest";
import { lintPacks, loadLibrary, PolicyError, type PackFile, type Problem } from "./index.js";
import { readPackFiles } from "./packFiles.testkit.js";

/** What somebody meets who writes a county's pack from docs/writing-a-pack.md and slips: every message says where, and how to mend it. */

const HIGHER = readPackFiles().filter(({ path }) => /\/(nation|yunnan|yunnan-nujiang)\//.test(path) && !path.includes("/examples"));

const PACK = `
pack:
  id: county
  version: "1"
  name: {zh: 某县, en: county}
  division: "533301"
  extends: yunnan-nujiang
documents:
  - {id: county-2021, number: 示例〔2021〕1号, title: {zh: 标准, en: Standards}, from: 2021-07-01, status: verified}
parameters:
  - id: rent_limit
    name: 租金上限
    en: rent limit
    type: money
    unit: 元/月
    values:
      - {from: 2019-01-01, value: 600元/月, status: unsourced}
      - {from: 2021-07-01, value: 650元/月, source: {doc: county-2021, clause: 一}}
overrides:
  - replaces: dibao
    source: {doc: county-2021, clause: 二}
    why: {zh: 另要求无车, en: no vehicle}
    entitled: 户籍符合 and 车辆数 = 0
rules:
  - id: old_disabled
    name: 老年残疾成员
    en: elderly disabled member
    source: {doc: county-2021, clause: 四}
    is: 持有残疾证 and 周岁 >= 60
examples:
  - of: dibao
    name: 有车
    date: 2021-07-01
    household: {户籍类别: 农村, 车辆数: 1, 成员: [{人员状态: 在家}]}
    expect: no
`.trimStart();

/** One day's law loads much faster, but without examples. */
const DAY = "2021-07-01";

function problemsOf(text: string, day: string | null = null): { errors: readonly Problem[]; warnings: readonly Problem[] } {
  const files: PackFile[] = [...HIGHER, { path: "county/pack.yaml", text }];
  try {
    const { errors, warnings } = lintPacks(loadLibrary(files, day));
    return { errors, warnings: warnings.filter(({ file }) => file === "county/pack.yaml") };
  } catch (thrown) {
    if (thrown instanceof PolicyError) return { errors: thrown.problems, warnings: [] };
    throw thrown;
  }
}

function lineOf(part: string): number {
  return PACK.slice(0, PACK.indexOf(part)).split("\n").length;
}

test("the pack itself is sound", () => {
  expect(problemsOf(PACK).errors).toEqual([]);
});

const MISTAKES: readonly [what: string, from: string, to: string, code: string, zh: string, en: string][] = [
  ["an id with a letter missing", "车辆数 = 0", "vehicle = 0", "unknown_name", "您是不是要写 vehicles?", "Did you mean vehicles?"],
  ["a name that there is not", "车辆数 = 0", "猪牛羊 = 0", "unknown_name", "doudi pack show", "doudi pack show"],
  ["and in Chinese", "and 车辆数", "且 车辆数", "name_with_space", "“且”请写成 and", "Write and for “且”"],
  ["and in capitals", "and 车辆数", "AND 车辆数", "name_with_space", "“AND”请写成 and", "Write and for “AND”"],
  ["two equals signs", "车辆数 = 0", "车辆数 == 0", "double_equals", "一个等号", "one sign"],
  ["single quotes", "车辆数 = 0", "户籍类别 = '农村'", "single_quotes", "双引号", "double quotes"],
  ["an if without else", "is: 持有残疾证", "is: if 持有残疾证 then true or 持有残疾证", "if_without_else", "else 乙", "else y"],
  ["a limit in money", "车辆数 = 0", "家庭存款 > 20000", "type_mismatch", "写成参数", "make it a parameter"],
  ["a bare date", "车辆数 = 0", "低保起始日 > 2020-01-01", "type_mismatch", 'date("2020-06-30")', 'date("2020-06-30")'],
  ["a value that the fact has not", "户籍符合", '户籍类别 = "农业"', "enum_value", "农村、城镇", "农村 (rural)"],
  ["a member's fact in a household's scheme", "车辆数 = 0", "持有残疾证", "scope", "some、every", "some, every"],
  ["a member's rule in a household's scheme", "车辆数 = 0", "老年残疾成员", "scope", "“老年残疾成员”是家庭成员的", "a member of a household"],
  ["a fact of rosters beside one of members", "周岁 >= 60", "年龄 >= 60", "scope_clash", "household-facts.yaml", "household-facts.yaml"],
  ["an empty rule", "is: 持有残疾证 and 周岁 >= 60", "is:", "expression_empty", "没有写公式", "no expression"],
  ["a key with a letter missing", "entitled:", "entitle:", "unknown_key", "您是不是要写 entitled?", "Did you mean entitled?"],
  ["a full-width colon in braces", "{doc: county-2021, clause: 二}", "{doc：county-2021, clause: 二}", "unknown_key", "全角", "full-width"],
  ["a full-width comma in braces", "{doc: county-2021, clause: 二}", "{doc: county-2021，clause: 二}", "yaml", "全角", "full-width"],
  ["a comma in a sentence", "no vehicle", "no vehicle, please", "unknown_key", "整句话加引号", "the sentence in quotes"],
  ["a colon in a sentence", "另要求无车", "另要求: 无车", "yaml", "加引号", "in quotes"],
  ["a tab", "    why:", "\twhy:", "yaml", "不能用制表符", "not with tabs"],
  ["a space too few", "    why:", "   why:", "yaml", "缩进", "indentation"],
  ["no dash", "  - id: rent_limit", "    id: rent_limit\n    id: x", "yaml", "少了“- ”", "lacks its “- ”"],
  ["a citation in words", "source: {doc: county-2021, clause: 四}", "source: 第四条", "wrong_shape", "(doc、clause)", "(doc, clause)"],
  ["another document", "{doc: county-2021, clause: 四}", "{doc: county-2022, clause: 四}", "unknown_document", "county-2021?", "county-2021?"],
  ["another parent", "extends: yunnan-nujiang", "extends: yunnan-nujian", "unknown_parent", "yunnan-nujiang?", "yunnan-nujiang?"],
  ["the 30th of February", "from: 2021-07-01, status", "from: 2021-02-30, status", "bad_date", "日历上没有这一天", "no such day"],
  ["a day with slashes", "from: 2021-07-01, status", "from: 2021/7/1, status", "bad_date", "请写成 2021-07-01", "Write 2021-07-01"],
  ["a day in Chinese", "from: 2021-07-01, status", "from: 2021年7月1日, status", "bad_date", "请写成 2021-07-01", "Write 2021-07-01"],
  ["money without unit", "650元/月", "650", "bad_value", "金额要带单位", "with its unit"],
  ["an amount below nothing", "650元/月", "-650元/月", "negative", "最小是 0", "0 at least"],
  ["money in full-width digits", "650元/月", "６５０元/月", "bad_value", "请写成 650元/月", "Write 650元/月"],
  ["no source of a value", ", source: {doc: county-2021, clause: 一}}", "}", "no_source", "status: unsourced", "status: unsourced"],
  ["two values on one day", "from: 2019-01-01", "from: 2021-07-01", "values_overlap", "county/pack.yaml:16:9", "county/pack.yaml:16:9"],
  ["an override by the Chinese name", "replaces: dibao", "replaces: 最低生活保障", "unknown_node", "您是不是要写 dibao?", "Did you mean dibao?"],
  ["`is` for a scheme", "entitled: 户籍", "is: 户籍", "override_field", "entitled, class", "entitled, class"],
  ["two overrides that disagree", "rules:\n", "  - {replaces: dibao, source: {doc: county-2021, clause: 二}, entitled: 车辆数 = 1}\nrules:\n", "override_conflict", "请合成一条", "Make one of them"],
  ["an example of a fact that there is not", "车辆数: 1", "车量数: 1", "example_fact", "您是不是要写 车辆数?", "Did you mean 车辆数?"],
  ["an example of a rule's value", "{人员状态: 在家}", "{周岁: 50}", "example_fact", "由事实算出", "worked out from facts"],
  ["an example with a roster's fact", "车辆数: 1", "享受低保: 否", "example_fact", "花名册上的人的事实", "a person on rosters"],
  ["an example whose members are no list", "[{人员状态: 在家}]", "{人员状态: 在家}", "wrong_shape", "列表", "a list"],
  ["an example whose member is a word", "[{人员状态: 在家}]", "[在家]", "wrong_shape", "键: 值", "a mapping"],
  ["an example whose fact is a list", "车辆数: 1", "车辆数: [1]", "wrong_shape", "文字", "a text"],
  ["an example that expects what cannot be", "expect: no", "expect: maybe", "bad_expectation", "yes、no 或 unknown", "yes, no or unknown"],
  ["an example that expects nothing", "expect: no", "expect:", "empty", "expect 后面没有内容", "nothing behind expect"],
  ["an example that sets without unit", "expect: no", "expect: no\n    set: {农村低保标准: 5000}", "bad_value", "金额要带单位", "with its unit"],
  ["an example that sets what there is not", "expect: no", "expect: no\n    set: {农村标准: 5000元/年}", "unknown_parameter", "农村低保标准?", "农村低保标准?"],
  ["an example that fails", "车辆数: 1, 成员", "成员", "example_failed", "缺:vehicles", "missing: vehicles"],
];

describe("mistakes", () => {
  test.each(MISTAKES)("%s", (_, from, to, code, zh, en) => {
    expect(PACK).toContain(from);
    const day = PACK.indexOf(from) < PACK.indexOf("examples:") ? DAY : null;
    const [first, ...more] = problemsOf(PACK.replace(from, () => to), day).errors;
    expect(first).toMatchObject({ code, file: "county/pack.yaml" });
    expect(first?.line).toBeGreaterThan(0);
    expect(first?.message.zh).toContain(zh);
    expect(first?.message.en).toContain(en);
    for (const text of [first?.message.zh, first?.message.en]) expect(text).not.toMatch(/undefined|\{\w+(Zh|En)?\}| {2}|\ba [aeio]/);
    // One slip, one message: nobody should have to guess which of several counts.
    expect(more.filter((each) => each.line !== first?.line)).toEqual([]);
  });

  test("the place is that of the mistake, not of what the override replaces", () => {
    const [found] = problemsOf(PACK.replace("车辆数 = 0", "持有残疾证"), DAY).errors;
    expect([found?.file, found?.line, found?.column]).toEqual(["county/pack.yaml", lineOf("entitled:"), "    entitled: 户籍符合 and ".length + 1]);
    const rule = "  - {replaces: hukou_fits, source: {doc: county-2021, clause: 三}, is: 持有残疾证}\nrules:\n";
    expect(problemsOf(PACK.replace("rules:\n", rule), DAY).errors.map(({ code, file, line }) => [code, file, line])).toEqual([["scope", "county/pack.yaml", lineOf("rules:")]]);
  });

  test("是 and 否 are expected like yes and no", () => {
    expect(problemsOf(PACK.replace("expect: no", "expect: 否")).errors).toEqual([]);
    expect(problemsOf(PACK.replace("expect: no", "expect: 是")).errors.map(({ code }) => code)).toEqual(["example_failed"]);
  });

  test("a missing citation or clause is a warning", () => {
    const codes = (text: string): string[] => problemsOf(text, DAY).warnings.map(({ code }) => code);
    expect(codes(PACK)).not.toContain("no_citation");
    expect(codes(PACK.replace("    source: {doc: county-2021, clause: 四}\n", ""))).toContain("no_citation");
    expect(codes(PACK.replace("{doc: county-2021, clause: 四}", "{doc: county-2021}"))).toContain("no_clause");
  });
});
