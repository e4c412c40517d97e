import { describe, expect, test } from "vitest";
import { HOUSEHOLD_FILES } from "./household.testkit.js";
import { evaluate, formatValue, loadLibrary, PolicyError, resolvePolicy, trace, traceScheme, type FactValue, type Policy, type Problem, type Subject } from "./index.js";

const HEAD = `pack: {id: probe, version: "1", name: {zh: 甲, en: a}, division: "110000", extends: nation}`;

function policyWith(...lines: string[]): Policy {
  const library = loadLibrary([...HOUSEHOLD_FILES, { path: "probe/pack.yaml", text: [HEAD, ...lines].join("\n") }]);
  return resolvePolicy(library, { division: "110000", date: "2020-06-30" });
}

function problemsOf(...lines: string[]): readonly Problem[] {
  try {
    policyWith(...lines);
  } catch (thrown) {
    if (thrown instanceof PolicyError) return thrown.problems;
    throw thrown;
  }
  return [];
}

function household(facts: Record<string, FactValue>, ...members: Record<string, FactValue>[]): Subject {
  const source = (record: Record<string, FactValue>) => (id: string): FactValue => (id === "as_of" ? "2020-06-30" : record[id]);
  return { facts: source(facts), members: members.map(source) };
}

/** Three present: 70, 35 and of unknown age; one imprisoned; wages 12,000, unknown, 0 and 5,000 yuan. */
const FAMILY = household(
  { hukou: "rural", vehicles: 1 },
  { birth_date: "1950-01-01", wage_fen_year: 1_200_000, member_status: "present", disabled: true, category: "mental" },
  { birth_date: "1985-06-30", member_status: "present", disabled: false },
  { wage_fen_year: 0, member_status: "present" },
  { birth_date: "2010-01-31", wage_fen_year: 500_000, member_status: "imprisoned", disabled: false },
);

function valueOf(text: string, subject: Subject, member: number | null = null): string {
  const rule = policyWith("rules:", `  - {id: probe, name: 试, is: ${JSON.stringify(text)}}`).rules.get("probe");
  if (!rule) throw new Error("no probe");
  const value = evaluate(rule.body, subject, member);
  expect(trace(rule.body, subject, null, member).value).toEqual(value);
  return formatValue(rule.type, value, "en");
}

