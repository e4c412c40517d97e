import { loadLibrary, type PackFile, type PackLibrary } from "./index.js";

/** A small nation, a province and two prefectures, in the shape of the real packs. All of it invented. */
const NATION = `
pack: {id: nation, version: "1", name: {zh: 全国, en: nation}, division: "000000"}
documents:
  - {id: order, number: 令第1号, title: {zh: 办法, en: Measures}, from: 2014-05-01, status: verified}
  - {id: draft, title: {zh: 草案, en: Draft}, from: 2020-01-01, status: unsourced}
facts:
  - {id: as_of, name: 基准日, en: base date, type: date}
  - {id: age, name: 年龄, en: age, type: integer}
  - {id: birth_date, name: 出生日期, en: birth date, type: date}
  - {id: on_dibao, name: 享受低保, en: on dibao, type: boolean, rosters: [dibao]}
  - {id: on_tekun, name: 享受特困供养, en: on tekun, type: boolean, rosters: [tekun]}
  - {id: on_disabled, name: 持证残疾, en: certified disabled, type: boolean, rosters: [disabled]}
  - {id: on_deaths, name: 在死亡名册, en: on the deaths roster, type: boolean, rosters: [deaths]}
  - {id: disability_grade, name: 残疾等级, en: disability grade, type: integer, rosters: [disabled]}
  - {id: disability_category, name: 残疾类别, en: disability category, type: enum, rosters: [disabled],
     values: [{id: visual, name: 视力, en: visual}, {id: intellectual, name: 智力, en: intellectual}, {id: mental, name: 精神, en: mental}]}
  - {id: deposits_fen, name: 银行存款, en: deposits, type: money, rosters: [deposits]}
  - {id: disease, name: 病种, en: disease, type: text, rosters: [medical_aid]}
  - {id: link_probability, name: 同一人概率, en: probability, type: rate, scope: link}
  - {id: id_state, name: 身份证号状态, en: id state, type: enum, scope: row, values: [{id: ok, name: 正常, en: fine}, {id: missing, name: 缺失, en: missing}]}
parameters:
  - id: deposit_limit
    name: 存款上限
    en: deposit limit
    type: money
    values:
      - {from: 2014-05-01, value: "20000元", status: verified, source: {doc: order, clause: 九}}
      - {from: 2021-01-01, value: 3万元, status: unsourced}
  - id: severe_grade
    name: 重度最高等级
    en: highest severe grade
    type: integer
    values: [{from: 2014-05-01, value: 2, source: {doc: order, clause: 二}}]
  - id: margin_ratio
    name: 边缘倍数
    en: margin ratio
    type: rate
    values: [{from: 2014-05-01, value: 1.5, source: {doc: order, clause: 三}}]
rules:
  - {id: covered, name: 已纳入保障, en: covered, source: {doc: order, clause: 一}, is: 享受低保 or 享受特困供养}
  - {id: severe, name: 重度残疾, en: severely disabled, source: {doc: order, clause: 二}, is: 持证残疾 and 残疾等级 <= 重度最高等级}
checks:
  - id: missed.severe_disability
    name: 重度残疾未纳入
    en: severely disabled not covered
    source: {doc: order, clause: 十二}
    when: 重度残疾 and not(已纳入保障)
    unless: 在死亡名册
    cases:
      - {when: 年龄 < 16, severity: high, reason: {zh: "残疾{残疾等级}级,{年龄}岁,未保障", en: "grade {残疾等级}, aged {年龄}, not covered"}}
      - {severity: medium, reason: {zh: "残疾{残疾等级}级,未保障", en: "grade {残疾等级}, not covered"}}
  - id: wrong.deposits
    name: 存款超标
    en: deposits above the limit
    source: {doc: order, clause: 九}
    when: 已纳入保障 and 银行存款 > 存款上限
    cases: [{severity: medium, reason: {zh: "存款{银行存款},高于{存款上限}", en: "deposits of {银行存款}, above {存款上限}"}}]
  - id: link.probable
    name: 疑似同一人
    en: probably the same
    scope: link
    source: {doc: order, clause: 四}
    when: 同一人概率 >= 0.8
    cases: [{severity: low, reason: {zh: "概率{同一人概率}", en: "probability {同一人概率}"}}]
examples:
  - {of: missed.severe_disability, name: 二级未保障, date: 2020-06-30, facts: {持证残疾: true, 残疾等级: 2, 享受低保: false, 享受特困供养: false, 年龄: 15}, expect: yes, severity: high}
  - {of: missed.severe_disability, name: 已有低保, date: 2020-06-30, facts: {持证残疾: true, 残疾等级: 2, 享受低保: true}, expect: no}
  - {of: missed.severe_disability, name: 等级不详, date: 2020-06-30, facts: {持证残疾: true, 享受低保: false, 享受特困供养: false}, expect: unknown}
`;

const PROVINCE = `
pack: {id: province, version: "1", name: {zh: 某省, en: province}, division: "530000", extends: nation}
documents:
  - {id: p-2020, number: 省〔2020〕8号, title: {zh: 省通知, en: Provincial notice}, from: 2020-02-25, status: verified}
overrides:
  - replaces: severe
    source: {doc: p-2020, clause: 三}
    why: {zh: 三级智力、精神残疾也算, en: grade 3 intellectual and mental disability counts too}
    is: 持证残疾 and (残疾等级 <= 重度最高等级 or (残疾类别 in ("智力", "精神") and 残疾等级 = 3))
`;

const PREFECTURE = `
pack: {id: prefecture, version: "1", name: {zh: 某州, en: prefecture}, division: "533300", extends: province}
documents:
  - {id: f-2019, title: {zh: 州办法, en: Prefecture measures}, from: 2019-01-01, status: verified}
overrides:
  - replaces: deposit_limit
    source: {doc: f-2019, clause: 五}
    why: {zh: 本州另有标准, en: the prefecture has its own limit}
    values: [{from: 2019-01-01, value: 10000元}]
  - {replaces: wrong.deposits, source: {doc: f-2019, clause: 六}, why: {zh: 特困不查存款, en: tekun is exempt}, unless: 享受特困供养, from: 2020-01-01}
`;

const ELSEWHERE = `
pack: {id: elsewhere, version: "1", name: {zh: 某市, en: elsewhere}, division: "430200", except: ["430202"], extends: nation}
documents:
  - {id: e-2017, title: {zh: 市方案, en: City plan}, status: unsourced}
overrides:
  - {replaces: wrong.deposits, source: {doc: e-2017, clause: 七}, why: {zh: 本市不比对存款, en: deposits are not compared here}, absent: true}
`;

export const FIXTURE_FILES: readonly PackFile[] = [
  { path: "nation/pack.yaml", text: NATION },
  { path: "province/pack.yaml", text: PROVINCE },
  { path: "prefecture/pack.yaml", text: PREFECTURE },
  { path: "elsewhere/pack.yaml", text: ELSEWHERE },
];

export function fixtureLibrary(): PackLibrary {
  return loadLibrary(FIXTURE_FILES);
}
