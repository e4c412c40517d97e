import { describe, expect, test } from "vitest";
import { FIXTURE_FILES } from "./fixture.testkit.js";
import { loadLibrary, PolicyError, type PackFile, type Problem } from "./index.js";

/** Problems of loading, [] where it loads. */
function problemsOf(files: readonly PackFile[]): readonly Problem[] {
  try {
    loadLibrary(files);
    return [];
  } catch (thrown) {
    if (thrown instanceof PolicyError) return thrown.problems;
    throw thrown;
  }
}

const HEADER = 'pack: {id: child, version: "1", name: {zh: 子, en: child}, division: "110000", extends: nation}\n';

function childProblems(...lines: string[]): string[] {
  return problemsOf([...FIXTURE_FILES, { path: "child/pack.yaml", text: HEADER + lines.join("\n") }]).map((each) => `${each.code} ${each.file.replace("child/pack.yaml", "")}${each.line}:${each.column}`);
}

/** Problems of one expression in a rule, with the column counted inside the expression (from 1; 0 and less: before it). */
function expressionProblems(text: string): [code: string, column: number, zh: string][] {
  const start = "  - {id: x, name: 新规则, is: ".length + 2;
  const found = problemsOf([...FIXTURE_FILES, { path: "child/pack.yaml", text: `${HEADER}rules:\n  - {id: x, name: 新规则, is: '${text.replaceAll("'", "''")}'}` }]);
  return found.map((each) => [each.code, each.column - start + 1, each.message.zh]);
}

test("the fixture packs load", () => {
  expect(problemsOf(FIXTURE_FILES)).toEqual([]);
});

describe("expressions that are well formed", () => {
  test.each([
    "年龄 >= 16 and not(享受低保)",
    "残疾等级 in [1..2]",
    "残疾等级 in [1..2] and 享受低保 or 享受特困供养",
    '残疾类别 in ("智力", "精神")',
    '残疾类别 = "mental"',
    "残疾等级 between 1 and 重度最高等级",
    "银行存款 > 0",
    "银行存款 > 存款上限 * 边缘倍数",
    'round(银行存款 * 边缘倍数, 2, "half_up") >= 存款上限',
    'divide(银行存款, 12, 2, "half_up") < 存款上限',
    '基准日 >= date("2020-02-29")',
    "years(出生日期, 基准日) >= 60 and days(出生日期, 基准日) > 0",
    "if known(年龄) then 年龄 >= 60 else false",
    "max(0, 银行存款 - 存款上限) > 0",
    "边缘倍数 > 1",
    "on_dibao or covered",
    "-年龄 < -3 + 2 * 1",
    '病种 = "“肺癌”（晚期）"',
  ])("%s", (text) => {
    expect(expressionProblems(text)).toEqual([]);
  });
});