describe("members of a household", () => {
  test.each([
    ["count(成员)", "4"],
    ["count(members)", "4"],
    ["count(共同生活成员)", "3"],
    ['count(成员[人员状态 != "在家"])', "1"],
    ['count(成员[人员状态 = "服刑"][年工资性收入 > 农村低保标准])', "1"],
    // Unknown for one of them: how many is not known.
    ["count(成员[周岁 >= 60])", "unknown"],
    ["count(成员[known(出生日期) and 周岁 >= 60])", "1"],
    ["count(成员[持有残疾证])", "unknown"],
    ["sum(成员.年工资性收入)", "unknown"],
    ["sum(成员[known(年工资性收入)].年工资性收入)", "17,000.00 yuan"],
    ["sum(成员[known(年工资性收入) and 年工资性收入 < 0].年工资性收入)", "0.00 yuan"],
    ["min(成员[known(出生日期)].出生日期)", "1950-01-01"],
    ["max(成员[known(出生日期)].周岁)", "70"],
    ["max(成员[年工资性收入 < 0].周岁)", "unknown"],
    ["max(成员[车辆数 > 1].周岁)", "unknown"],
    ["some 人 in 成员 satisfies 人.周岁 >= 60", "yes"],
    ["some 人 in 成员 satisfies 人.周岁 >= 90", "unknown"],
    ["every 人 in 成员 satisfies 人.周岁 >= 60", "no"],
    ["every 人 in 共同生活成员 satisfies 人.年工资性收入 >= 0 or 人.周岁 = 35", "yes"],
    ['every 人 in 成员[周岁 >= 60] satisfies 人.残疾成员', "unknown"],
    ['every 人 in 成员[known(出生日期) and 周岁 >= 60] satisfies 人.残疾成员', "yes"],
    ["some 人 in 成员[车辆数 > 1] satisfies true", "no"],
    ["every 人 in 成员[车辆数 > 1] satisfies false", "yes"],
    // 成员 within what is asked of a member is the whole household again.
    ["some 人 in 成员 satisfies 人.周岁 >= 60 and count(成员) = 4", "yes"],
    ["count(成员[known(年工资性收入) and 年工资性收入 = max(成员[known(年工资性收入)].年工资性收入)])", "1"],
    ["车辆数 = 1 and (some 人 in 成员 satisfies 人.持有残疾证) and count(成员) > 3", "yes"],
    ["if (some 人 in 成员 satisfies 人.持有残疾证) then 车辆数 else 0", "1"],
  ])("%s is %s", (text, expected) => {
    expect(valueOf(text, FAMILY)).toBe(expected);
  });

  test("nobody: nothing is true of some, everything of every one", () => {
    const empty = household({ vehicles: 0 });
    expect(["count(成员)", "sum(成员.年工资性收入)", "min(成员.周岁)", "some 人 in 成员 satisfies true", "every 人 in 成员 satisfies false"].map((text) => valueOf(text, empty))).toEqual(["0", "0.00 yuan", "unknown", "no", "yes"]);
  });

  test("of one member", () => {
    expect([0, 1, 2].map((member) => valueOf("周岁 >= 60 and 车辆数 = 1", FAMILY, member))).toEqual(["yes", "no", "unknown"]);
    expect([0, 3].map((member) => valueOf("成员[周岁 >= 60]", FAMILY, member))).toEqual(["yes", "no"]);
  });

  test.each([
    ["2020-01-31", "1", "2020-02-29"], ["2019-01-31", "1", "2019-02-28"], ["2020-02-29", "12", "2021-02-28"], ["2020-12-31", "2", "2021-02-28"],
    ["2020-03-31", "-1", "2020-02-29"], ["2020-01-15", "-1", "2019-12-15"], ["9999-12-01", "1", "unknown"], ["0001-01-01", "-1", "unknown"], ["2020-06-30", "0", "2020-06-30"],
  ])("%s and %s months is %s", (from, months, expected) => {
    expect(valueOf(`months_after(date("${from}"), ${months})`, FAMILY)).toBe(expected);
  });
});

