import { describe, expect, test } from "vitest";
import { evaluate } from "./backend/javascript.js";
import { evaluateScheme } from "./evaluateScheme.js";
import { disabled, family, person, STANDARD, subjectOf, wage, type Facts } from "./families.testkit.js";
import { formatValue, loadLibrary, resolvePolicy, type Citation, type Policy } from "./index.js";
import { readPackFiles } from "./packFiles.testkit.js";
import { MONEY } from "./type.js";

/**
 * The conflict groups of the requirements that are rules: the same household decided in the places that differ, outcomes
 * and citations side by side. What is not about a household (C3, C6, C7, C12) compares what is in force in each place.
 */
const library = loadLibrary(readPackFiles());
const PLACES = { nation: "110101", yunnan: "530112", nujiang: "533323", zhuzhou: "430223", lingbi: "341323", heilongjiang: "230100" } as const;
type PlaceName = keyof typeof PLACES;

interface Question {
  readonly of: string;
  readonly date: string;
  readonly household?: Facts;
  readonly member?: number;
  readonly set?: Readonly<Record<string, string>>;
}

/** Each place with what it decides, by whose clause. */
function sideBySide(places: readonly PlaceName[], question: Question): Record<string, string> {
  return Object.fromEntries(places.map((place) => [place, decided(place, question)]));
}

function decided(place: PlaceName, { of, date, household = {}, member, set = {} }: Question): string {
  const policy = resolvePolicy(library, { division: PLACES[place], date, set });
  const subject = subjectOf(policy, date, household);
  const who = member === undefined ? null : member - 1;
  const scheme = policy.schemes.find((each) => each.id === of);
  if (scheme) {
    const { outcome, class: kind, amount, until, reasons } = evaluateScheme(policy, scheme, subject, who);
    const sources = reasons.map((id) => policy.rules.get(id)?.source ?? null);
    return [outcome, kind, amount === null ? null : formatValue(MONEY, amount, "zh"), until && `until ${until}`, cited(scheme.source, ...sources)].filter((each) => each !== null).join(" · ");
  }
  const parameter = policy.parameters.get(of);
  if (parameter) return [parameter.formatted.zh, cited(parameter.source)].join(" · ");
  const rule = policy.rules.get(of);
  if (rule) return [formatValue(rule.type, evaluate(rule.body, subject, who), "zh"), cited(rule.source)].join(" · ");
  return ["absent", cited(absence(policy, of))].join(" · ");
}

/** Clauses by document; the nation's only where no place of its own has a word in it. */
function cited(...sources: readonly (Citation | null)[]): string {
  const all = sources.filter((source) => source !== null);
  const local = all.filter(({ doc }) => !library.packs.get("nation")?.documents.has(doc));
  const shown = local.length > 0 ? local : all;
  const clauses = (doc: string): string => [...new Set(shown.filter((each) => each.doc === doc).map(({ clause }) => clause))].join(", ");
  return [...new Set(shown.map(({ doc }) => doc))].map((doc) => `${doc}: ${clauses(doc)}`).join("; ");
}

/** Where a place says that it does not have the scheme. */
function absence(policy: Policy, id: string): Citation | null {
  const overrides = policy.chain.flatMap((each) => library.packs.get(each.id)?.overrides ?? []);
  return overrides.find(({ written }) => written.replaces === id && written.absent)?.source?.citation ?? null;
}