describe("expressions that are refused, with the place and how to mend", () => {
  test.each<[text: string, code: string, column: number, words: string]>([
    ["享受低保 and 没有这个", "unknown_name", 10, "没有这个"],
    ["享受低报", "unknown_name", 1, "享受低保"],
    ["年龄 + 享受低保 > 3", "operator_type", 6, "是否"],
    ["年龄 and 享受低保", "expected_type", 1, "整数"],
    ["银行存款 > 20000", "type_mismatch", 1, "金额"],
    ["银行存款 * 银行存款 > 存款上限", "type_mismatch", 1, "金额"],
    ["银行存款 = 年龄", "type_mismatch", 1, "金额"],
    ["病种 < \"b\"", "operator_type", 1, "文本"],
    ["残疾类别 = \"视觉\"", "enum_value", 8, "视力、智力、精神"],
    ["残疾类别 = 病种", "type_mismatch", 1, "枚举"],
    ["享受低保 > 享受特困供养", "operator_type", 1, "是否"],
    ["年龄 / 2 > 3", "division", 4, "half_up"],
    ["divide(年龄, 2) > 3", "arguments", 1, "divide(a, b, scale"],
    ["divide(银行存款, 2, 3, \"half_up\") > 存款上限", "arguments", 1, "divide"],
    ["divide(年龄, 2, 0, \"bankers\") > 3", "arguments", 1, "half_up"],
    ["银行存款 * 边缘倍数", "unrounded", 0, "round"],
    ["known()", "arguments", 1, "known(x)"],
    ["min(年龄)", "arguments", 1, "min"],
    ["病种 = null", "null_literal", 6, "known"],
    ["年龄 ＞ 16", "fullwidth", 4, ">"],
    ["病种 = “肺癌”", "fullwidth", 6, '"'],
    ["not（享受低保）", "fullwidth", 4, "("],
    ["享受低保　and 享受特困供养", "fullwidth", 5, "a plain space"],
    ["年龄 ≥ 60", "fullwidth", 4, ">="],
    ["残疾等级 in 【1..2】", "fullwidth", 9, "["],
    ["年龄 > １６", "fullwidth", 6, "1"],
    ["银行存款(元) > 0", "name_with_brackets", 1, "银行存款"],
    ["享受 低保", "name_with_space", 1, "享受 低保"],
    ["享受低保 享受特困供养", "name_with_space", 1, "and"],
    ["not 享受低保", "name_with_space", 1, "not 享受低保"],
    ["1 < 年龄 < 3", "chained_comparison", 1, "[a..c]"],
    ["年龄 > 16 // 成年", "comment", 9, "#"],
    ["年龄 > 16 /* 成年 */", "comment", 9, "#"],
    ["年龄 ** 2 > 3", "unsupported", 4, "**"],
    ["年龄 > 1e3", "unsupported", 6, "1e3"],
    ["年龄 in [1, 2]", "unsupported", 7, "(a, b)"],
    ["[年龄]", "unsupported", 1, "[年龄]"],
    ["{a: 年龄}", "unsupported", 1, "{a"],
    ["年龄.岁", "list_as_value", 1, "年龄.岁"],
    ["some 人 in 成员 satisfies 人.年龄 > 60", "not_of_members", 26, "花名册"],
    ["count(年龄)", "expected_type", 7, "成员名单"],
    ["基准日 > date(\"2021-02-29\")", "bad_date", 7, "2021-02-29"],
    ["基准日 > \"2021-02-28\"", "type_mismatch", 1, "日期"],
    ["time(\"10:00:00\") = 年龄", "unsupported", 1, "time"],
    ["@\"2020-01-01\" = 基准日", "unsupported", 1, "@"],
    ["年龄 >", "syntax", 4, "年龄 >"],
    ["(年龄 > 3", "syntax", 7, "3"],
    ["年龄 > 3)", "syntax", 7, ")"],
    ["if 享受低保 then 年龄 else 病种", "type_mismatch", 1, "整数"],
    ["存款超标", "check_in_expression", 1, "存款超标"],
    ["年龄 > 3 and 同户（人数） > 2", "fullwidth", 14, "("],
    ["年龄 * 年龄 * 年龄 > 3", "too_large", -23, "38"],
  ])("%s", (text, code, column, words) => {
    const found = expressionProblems(text);
    expect(found[0]?.slice(0, 2)).toEqual([code, column]);
    expect(found[0]?.[2]).toContain(words);
  });

  test("an expression folded over lines is pointed at where it stands", () => {
    expect(childProblems("rules:", "  - id: x", "    name: 新规则", "    is: >-", "      享受低保 or", "      (年龄 > 3", "       and 错名)")).toEqual(["unknown_name 8:12"]);
    expect(childProblems("rules:", "  - id: x", "    name: 新规则", '    is: "病种 = \\"x\\" and 错名"')).toEqual(["unknown_name 5:25"]);
    expect(childProblems("rules:", "  - id: x", "    name: 新规则", "    is: 享受低保 or", "      错名")).toEqual(["unknown_name 6:7"]);
  });

  test("every problem of every file is reported, in order", () => {
    expect(childProblems("rules:", "  - {id: x, name: 新规则, is: 错一 or 错二}", "  - {id: y, name: 另一规则, is: 年龄}", "  - {id: z, name: 第三规则, is: 错三}")).toEqual(["unknown_name 3:28", "unknown_name 3:34", "unknown_name 5:29"]);
  });
});