describe("expressions about households that are refused", () => {
  test.each<[text: string, code: string, column: number, words: string]>([
    ["成员 = 成员", "list_as_value", 1, "count"],
    ["共同生活成员 and 车辆数 = 0", "list_as_value", 1, "共同生活成员"],
    ["成员.周岁 > 60", "list_as_value", 1, "sum"],
    ["count(周岁)", "expected_type", 7, "成员名单"],
    ["count(成员.周岁)", "list_as_value", 7, "成员.周岁"],
    ["count(成员, 成员)", "arguments", 1, "count(成员)"],
    ["sum(周岁)", "arguments", 1, "sum(成员.x)"],
    ["sum(成员.人员状态)", "operator_type", 5, "枚举"],
    ["sum(成员.出生日期)", "operator_type", 5, "日期"],
    ["sum(成员.车辆数)", "not_of_members", 8, "家庭"],
    ["成员[1]", "expected_type", 4, "是否"],
    ["成员[年龄 > 60]", "not_of_members", 4, "花名册"],
    ["车辆数[周岁 > 60]", "expected_type", 1, "成员名单"],
    ["some 人 in 成员 satisfies 周岁 > 60", "member_bare", 24, "人.周岁"],
    ["some 人 in 成员 satisfies 人 = 人", "member_alone", 24, "人.周岁"],
    ["some 人 in 成员 satisfies 人.车辆数 > 1", "not_of_members", 26, "家庭"],
    ["some 人 in 成员 satisfies 人.农村低保标准 > 1", "not_of_members", 26, "参数"],
    ["some 人 in 成员 satisfies 人.没有这个", "unknown_name", 26, "没有这个"],
    ["some 周岁 in 成员 satisfies true", "variable_taken", 1, "周岁"],
    ["some 成员 in 成员 satisfies true", "variable_taken", 1, "成员"],
    ["some 甲 in 成员, 乙 in 成员 satisfies true", "unsupported", 1, "甲 in 成员"],
    ["some 人 in 成员 satisfies some 子 in 成员 satisfies 子.周岁 < 人.周岁", "unknown_variable", 54, "外层"],
    ["for 人 in 成员 return 人.周岁", "unsupported", 1, "for"],
    ["持有残疾证 and 年龄 > 60", "scope_clash", 11, "花名册"],
    ["count(成员) > 2 and 年龄 > 60", "scope_clash", 19, "count"],
    ["months_after(车辆数, 2)", "expected_type", 14, "日期"],
    ["months_after(出生日期)", "arguments", 1, "months_after(date, months)"],
    ["if 车辆数 = 0 then 成员 else 共同生活成员", "list_as_value", 17, "成员"],
    ["known(成员)", "list_as_value", 7, "成员"],
  ])("%s", (text, code, column, words) => {
    const [first] = problemsOf("rules:", "  - id: x", "    name: 新规则", `    is: '${text.replaceAll("'", "''")}'`);
    expect([first?.code, first ? first.column - 9 : null]).toEqual([code, column]);
    expect(first?.message.zh).toContain(words);
  });

  test.each<[what: string, lines: string[], codes: string[]]>([
    ["a household scheme about a member", ["schemes:", "  - {id: s, name: 新待遇, unit: household, entitled: 周岁 > 60}"], ["scope 3:5"]],
    ["a household scheme whose amount is a member's", ["schemes:", "  - {id: s, name: 新待遇, unit: household, entitled: 车辆数 = 0, amount: 年工资性收入}"], ["scope 3:5"]],
    ["a scheme about a person on rosters", ["schemes:", "  - {id: s, name: 新待遇, unit: person, entitled: 年龄 > 60}"], ["scope 3:5"]],
    ["a scheme that is no condition", ["schemes:", "  - {id: s, name: 新待遇, unit: household, entitled: 车辆数}"], ["expected_type 3:51"]],
    ["an amount without rounding", ["schemes:", "  - {id: s, name: 新待遇, unit: household, entitled: true, amount: 农村低保标准 * 1.5}"], ["unrounded 3:65"]],
    ["an amount that is none", ["schemes:", "  - {id: s, name: 新待遇, unit: household, entitled: true, amount: 车辆数}"], ["expected_type 3:65"]],
    ["a class that is a number", ["schemes:", "  - {id: s, name: 新待遇, unit: household, entitled: true, class: 车辆数}"], ["expected_type 3:64"]],
    ["a department that is no parameter", ["schemes:", "  - {id: s, name: 新待遇, unit: household, entitled: true, lead: 民政部门}"], ["lead_parameter 3:63"]],
    ["an unknown unit", ["schemes:", "  - {id: s, name: 新待遇, unit: village, entitled: true}"], ["enum_value 3:30"]],
    ["an override of a scheme by is", ["overrides:", "  - {replaces: dibao, is: 车辆数 = 0}"], ["override_field 3:5"]],
    ["an override that turns a household's rule into a member's", ["overrides:", "  - {replaces: property_fits, is: 周岁 > 60}"], ["scope 3:5"]],
    ["two overrides of a scheme that disagree", ["overrides:", "  - {replaces: dibao, amount: 低保标准}", "  - {replaces: dibao, amount: 农村低保标准}"], ["override_conflict 4:5"]],
    ["an enum parameter without choices", ["parameters:", "  - {id: p, name: 新参数, type: enum, values: [{from: 2020-01-01, value: a, status: demo}]}"], ["missing_key 3:5"]],
    ["a missing date that is a day", ["facts:", "  - {id: f, name: 新事实, type: date, scope: household, absent: 2020-01-01}"], ["bad_value 3:62"]],
    ["a name of the language", ["rules:", "  - {id: x, name: 成员, is: true}"], ["reserved_name 3:19"]],
  ])("%s", (_, lines, codes) => {
    const found = problemsOf(...lines).map(({ code, file, line, column }) => (file === "probe/pack.yaml" ? `${code} ${line}:${column}` : `${code} ${file}`));
    expect(found.slice(0, codes.length)).toEqual(codes);
  });
});

