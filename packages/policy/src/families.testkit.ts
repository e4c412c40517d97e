import { exampleHousehold } from "./exampleFacts.js";
import type { Policy, Subject } from "./index.js";
import { parseYaml, ProblemList } from "./pack/yamlNode.js";

/** Facts as examples in packs write them. */
export type Facts = Readonly<Record<string, unknown>>;

/** A household written as in an example, as the policy understands it. */
export function subjectOf(policy: Policy, date: string, household: Facts): Subject {
  const list = new ProblemList();
  const node = parseYaml({ path: "household", text: JSON.stringify(household) }, list);
  if (!node) throw new Error("no household");
  return exampleHousehold(policy, date, node);
}

// —— people and families, all invented ——

const NO_INCOME = { 年工资性收入: "0元", 年经营净收入: "0元", 年财产净收入: "0元", 年转移净收入: "0元" };
export const person = (birth: string, capacity: string, more: Facts = {}): Facts => ({
  出生日期: birth, 人员状态: "在家", 劳动能力: capacity, 持有残疾证: false, 患重特大疾病: false, 患慢性病: false, 赡养抚养人有能力: true, 在学阶段: "不在学", ...NO_INCOME, ...more,
});
const NO_EXPENSES = { 年自付医疗费: "0元", 年教育支出: "0元", 年残疾支出: "0元", 年就业成本: "0元" };
const RURAL: Facts = { 户籍类别: "农村", 车辆数: 0, 住房套数: 1, 家庭存款: "0元", 有工商登记: false, 建档立卡户: true, 现享保障: "无", ...NO_EXPENSES };
/** A registered poor family in the country, without expenses. */
export const family = (members: readonly Facts[], more: Facts = {}): Facts => ({ ...RURAL, ...more, 成员: members });
export const wage = (yuan: number): Facts => ({ 年工资性收入: `${yuan}元` });
export const disabled = (category: string, grade: number): Facts => ({ 持有残疾证: true, 残疾类别: category, 残疾等级: grade });
/** A standard for places whose own was not found; the same everywhere, so that only the rules differ. */
export const STANDARD = { 农村低保标准: "4500元/年" };
