import { loadLibrary, type Policy, resolvePolicy } from "@doudi/policy";

/** A nation with a few facts and schemes, in the shape of the real packs. All of it invented. */
const NATION = `
pack: {id: nation, version: "1", name: {zh: 全国, en: nation}, division: "000000"}
documents:
  - {id: order, number: 令第1号, title: {zh: 办法, en: Measures}, from: 2014-05-01, status: verified}
facts:
  - {id: as_of, name: 基准日, en: base date, type: date, scope: [person, row, link, household, member]}
  - {id: household_no, name: 户编号, en: household number, type: text, scope: household}
  - {id: division_code, name: 区划代码, en: division code, type: text, scope: household}
  - {id: hukou, name: 户籍类别, en: hukou, type: enum, scope: household, values: [{id: rural, name: 农村, en: rural}, {id: urban, name: 城镇, en: urban}]}
  - {id: vehicles, name: 车辆数, en: vehicles, type: integer, scope: household}
  - {id: deposits_fen, name: 家庭存款, en: deposits, type: money, scope: household}
  - {id: exit_path, name: 脱贫路径, en: path, type: enum, scope: household, absent: none, values: [{id: none, name: 无, en: none}, {id: industry, name: 产业, en: industry}]}
  - {id: exceeded_since, name: 收入超标起始日, en: exceeded since, type: date, scope: household, absent: none}
  - {id: id_number, name: 身份证号, en: id number, type: text, scope: member}
  - {id: name, name: 姓名, en: name, type: text, scope: member}
  - {id: birth_date, name: 出生日期, en: birth date, type: date, scope: [person, member]}
  - {id: wage_fen_year, name: 年工资性收入, en: wages, type: money, scope: member, input: income_fen_year.wage}
  - {id: disabled, name: 持有残疾证, en: disabled, type: boolean, scope: member}
  - {id: category, name: 残疾类别, en: category, type: enum, scope: member, values: [{id: visual, name: 视力, en: visual, code: 1}, {id: mental, name: 精神, en: mental, code: 6}]}
parameters:
  - {id: rural_dibao_standard, name: 农村低保标准, en: rural standard, type: money, unit: 元/年, values: [{from: 2014-05-01, value: 3600元/年, status: verified, source: {doc: order, clause: 一}}]}
  - {id: grace_months, name: 渐退月数, en: months of grace, type: integer, unit: 个月, values: [{from: 2014-05-01, value: 12个月, status: unsourced}]}
rules:
  - {id: income, name: 人均年收入, en: income a head, source: {doc: order, clause: 三}, is: 'divide(sum(成员.年工资性收入), count(成员), 2, "half_up")'}
  - {id: rural, name: 农村户籍, en: rural, source: {doc: order, clause: 三}, is: '户籍类别 = "农村"'}
  - {id: income_fits, name: 收入符合, en: income fits, source: {doc: order, clause: 三}, is: 人均年收入 < 农村低保标准}
  - {id: no_car, name: 没有车, en: no car, source: {doc: order, clause: 四}, is: 车辆数 = 0}
  - {id: shortfall, name: 低保补差, en: shortfall, source: {doc: order, clause: 六}, is: 'divide((农村低保标准 - 人均年收入) * count(成员), 12, 2, "half_up")'}
  - {id: severe, name: 精神残疾, en: mental disability, source: {doc: order, clause: 七}, is: '持有残疾证 and 残疾类别 = "精神"'}
schemes:
  - {id: dibao, name: 最低生活保障, en: dibao, unit: household, source: {doc: order, clause: 八}, entitled: 农村户籍 and 收入符合 and 没有车,
     class: 'if some 人 in 成员 satisfies 人.精神残疾 then "A" else "B"', amount: 低保补差, until: "months_after(收入超标起始日, 渐退月数)"}
  - {id: disability_care, name: 护理补贴, en: care subsidy, unit: person, source: {doc: order, clause: 十}, entitled: 精神残疾 and 最低生活保障}
`;

export const PLACE = "533323";
const DATE = "2020-06-30";

/** The law of the invented nation. */
export function countyPolicy(set: Readonly<Record<string, string>> = {}, division = PLACE): Policy {
  return resolvePolicy(loadLibrary([{ path: "nation/pack.yaml", text: NATION }]), { division, date: DATE, set });
}

const A = "533399197501010019";

/** Four households: on dibao with a disabled member; too rich; unknown; one that cannot be read. */
export const HOUSEHOLDS = [
  {
    household_no: "N2", division_code: "533323101", hukou: "rural", vehicles: 0, deposits_fen: 5, exceeded_since: "2020-01-31",
    members: [{ id_number: A, name: "甲", birth_date: "1975-01-01", income_fen_year: { wage: 240_001 }, disabled: true, category: 6 }, { name: "乙", income_fen_year: { wage: 0 }, disabled: false }],
  },
  { household_no: "=N1", division_code: "533323101200", hukou: "rural", vehicles: 1, members: [{ name: "丙", income_fen_year: { wage: 0 }, disabled: true, category: "visual" }] },
  { household_no: "N10", division_code: "533325", hukou: "rural", vehicles: 0, members: [{ name: "丁, 戊", disabled: true }] },
  { household_no: "N3", vehicles: -1 },
];

/** As JSON lines. */
export function jsonLines(households: readonly object[] = HOUSEHOLDS): string {
  return households.map((household) => JSON.stringify(household)).join("\n");
}