describe("schemes of a place and day", () => {
  const ids = (division: string, date: string): string[] => resolvePolicy(loadLibrary(HOUSEHOLD_FILES), { division, date }).schemes.map((scheme) => scheme.id);

  test("one that the place does not have, or not yet, is not there, and entitles nobody", () => {
    expect(ids("530000", "2020-06-30")).toEqual(["dibao", "margin", "care"]);
    expect(ids("533300", "2020-06-30")).toEqual(["dibao", "care"]);
    expect(ids("533300", "2018-12-31")).toEqual(["dibao", "margin", "care"]);
    expect(ids("530000", "2014-04-30")).toEqual([]);
    const rule = resolvePolicy(loadLibrary([...HOUSEHOLD_FILES, { path: "probe/pack.yaml", text: `pack: {id: probe, version: "1", name: {zh: 甲, en: a}, division: "533323", extends: county}\nrules:\n  - {id: x, name: 新规则, is: not(低保边缘)}` }]), { division: "533323", date: "2020-06-30" }).rules.get("x");
    expect(rule && evaluate(rule.body, FAMILY)).toBe(true);
  });

  test("an override takes away what it says, and the rest stays", () => {
    const scheme = resolvePolicy(loadLibrary(HOUSEHOLD_FILES), { division: "533300", date: "2020-06-30" }).schemes[0];
    expect(scheme).toMatchObject({ id: "dibao", class: null, until: null, expressionText: "两项都符合", packId: "nation", source: { doc: "c-2019" }, lead: { value: "civil_affairs" } });
    expect(scheme?.amount?.text).toBe("低保补差");
    expect(scheme?.overrides.map((each) => each.fields)).toEqual([["entitled", "class", "until"]]);
  });

  test("parameters that nobody verified are named, those that the caller set marked", () => {
    const at = (set: Record<string, string>): readonly string[] | undefined => resolvePolicy(loadLibrary(HOUSEHOLD_FILES), { division: "530000", date: "2020-06-30", set }).schemes[0]?.unsourced;
    expect(at({})).toEqual(["urban_standard", "grace_months"]);
    expect(at({ 渐退月数: "6个月", rural_standard: "4500元/年" })).toEqual(["rural_standard:set", "urban_standard", "grace_months:set"]);
  });

  test("a value that is set needs its unit and is converted exactly", () => {
    const set = (text: string): unknown => {
      try {
        return resolvePolicy(loadLibrary(HOUSEHOLD_FILES), { division: "530000", date: "2020-06-30", set: { 农村低保标准: text } }).parameters.get("rural_standard")?.value;
      } catch (thrown) {
        return thrown instanceof PolicyError ? thrown.problems[0]?.code : thrown;
      }
    };
    expect(["4500元/年", "375元/月", " 0.45万元/年", "4500.01元/年", "375", "375元", "375元/天", "很多", "-5元/月", "0元/月"].map(set)).toEqual([37_500n, 37_500n, 37_500n, "unit_inexact", "bad_value", "unit_differs", "unit_differs", "bad_value", "negative", 0n]);
    expect(problemsOf("examples:", "  - {of: dibao, name: 试, date: 2020-06-30, set: {渐退月数: 6}, expect: yes}")).toEqual([]);
  });

  test("the account names each member's part, and rules used twice are one step", () => {
    const policy = resolvePolicy(loadLibrary(HOUSEHOLD_FILES), { division: "530000", date: "2020-06-30" });
    const dibao = policy.schemes[0];
    if (!dibao) throw new Error("no dibao");
    const { entitled, decision } = traceScheme(policy, dibao, FAMILY);
    expect(decision).toMatchObject({ outcome: "no", reasons: ["property_fits"], missing: [] });
    const income = entitled.inputs[0]?.inputs[0]?.inputs[0]?.inputs[0]?.inputs[0]?.inputs[0];
    expect(income).toMatchObject({ id: "income_month", value: null, missing: ["income_fen_year.wage"] });
    const sum = income?.inputs[0]?.inputs[0];
    expect(sum).toMatchObject({ kind: "members", text: "sum(共同生活成员.年工资性收入)", member: null });
    expect(sum?.inputs.map(({ kind, member, value }) => [kind, member, value])).toEqual([["member", 0, 1_200_000n], ["member", 1, null], ["member", 2, 0n], ["member", 3, false]]);
    const count = income?.inputs[0]?.inputs[1]?.inputs[0];
    expect(count?.inputs[3]?.inputs[0]).toBe(sum?.inputs[3]?.inputs[0]);
  });
});