describe("packs that are refused", () => {
  test.each<[what: string, lines: string[], problems: string[]]>([
    ["a name that a higher pack has", ["rules:", "  - {id: x, name: 年龄, is: 享受低保}"], ["duplicate_name 3:5"]],
    ["an id that a higher pack has", ["rules:", "  - {id: covered, name: 新规则, is: 享受低保}"], ["duplicate_id 3:5"]],
    ["a name that is another's id", ["rules:", "  - {id: x, name: covered, is: 享受低保}"], ["duplicate_name 3:5"]],
    ["an id that is another's name, in one pack", ["rules:", "  - {id: x, name: y, is: 享受低保}", "  - {id: y, name: 新规则, is: 享受低保}"], ["duplicate_id 4:5"]],
    ["a reserved word", ["rules:", "  - {id: known, name: 新规则, is: 享受低保}"], ["reserved_name 3:10"]],
    ["a name with its unit", ["rules:", "  - {id: x, name: 存款（元）, is: 享受低保}"], ["bad_name 3:19"]],
    ["a name with a leading digit", ["rules:", "  - {id: x, name: 3级残疾, is: 享受低保}"], ["bad_name 3:19"]],
    ["an id in capitals", ["rules:", "  - {id: X, name: 新规则, is: 享受低保}"], ["bad_id 3:10"]],
    ["a document that is not listed", ["rules:", "  - {id: x, name: 新规则, source: {doc: nowhere}, is: 享受低保}"], ["unknown_document 3:32"]],
    ["an unknown key", ["rules:", "  - {id: x, name: 新规则, iss: 享受低保, is: 享受低保}"], ["unknown_key 3:24"]],
    ["a missing key", ["rules:", "  - {id: x, is: 享受低保}"], ["missing_key 3:5"]],
    ["an unknown section", ["checkz: []"], ["unknown_key 2:1"]],
    ["rules in a circle", ["rules:", "  - {id: x, name: 规则甲, is: 规则乙}", "  - {id: y, name: 规则乙, is: not(规则甲)}"], ["rule_cycle 3:5"]],
    ["a circle through an override", ["rules:", "  - {id: x, name: 规则甲, is: 已纳入保障}", "overrides:", "  - {replaces: covered, is: not(规则甲)}"], ["rule_cycle nation/pack.yaml40:5"]],
    ["an override of nothing", ["overrides:", "  - {replaces: nothing, is: 享受低保}"], ["unknown_node 3:5"]],
    ["an override of a fact", ["overrides:", "  - {replaces: age, is: 享受低保}"], ["unknown_node 3:5"]],
    ["an override of the pack's own", ["rules:", "  - {id: x, name: 新规则, is: 享受低保}", "overrides:", "  - {replaces: x, is: 享受低保}"], ["override_own 5:5"]],
    ["an override without effect", ["overrides:", "  - {replaces: covered}"], ["override_empty 3:5"]],
    ["a field that does not fit", ["overrides:", "  - {replaces: covered, when: 享受低保}"], ["override_field 3:5"]],
    ["a rule that changes its type", ["overrides:", "  - {replaces: covered, is: 年龄}"], ["rule_type_changed 3:29"]],
    ["two overrides that disagree", ["overrides:", "  - {replaces: covered, is: 享受低保}", "  - {replaces: covered, is: 享受特困供养}"], ["override_conflict 4:5"]],
    ["two values on one day", ["parameters:", "  - {id: p, name: 新参数, type: integer, values: [{from: 2020-01-01, value: 1}, {from: 2020-01-01, value: 2}]}"], ["values_overlap 3:78"]],
    ["money without its unit", ["parameters:", "  - {id: p, name: 新参数, type: money, values: [{from: 2020-01-01, value: 4500}]}"], ["bad_value 3:72"]],
    ["another unit", ["parameters:", "  - {id: p, name: 新参数, type: money, unit: 元/年, values: [{from: 2020-01-01, value: 640元/月}]}"], ["unit_differs 3:83"]],
    ["a day that does not exist", ["parameters:", "  - {id: p, name: 新参数, type: integer, values: [{from: 2021-02-29, value: 1}]}"], ["bad_date 3:55"]],
    ["cases without a last one", ["checks:", "  - {id: c.x, name: 新疑点, when: 享受低保, cases: [{when: 享受低保, severity: low, reason: {zh: 甲, en: a}}]}"], ["last_case 3:46"]],
    ["braces that do not match", ["checks:", "  - {id: c.x, name: 新疑点, when: 享受低保, cases: [{severity: low, reason: {zh: '{年龄', en: a}}]}"], ["template 3:76"]],
    ["an unknown name in a reason", ["checks:", "  - {id: c.x, name: 新疑点, when: 享受低保, cases: [{severity: low, reason: {zh: '共{错名}人', en: a}}]}"], ["unknown_name 3:77"]],
    ["a fact of another scope", ["checks:", "  - {id: c.x, name: 新疑点, scope: row, when: 享受低保, cases: [{severity: low, reason: {zh: 甲, en: a}}]}"], ["scope 3:5"]],
    ["broken YAML", ["rules: [", "  - x"], ["yaml 3:3"]],
  ])("%s", (_, lines, problems) => {
    expect(childProblems(...lines).slice(0, problems.length)).toEqual(problems);
  });

  test("overrides that agree, replace different fields or follow each other in time are no conflict", () => {
    expect(childProblems("overrides:", "  - {replaces: covered, is: 享受低保}", "  - {replaces: covered, is: 享受低保}")).toEqual([]);
    expect(childProblems("overrides:", "  - {replaces: wrong.deposits, when: 享受低保}", "  - {replaces: wrong.deposits, unless: 享受特困供养}")).toEqual([]);
    expect(childProblems("overrides:", "  - {replaces: covered, is: 享受低保, to: 2020-01-01}", "  - {replaces: covered, is: 享受特困供养, from: 2020-01-01}")).toEqual([]);
  });

  test("packs of one division that disagree are a conflict", () => {
    const sibling = (id: string, is: string): PackFile => ({ path: `${id}/pack.yaml`, text: `pack: {id: ${id}, version: "1", name: {zh: 甲, en: a}, division: "110000", extends: nation}\noverrides:\n  - {replaces: covered, is: ${is}}` });
    expect(problemsOf([...FIXTURE_FILES, sibling("one", "享受低保"), sibling("two", "享受特困供养")]).map((each) => each.code)).toEqual(["override_conflict"]);
    expect(problemsOf([...FIXTURE_FILES, sibling("one", "享受低保"), sibling("two", "享受低保")])).toEqual([]);
  });

  test("folders and parents", () => {
    const header = (id: string, rest: string): PackFile => ({ path: `${id}/pack.yaml`, text: `pack: {id: ${id}, version: "1", name: {zh: 甲, en: a}, ${rest}}` });
    const codes = (...files: PackFile[]): string[] => problemsOf([...FIXTURE_FILES, ...files]).map((each) => each.code);
    expect(codes(header("a", 'division: "110000", extends: nowhere'))).toEqual(["unknown_parent"]);
    expect(codes(header("a", 'division: "110000", extends: b'), header("b", 'division: "110000", extends: a'))).toContain("parent_cycle");
    expect(codes(header("a", 'division: "110000", extends: province'))).toEqual(["division_outside"]);
    expect(codes(header("a", 'division: "1100"'))).toContain("bad_division");
    expect(codes({ path: "a/rules.yaml", text: "rules: []" })).toEqual(["no_pack_header"]);
    expect(codes(header("nation", 'division: "000000"'), { path: "nation/again.yaml", text: header("x", 'division: "110000"').text })).toContain("two_pack_headers");
  });

  test("sections of one pack may lie in several files", () => {
    const library = loadLibrary([...FIXTURE_FILES, { path: "nation/more.yaml", text: "rules:\n  - {id: x, name: 新规则, is: 已纳入保障}" }]);
    expect([...(library.packs.get("nation")?.rules.keys() ?? [])]).toContain("x");
  });
});