describe("the same household, decided where the rules conflict", () => {
  test("C1: who is covered, the household or a person", () => {
    const household = family(
      [person("1970-01-01", "完全", wage(30000)), person("1995-01-01", "无", { ...disabled("肢体", 1), 靠家庭供养且无法单独立户: true, 个人申请: true })],
      { 可通过产业就业脱贫: true },
    );
    expect(sideBySide(["nation", "nujiang", "zhuzhou"], { of: "dibao_single", date: "2020-06-30", household, member: 2, set: STANDARD })).toEqual({
      nation: "no · civil-affairs-2021-57: 第八条",
      nujiang: "yes · 375.00元 · yunnan-2020-8: 二(三)",
      zhuzhou: "absent · zhuzhou-plan: 四(二)",
    });
    expect(sideBySide(["zhuzhou"], { of: "bottom_line", date: "2020-06-30", household })).toEqual({
      zhuzhou: "no · zhuzhou-plan: 二(二), 二(二)1, 二(二)2, 二(二)3, 二(二)4, 二(二)5",
    });
    const margin = family([person("1970-01-01", "完全", wage(10000)), person("1995-01-01", "无", { ...disabled("肢体", 1), 靠家庭供养且无法单独立户: true, 个人申请: true })], { 建档立卡户: false });
    expect(sideBySide(["nation", "nujiang", "zhuzhou"], { of: "dibao_single", date: "2021-06-30", household: margin, member: 2, set: STANDARD })).toEqual({
      nation: "yes · 375.00元 · civil-affairs-2021-57: 第八条; order-649: 第九条, 第十五条",
      nujiang: "yes · 375.00元 · yunnan-2020-8: 二(三)",
      zhuzhou: "absent · zhuzhou-plan: 四(二)",
    });
    const struck = family([person("1970-01-01", "完全", { ...wage(30000), 个人申请: true })], { 灾害事件: "应急" });
    expect(sideBySide(["nujiang", "heilongjiang"], { of: "temporary", date: "2018-06-30", household: struck, set: STANDARD })).toEqual({
      nujiang: "yes · 急难型 · nujiang-2017: 二(九)",
      heilongjiang: "no · heilongjiang-2017: 三(八)",
    });
  });

  test("C3: how many cases are checked again", () => {
    expect(sideBySide(["nation", "zhuzhou"], { of: "spot_check_ratio", date: "2020-06-30" })).toEqual({
      nation: "30% · dibao-review-2012: 入户抽查比例",
      zhuzhou: "50% · zhuzhou-plan: 二(三)6",
    });
    expect(sideBySide(["nation", "zhuzhou"], { of: "spot_check_ratio", date: "2022-06-30" })).toEqual({
      nation: "不详 · ",
      zhuzhou: "50% · zhuzhou-plan: 二(三)6",
    });
  });

  test("C5: what happens when income rises above the standard", () => {
    const household = family([person("1975-01-01", "部分", wage(4600))], { 现享保障: "低保", 收入超标起始日: "2020-08-31" });
    expect(sideBySide(["nujiang", "zhuzhou", "nation"], { of: "dibao", date: "2020-09-30", household, set: STANDARD })).toEqual({
      nujiang: "yes · B · until 2021-08-31 · nujiang-2017: 三(二); yunnan-2020-8: 二(三)",
      zhuzhou: "no · zhuzhou-plan: 四(三)",
      nation: "no · order-649: 第九条、第十二条, 第九条",
    });
    expect(sideBySide(["nujiang", "zhuzhou", "nation"], { of: "dibao", date: "2021-08-30", household, set: STANDARD })).toEqual({
      nujiang: "yes · B · until 2021-08-31 · nujiang-2017: 三(二); yunnan-2020-8: 二(三)",
      zhuzhou: "no · zhuzhou-plan: 四(三)",
      nation: "no · order-649: 第九条、第十二条, 第九条",
    });
    expect(sideBySide(["nujiang", "zhuzhou", "nation"], { of: "dibao", date: "2021-08-31", household, set: STANDARD })).toEqual({
      nujiang: "no · nujiang-2017: 三(二); yunnan-2020-8: 二(三)",
      zhuzhou: "no · zhuzhou-plan: 四(三)",
      nation: "no · order-649: 第九条、第十二条, 第九条",
    });
  });

  test("C6: where the list of persons comes from", () => {
    expect(sideBySide(["nation", "yunnan", "nujiang", "zhuzhou"], { of: "list_building", date: "2020-06-30" })).toEqual({
      nation: "由家庭申请 · order-649: 第十一条",
      yunnan: "扶贫部门提供标记名单 · yunnan-2020-8: 二(一)1",
      nujiang: "两个系统相互比对 · nujiang-2017: 二(六)",
      zhuzhou: "由下而上认定 · zhuzhou-plan: 四(二)",
    });
  });

  test("C7: the dibao standard and the poverty line", () => {
    expect(sideBySide(["nation", "yunnan", "nujiang", "heilongjiang"], { of: "line_relation", date: "2019-06-30" })).toEqual({
      nation: "各自确定 · order-649: 第十条",
      yunnan: "各自确定 · order-649: 第十条",
      nujiang: "两线合一 · nujiang-2017: 三(三)",
      heilongjiang: "各自确定 · order-649: 第十条",
    });
    expect(sideBySide(["nation", "yunnan", "nujiang", "heilongjiang"], { of: "line_relation", date: "2020-06-30" })).toEqual({
      nation: "各自确定 · order-649: 第十条",
      yunnan: "按脱贫标准补足 · yunnan-2020-8: 二(二)",
      nujiang: "按脱贫标准补足 · yunnan-2020-8: 二(二)",
      heilongjiang: "高于国家扶贫标准 · heilongjiang-2017: 三(一)",
    });
    const household = family([person("1975-01-01", "部分", wage(1200))]);
    const set = { 农村低保标准: "3600元/年", 国家扶贫标准: "4000元/年" };
    expect(sideBySide(["nation", "nujiang", "heilongjiang"], { of: "dibao_amount", date: "2019-06-30", household, set })).toEqual({
      nation: "200.00元 · order-649: 第十二条",
      nujiang: "233.33元 · order-649: 第十二条",
      heilongjiang: "200.00元 · order-649: 第十二条",
    });
    expect(sideBySide(["yunnan"], { of: "dibao_amount", date: "2020-06-30", household, set: { ...set, 脱贫标准: "4200元/年" } })).toEqual({
      yunnan: "250.00元 · yunnan-2020-8: 二(三)",
    });
    expect(sideBySide(["heilongjiang"], { of: "standard_above_poverty_line", date: "2020-06-30", set })).toEqual({
      heilongjiang: "否 · heilongjiang-2017: 三(一)",
    });
  });

  test("C8: whether sixteen is still a minor", () => {
    const household = family([person("1950-01-01", "无"), person("2004-06-30", "无", { 赡养抚养人有能力: false })], { 可通过产业就业脱贫: false });
    expect(sideBySide(["zhuzhou"], { of: "bottom_line", date: "2020-06-30", household })).toEqual({
      zhuzhou: "yes · zhuzhou-plan: 二(二), 二(二)、二(三)1、四(二), 二(二)1",
    });
    expect(sideBySide(["zhuzhou"], { of: "bottom_line", date: "2020-06-30", household, set: { 兜底未成年含本数: "false" } })).toEqual({
      zhuzhou: "no · zhuzhou-plan: 二(二), 二(二)1, 二(二)2, 二(二)3, 二(二)4, 二(二)5",
    });
    expect(sideBySide(["nation", "yunnan"], { of: "tekun", date: "2020-06-30", household, member: 2, set: STANDARD })).toEqual({
      nation: "no · order-649: 第十四条",
      yunnan: "no · order-649: 第十四条",
    });
    expect(sideBySide(["nation", "yunnan"], { of: "tekun", date: "2020-06-29", household, member: 2, set: STANDARD })).toEqual({
      nation: "yes · order-649: 第十四条, 第九条, 第十条, 第十一条",
      yunnan: "yes · 832.00元 · order-649: 第十四条, 第九条, 第十条, 第十一条",
    });
  });

  test("C9: which disability counts for what", () => {
    const household = family(
      [person("1970-01-01", "部分", wage(30000)), person("1995-01-01", "无", { ...disabled("精神", 3), 需长期照护: true, 靠家庭供养且无法单独立户: true, 个人申请: true })],
      { 可通过产业就业脱贫: false },
    );
    expect(sideBySide(["nation", "yunnan", "zhuzhou", "lingbi"], { of: "disability_care", date: "2021-06-30", household, member: 2 })).toEqual({
      nation: "no · state-council-2015-52: 重度残疾人护理补贴对象; order-649: 第十二条",
      yunnan: "no · state-council-2015-52: 重度残疾人护理补贴对象; order-649: 第十二条",
      zhuzhou: "no · state-council-2015-52: 重度残疾人护理补贴对象; order-649: 第十二条",
      lingbi: "yes · lingbi-2021: 三(四)",
    });
    expect(sideBySide(["yunnan", "zhuzhou"], { of: "dibao_single", date: "2021-06-30", household, member: 2, set: STANDARD })).toEqual({
      yunnan: "yes · 375.00元 · yunnan-2020-8: 二(三)",
      zhuzhou: "absent · zhuzhou-plan: 四(二)",
    });
    expect(sideBySide(["zhuzhou"], { of: "bottom_line", date: "2021-06-30", household })).toEqual({
      zhuzhou: "no · zhuzhou-plan: 二(二), 二(二)1, 二(二)2, 二(二)3, 二(二)4, 二(二)5",
    });
    const mainLabour = family([person("1970-01-01", "部分", disabled("精神", 3))], { 可通过产业就业脱贫: false });
    expect(sideBySide(["zhuzhou"], { of: "bottom_line", date: "2021-06-30", household: mainLabour })).toEqual({
      zhuzhou: "yes · zhuzhou-plan: 二(二), 二(二)、二(三)1、四(二), 二(二)2",
    });
  });

  test("C12: which schemes there are", () => {
    const household = family([person("1975-01-01", "部分")], { 现享保障: "低保", 属采暖地区: true });
    expect(sideBySide(["nation", "lingbi", "heilongjiang"], { of: "assistance_framework", date: "2021-06-30" })).toEqual({
      nation: "8+1 · order-649: 第二章至第十章",
      lingbi: "8+1 · lingbi-2021: 三(二)",
      heilongjiang: "9+1 · heilongjiang-2017: 三",
    });
    expect(sideBySide(["nation", "lingbi", "heilongjiang"], { of: "heating", date: "2021-06-30", household })).toEqual({
      nation: "absent · ",
      lingbi: "absent · ",
      heilongjiang: "yes · heilongjiang-2017: 三(九)",
    });
    const schemes = (place: PlaceName): string[] => resolvePolicy(library, { division: PLACES[place], date: "2021-06-30" }).schemes.map(({ id }) => id);
    const nation = new Set(schemes("nation"));
    expect(schemes("heilongjiang").filter((id) => !nation.has(id))).toEqual(["heating"]);
    expect(schemes("lingbi").filter((id) => !nation.has(id))).toEqual([]);
  });

  test("C14: who leads medical aid", () => {
    expect(sideBySide(["nation", "nujiang", "heilongjiang", "lingbi"], { of: "medical_lead", date: "2017-12-31" })).toEqual({
      nation: "民政部门 · ",
      nujiang: "民政部门 · nujiang-2017: 二(八)",
      heilongjiang: "民政、人社、卫计分别负责 · heilongjiang-2017: 三(四)",
      lingbi: "民政部门 · ",
    });
    expect(sideBySide(["nation", "nujiang", "heilongjiang", "lingbi"], { of: "medical_lead", date: "2018-05-31" })).toEqual({
      nation: "医疗保障部门 · ",
      nujiang: "医疗保障部门 · ",
      heilongjiang: "医疗保障部门 · ",
      lingbi: "医疗保障部门 · ",
    });
    expect(sideBySide(["nation", "nujiang", "heilongjiang", "lingbi"], { of: "medical_lead", date: "2021-06-30" })).toEqual({
      nation: "医疗保障部门 · order-649: 第三条、第三十条",
      nujiang: "医疗保障部门 · order-649: 第三条、第三十条",
      heilongjiang: "医疗保障部门 · order-649: 第三条、第三十条",
      lingbi: "医疗保障部门 · order-649: 第三条、第三十条",
    });
  });

  test("C15: three refusals, of jobs or of projects", () => {
    const refuses = (what: Facts): Facts => family([person("1975-01-01", "完全", what), person("1976-01-01", "无")]);
    const jobs = refuses({ 连续拒绝就业次数: 3, 连续拒绝项目次数: 0 });
    const projects = refuses({ 连续拒绝就业次数: 0, 连续拒绝项目次数: 3 });
    expect(sideBySide(["nation", "yunnan"], { of: "dibao", date: "2020-06-30", household: jobs, set: STANDARD })).toEqual({
      nation: "yes · 375.00元 · order-649: 第九条、第十二条, 第十一条, 第九条, 第十条, 第十五条",
      yunnan: "yes · 375.00元 · yunnan-2020-8: 二(二)、二(三)",
    });
    expect(sideBySide(["nation", "yunnan"], { of: "dibao", date: "2020-06-30", household: projects, set: STANDARD })).toEqual({
      nation: "yes · 750.00元 · order-649: 第九条、第十二条, 第十一条, 第九条, 第十条, 第十五条",
      yunnan: "yes · 750.00元 · yunnan-2020-8: 二(二)、二(三)",
    });
    expect(sideBySide(["yunnan"], { of: "dibao", date: "2020-06-30", household: projects, set: { ...STANDARD, 拒绝项目停发本人份额: "true" } })).toEqual({
      yunnan: "yes · 375.00元 · yunnan-2020-8: 二(二)、二(三)",
    });
    expect(sideBySide(["nation", "yunnan"], { of: "stopped_shares", date: "2020-06-30", household: projects, set: STANDARD })).toEqual({
      nation: "0 · order-649: 第四十五条",
      yunnan: "0 · yunnan-2020-8: 二(三)",
    });
  });

  test("C16: families with somebody able to work", () => {
    const able = family([person("1975-01-01", "完全")], { 可通过产业就业脱贫: true });
    expect(sideBySide(["yunnan", "zhuzhou", "heilongjiang", "lingbi"], { of: "dibao", date: "2021-06-30", household: able, set: STANDARD })).toEqual({
      yunnan: "yes · 375.00元 · yunnan-2020-8: 二(二)、二(三)",
      zhuzhou: "yes · 375.00元 · zhuzhou-plan: 四(三)",
      heilongjiang: "yes · 中度 · 375.00元 · heilongjiang-2017: 三(一)",
      lingbi: "yes · 收入型 · 375.00元 · lingbi-2021: 三(一)",
    });
    expect(sideBySide(["zhuzhou"], { of: "bottom_line", date: "2021-06-30", household: able })).toEqual({
      zhuzhou: "no · zhuzhou-plan: 二(二), 二(二)1, 二(二)2, 二(二)3, 二(二)4, 二(二)5",
    });
    expect(sideBySide(["yunnan", "zhuzhou", "heilongjiang", "lingbi"], { of: "employment", date: "2021-06-30", household: able, set: STANDARD })).toEqual({
      yunnan: "yes · 产业就业帮扶 · yunnan-2020-8: 二(三)",
      zhuzhou: "yes · 零就业家庭 · order-649: 第四十二条、第四十三条, 第九条, 第四十二条",
      heilongjiang: "yes · 零就业家庭 · heilongjiang-2017: 三(七), 三(一)",
      lingbi: "yes · 零就业家庭 · order-649: 第四十二条、第四十三条, 第九条, 第四十二条",
    });
    const partly = family([person("1975-01-01", "部分")], { 可通过产业就业脱贫: false });
    expect(sideBySide(["lingbi"], { of: "labour_loss_no_stable_income", date: "2021-06-30", household: partly })).toEqual({
      lingbi: "是 · lingbi-2021: 三(一)",
    });
    expect(sideBySide(["lingbi"], { of: "labour_loss_no_stable_income", date: "2021-06-30", household: able })).toEqual({
      lingbi: "否 · lingbi-2021: 三(一)",
    });
    const lifted = family([person("1975-01-01", "完全", wage(9000)), person("1976-01-01", "完全")]);
    expect(sideBySide(["nation", "heilongjiang"], { of: "employment", date: "2021-06-30", household: lifted, set: STANDARD })).toEqual({
      nation: "no · order-649: 第四十二条、第四十三条, 第九条",
      heilongjiang: "yes · 就业服务 · heilongjiang-2017: 三(七), 三(一)",
    });
  });

  test("C19: what spending does", () => {
    const ill = { 患重特大疾病: true, 需继续治疗: true };
    const spends = (expenses: Facts): Facts => family([person("1975-01-01", "部分", { ...wage(6000), ...ill })], { 可通过产业就业脱贫: false, ...expenses });
    const moderate = spends({ 年自付医疗费: "2000元" });
    const more = spends({ 年自付医疗费: "6000.01元" });
    const work = spends({ 年就业成本: "2000元" });
    const places = ["nation", "yunnan", "zhuzhou", "lingbi"] as const;
    expect(sideBySide(places, { of: "dibao", date: "2021-06-30", household: moderate, set: STANDARD })).toEqual({
      nation: "no · order-649: 第九条、第十二条, 第九条",
      yunnan: "yes · 41.67元 · yunnan-2020-8: 二(二)、二(三)",
      zhuzhou: "no · zhuzhou-plan: 四(三)",
      lingbi: "yes · 支出型 · 41.67元 · lingbi-2021: 三(一)",
    });
    expect(sideBySide(["zhuzhou"], { of: "bottom_line", date: "2021-06-30", household: moderate, set: STANDARD })).toEqual({
      zhuzhou: "no · zhuzhou-plan: 二(二), 二(二)1, 二(二)2, 二(二)3, 二(二)4, 二(二)5",
    });
    expect(sideBySide(places, { of: "dibao", date: "2021-06-30", household: more, set: STANDARD })).toEqual({
      nation: "no · order-649: 第九条、第十二条, 第九条",
      yunnan: "yes · 375.00元 · yunnan-2020-8: 二(二)、二(三)",
      zhuzhou: "no · zhuzhou-plan: 四(三)",
      lingbi: "yes · 支出型 · 375.00元 · lingbi-2021: 三(一)",
    });
    expect(sideBySide(["zhuzhou"], { of: "bottom_line", date: "2021-06-30", household: more, set: STANDARD })).toEqual({
      zhuzhou: "yes · zhuzhou-plan: 二(二), 二(二)、二(三)1、四(二), 二(二)3",
    });
    expect(sideBySide(places, { of: "dibao", date: "2021-06-30", household: work, set: STANDARD })).toEqual({
      nation: "no · order-649: 第九条、第十二条, 第九条",
      yunnan: "yes · 41.67元 · yunnan-2020-8: 二(二)、二(三)",
      zhuzhou: "no · zhuzhou-plan: 四(三)",
      lingbi: "no · lingbi-2021: 三(一)",
    });
    expect(sideBySide(["zhuzhou"], { of: "bottom_line", date: "2021-06-30", household: work, set: STANDARD })).toEqual({
      zhuzhou: "no · zhuzhou-plan: 二(二), 二(二)1, 二(二)2, 二(二)3, 二(二)4, 二(二)5",
    });
  });
});
