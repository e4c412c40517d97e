import { loadLibrary, resolvePolicy, type PackFile, type PackLibrary, type Policy } from "./index.js";

/** A nation with households and a few schemes, in the shape of the real packs, and a county below it. All of it invented. */
const NATION = `
pack: {id: nation, version: "1", name: {zh: 全国, en: nation}, division: "000000"}
documents:
  - {id: order, number: 令第1号, title: {zh: 办法, en: Measures}, from: 2014-05-01, status: verified}
facts:
  - {id: as_of, name: 基准日, en: base date, type: date, scope: [person, row, link, household, member]}
  - {id: age, name: 年龄, en: age, type: integer}
  - {id: birth_date, name: 出生日期, en: birth date, type: date, scope: [person, member]}
  - {id: hukou, name: 户籍类别, en: hukou, type: enum, scope: household, values: [{id: rural, name: 农村, en: rural}, {id: urban, name: 城镇, en: urban}]}
  - {id: vehicles, name: 车辆数, en: vehicles, type: integer, scope: household}
  - {id: exit_path, name: 脱贫路径, en: path, type: enum, scope: household, absent: none, values: [{id: none, name: 无, en: none}, {id: industry, name: 产业, en: industry}]}
  - {id: exceeded_since, name: 收入超标起始日, en: exceeded since, type: date, scope: household, absent: none}
  - {id: wage_fen_year, name: 年工资性收入, en: wages, type: money, scope: member, input: income_fen_year.wage}
  - {id: member_status, name: 人员状态, en: status, type: enum, scope: member, input: status, values: [{id: present, name: 在家, en: present}, {id: imprisoned, name: 服刑, en: imprisoned}]}
  - {id: disabled, name: 持有残疾证, en: disabled, type: boolean, scope: member}
  - {id: category, name: 残疾类别, en: category, type: enum, scope: member, values: [{id: visual, name: 视力, en: visual, code: 1}, {id: mental, name: 精神, en: mental, code: 6}]}
parameters:
  - {id: rural_standard, name: 农村低保标准, en: rural standard, type: money, unit: 元/月, values: [{from: 2014-05-01, value: 300元/月, status: verified, source: {doc: order, clause: 一}}]}
  - {id: urban_standard, name: 城市低保标准, en: urban standard, type: money, unit: 元/月, values: [{from: 2999-01-01, value: 600元/月, status: verified, source: {doc: order, clause: 一}}]}
  - {id: grace_months, name: 渐退月数, en: months of grace, type: integer, unit: 个月, values: [{from: 2014-05-01, value: 12个月, status: unsourced}]}
  - {id: lead_dibao, name: 低保牵头部门, en: lead, type: enum, choices: [{id: civil_affairs, name: 民政部门, en: civil affairs}, {id: poverty, name: 扶贫部门, en: poverty office}],
     values: [{from: 2014-05-01, value: 民政部门, status: verified, source: {doc: order, clause: 二}}]}
rules:
  - {id: age_years, name: 周岁, en: age in years, source: {doc: order, clause: 三}, is: "years(出生日期, 基准日)"}
  - {id: living_together, name: 共同生活成员, en: living together, source: {doc: order, clause: 三}, is: '成员[人员状态 = "在家"]'}
  - {id: income_month, name: 人均月收入, en: income a head a month, source: {doc: order, clause: 三}, is: 'divide(sum(共同生活成员.年工资性收入), count(共同生活成员) * 12, 2, "half_up")'}
  - {id: standard, name: 低保标准, en: standard, source: {doc: order, clause: 三}, is: 'if 户籍类别 = "农村" then 农村低保标准 else 城市低保标准'}
  - {id: income_fits, name: 收入符合, en: income fits, source: {doc: order, clause: 三}, is: 人均月收入 < 低保标准}
  - {id: property_fits, name: 财产符合, en: property fits, source: {doc: order, clause: 四}, is: 车辆数 = 0}
  - {id: grace_over, name: 渐退期满, en: grace is over, source: {doc: order, clause: 五}, is: known(收入超标起始日) and 基准日 >= 渐退截止日}
  - {id: grace_end, name: 渐退截止日, en: end of grace, source: {doc: order, clause: 五}, is: "months_after(收入超标起始日, 渐退月数)"}
  - {id: both_fit, name: 两项都符合, en: both fit, source: {doc: order, clause: 五}, is: 收入符合 and 财产符合}
  - {id: shortfall, name: 低保补差, en: shortfall, source: {doc: order, clause: 六}, is: '(低保标准 - 人均月收入) * count(共同生活成员)'}
  - {id: severe, name: 残疾成员, en: disabled member, source: {doc: order, clause: 七}, is: '持有残疾证 and 残疾类别 = "精神"'}
schemes:
  - {id: dibao, name: 最低生活保障, en: dibao, unit: household, source: {doc: order, clause: 八}, lead: 低保牵头部门,
     entitled: 两项都符合 and not(渐退期满), class: 'if some 人 in 共同生活成员 satisfies 人.残疾成员 then "A" else "B"', amount: 低保补差, until: 渐退截止日}
  - {id: margin, name: 低保边缘, en: margin, unit: household, source: {doc: order, clause: 九}, entitled: '人均月收入 < 低保标准 * 1.5 and not(最低生活保障)'}
  - {id: care, name: 护理补贴, en: care subsidy, unit: person, source: {doc: order, clause: 十}, entitled: 残疾成员 and 最低生活保障}
examples:
  - {of: living_together, name: 服刑的不算, date: 2020-06-30, household: {成员: [{人员状态: 在家}, {人员状态: 服刑}]}, member: 2, expect: no}
  - {of: income_month, name: 两人, date: 2020-06-30, household: {成员: [{人员状态: 在家, 年工资性收入: 3600元}, {人员状态: 服刑, 年工资性收入: 1元}, {人员状态: 在家, 年工资性收入: 0元}]}, expect: 150元}
  - {of: dibao, name: 应保, date: 2020-06-30, household: {户籍类别: 农村, 车辆数: 0, 成员: [{人员状态: 在家, 年工资性收入: 1200元, 持有残疾证: true, 残疾类别: 6}]},
     expect: yes, class: A, amount: 200元, until: null, reasons: [income_fits, property_fits, grace_over], missing: []}
  - {of: dibao, name: 渐退, date: 2020-06-29, household: {户籍类别: 农村, 车辆数: 0, 收入超标起始日: 2019-06-30, 成员: [{人员状态: 在家, 年工资性收入: 0元, 持有残疾证: false}]},
     expect: yes, class: B, amount: 300元, until: 2020-06-30, reasons: [income_fits, property_fits, grace_over]}
  - {of: dibao, name: 渐退期满, date: 2020-06-30, household: {户籍类别: 农村, 车辆数: 0, 收入超标起始日: 2019-06-30, 成员: [{人员状态: 在家, 年工资性收入: 0元}]}, expect: no, reasons: [grace_over]}
  - {of: dibao, name: 工资不详, date: 2020-06-30, household: {户籍类别: 农村, 成员: [{人员状态: 在家}]}, expect: unknown, reasons: [income_fits, property_fits], missing: [income_fen_year.wage, vehicles]}
  - {of: dibao, name: 城市标准没有, date: 2020-06-30, household: {户籍类别: 城镇, 车辆数: 0, 成员: [{人员状态: 在家, 年工资性收入: 1200元}]}, expect: unknown, missing: [urban_standard]}
  - {of: dibao, name: 设定标准, date: 2020-06-30, set: {城市低保标准: 7200元/年}, household: {户籍类别: 城镇, 车辆数: 0, 成员: [{人员状态: 在家, 年工资性收入: 1200元, 持有残疾证: false}]}, expect: yes, amount: 500元}
  - {of: margin, name: 边缘, date: 2020-06-30, household: {户籍类别: 农村, 车辆数: 0, 成员: [{人员状态: 在家, 年工资性收入: 4800元}]}, expect: yes, reasons: [dibao]}
  - {of: care, name: 第二人, date: 2020-06-30, member: 2, household: {户籍类别: 农村, 车辆数: 0, 成员: [{人员状态: 在家, 年工资性收入: 0元}, {人员状态: 在家, 年工资性收入: 0元, 持有残疾证: true, 残疾类别: 精神}]}, expect: yes, reasons: [severe, dibao]}
`;

const COUNTY = `
pack: {id: county, version: "1", name: {zh: 某县, en: county}, division: "533300", extends: nation}
documents:
  - {id: c-2019, title: {zh: 县办法, en: County measures}, from: 2019-01-01, status: verified}
overrides:
  - {replaces: margin, source: {doc: c-2019, clause: 一}, why: {zh: 本县没有, en: not here}, absent: true}
  - {replaces: dibao, source: {doc: c-2019, clause: 二}, why: {zh: 本县不渐退, en: no grace here}, entitled: 两项都符合, until: null, class: null}
`;

export const HOUSEHOLD_FILES: readonly PackFile[] = [
  { path: "nation/pack.yaml", text: NATION },
  { path: "county/pack.yaml", text: COUNTY },
];

export function householdLibrary(): PackLibrary {
  return loadLibrary(HOUSEHOLD_FILES);
}

export function householdPolicy(division: string, date: string, set: Readonly<Record<string, string>> = {}): Policy {
  return resolvePolicy(householdLibrary(), { division, date, set });
}
