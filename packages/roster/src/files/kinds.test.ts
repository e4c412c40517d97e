import { ROSTER_KIND_CODES } from "@doudi/contract";
import { describe, expect, it } from "vitest";
import { foldHeader } from "./foldHeader.js";
import { findColumn, loadKinds } from "./kinds.js";
import { standardiseValue } from "./standardiseValue.js";

const kinds = loadKinds();
const kindOf = (code: (typeof ROSTER_KIND_CODES)[number]) => {
  const kind = kinds.byCode.get(code);
  if (kind === undefined) throw new Error(code);
  return kind;
};

describe("kinds", () => {
  it.each(ROSTER_KIND_CODES)("%s: every synonym leads to its column, ids, name and place are there", (code) => {
    const kind = kindOf(code);
    const common = new Set(kindOf("margin").columns.keys());
    const lost: string[] = [];
    for (const column of kind.columns.values())
      for (const header of column.headers) {
        const found = findColumn(kind.headers, header);
        // A kind's own column may take a word from a common one (账号), never from another of its own.
        const taken = found !== null && !common.has(found) && common.has(column.id);
        if (found !== column.id && !taken) lost.push(`${header}: ${column.id} → ${found}`);
      }
    expect(lost).toEqual([]);
    expect([...kind.columns.keys()]).toEqual(expect.arrayContaining(["id_number", "name", "household_no", "township", "village", "member_count"]));
  });

  it("no value word means two things in one column", () => {
    const twice: string[] = [];
    for (const column of kinds.columns.values())
      for (const value of column.values)
        for (const word of value.words)
          if (column.values.some((other) => other.id !== value.id && other.words.includes(word))) twice.push(`${column.id} ${word}`);
    expect(twice).toEqual([]);
  });

  it.each([
    ["dibao", "身份证号码(18位)", "id_number"],
    ["dibao", "＊公民身份号码", "id_number"],
    ["dibao", "身 份 证 号", "id_number"],
    ["dibao", "户主身份证号码", "head_id"],
    ["dibao", "户主", "head_name"],
    ["dibao", "与户主\n关系", "relation"],
    ["dibao", "月保障金额（元）", "amount_fen_month"],
    ["dibao", "低保金/元", "amount_fen_month"],
    ["dibao", "低保对象姓名", "name"],
    ["disabled", "残疾人证号", "certificate"],
    ["disabled", "残疾人姓名", "name"],
    ["disabled", "残疾证号(20位)", "certificate"],
    ["deaths", "死者身份证号", "id_number"],
    ["vehicles", "机动车所有人", "name"],
    ["vehicles", "车主身份证号", "id_number"],
    ["companies", "法定代表人身份证号码", "id_number"],
    ["deposits", "账号", "account"],
    ["dibao", "账号", "bank_account"],
    ["dibao", "配偶姓名", null],
    ["dibao", "备注", null],
  ] as const)("%s: %s is %s", (code, header, column) => {
    expect(findColumn(kindOf(code).headers, header)).toBe(column);
  });

  it("folds headers", () => {
    expect(foldHeader(" ＊身份证号（１８位）： ")).toBe("身份证号(18位)");
  });
});

describe("standardiseValue", () => {
  it.each([
    ["relation", "本人", "head"], ["relation", "01户主", "head"], ["relation", "之子", "child"], ["relation", "妻", "spouse"],
    ["relation", "儿媳", "other"], ["relation", "干亲", "other"], ["relation", "", null],
    ["exit_path", "社会保障兜底", "social_security"], ["exit_path", "兜底保障", "social_security"], ["exit_path", "社会兜底", "social_security"],
    ["exit_path", "易地扶贫搬迁", "relocation"], ["exit_path", "发展产业脱贫", "industry"],
    ["labour_capacity", "丧失劳动力", "full_loss"], ["labour_capacity", "弱劳动力或半劳动力", "partial_loss"],
    ["labour_capacity", "无劳动力", "none_by_age"], ["labour_capacity", "普通劳动力", "full"], ["labour_capacity", "技能劳动力", "full"],
    ["disability_category", "肢体残疾", "physical"], ["disability_category", "1", "visual"], ["disability_category", "肢体、智力", "multiple"],
    ["disability_grade", "壹级", "1"], ["disability_grade", "２级", "2"], ["disability_grade", "肢体三级", "3"], ["disability_grade", "Ⅳ级", "4"], ["disability_grade", "9", null],
    ["lifted", "已脱贫", "true"], ["lifted", "未脱贫", "false"], ["lifted", "是", "true"], ["lifted", "否", "false"],
    ["vehicle_type", "小型轿车", "car"], ["vehicle_type", "普通二轮摩托车", "motorcycle"], ["vehicle_type", "正三轮载货摩托车", "tricycle"],
    ["vehicle_type", "重型半挂牵引车", "large"], ["vehicle_type", "手扶变型运输机", "farm"], ["vehicle_type", "残疾人机动轮椅车", "disabled"], ["vehicle_type", "电车", "other"],
    ["vehicle_status", "达到报废标准公告牌证作废", "scrapped"], ["vehicle_status", "逾期未检验", "in_use"], ["vehicle_status", "未报废", "in_use"],
    ["company_status", "存续（在营、开业、在册）", "active"], ["company_status", "吊销，未注销", "struck_off"], ["company_status", "注销", "dissolved"],
    ["company_role", "法定代表人", "legal_representative"], ["company_role", "监事", "other"],
    ["property_use", "成套住宅", "home"], ["property_use", "非住宅", "other"], ["property_use", "车库", "other"],
    ["dibao_class", "Ａ类", "a"], ["dibao_class", "一类", "a"], ["dibao_class", "D", "other"],
    ["sex", "男性", "male"], ["sex", "2", "female"],
    ["lifted_year", "2018年", "2018"], ["member_count", "4人", "4"], ["member_count", "四", null],
    ["insured_status", "正常参保", "true"], ["insured_status", "暂停缴费(中断)", "false"],
  ])("%s %s is %s", (column, text, value) => {
    expect(standardiseValue(kinds, column, text)).toBe(value);
  });

  it("refuses a column that does not exist", () => {
    expect(() => standardiseValue(kinds, "nothing", "x")).toThrow("no column nothing");
  });
});
