import { describe, expect, it } from "vitest";
import { idNumber } from "../files/idNumber.testkit.js";
import { compareFiles, csv } from "./comparison.testkit.js";

const mental = idNumber("19900101", 11);
const son = idNumber("19950101", 13);
const father = idNumber("19700101", 15);
const sixteen = idNumber("20060630", 17);
const seventeen = idNumber("20050630", 19);
const fifteen = idNumber("20060701", 21);
const nobody = idNumber("19551231", 44);

const POOR = "户编号,姓名,身份证号,与户主关系,乡镇,村";
const at = (no: string, name: string, id: string, relation: string): string[] => [no, name, id, relation, "城关镇", "东关村"];
const files = {
  "低保.csv": csv("户编号,姓名,身份证号", ["533399000001", "和文", nobody]),
  "特困.csv": csv("户编号,姓名,身份证号", ["533399100001", "余四", idNumber("19400505", 55)]),
  "建档立卡.csv": csv(POOR, at("533399200001", "父亲", father, "户主"), at("533399200001", "儿子", son, "子女"), at("533399200002", "十六", sixteen, "户主"), at("533399200003", "十七", seventeen, "户主"), at("533399200004", "十五", fifteen, "户主"), at("533399200005", "精神", mental, "户主")),
  "残疾人.csv": csv("姓名,身份证号,残疾类别,残疾等级", ["儿子", son, "肢体", "二级"], ["十六", sixteen, "肢体", "一级"], ["十七", seventeen, "肢体", "一级"], ["十五", fifteen, "肢体", "一级"], ["精神", mental, "精神", "三级"]),
  "低保边缘.csv": csv("姓名,身份证号", ["和文", nobody]), "财政供养.csv": csv("姓名,身份证号,单位", ["和文", nobody, "县医院"]),
  "困难残疾人生活补贴.csv": csv("姓名,身份证号,生活补贴金额", ["和文", nobody, "70"]), "重度残疾人护理补贴.csv": csv("姓名,身份证号,护理补贴金额", ["儿子", son, "70"], ["十六", sixteen, "70"], ["十七", seventeen, "70"], ["十五", fifteen, "70"]),
};
const names = new Map([[mental, "精神三级"], [son, "儿子"], [sixteen, "十六"], [seventeen, "十七"], [fifteen, "十五"]]);

describe("the same rosters under the law of four places", () => {
  it.each([
    // The care subsidy is widened to grades 3 and 4 in Lingbi alone; in Zhuzhou only the main labour counts, from 17; the living subsidy without dibao is Lingbi's.
    { place: "533323", care: [], severe: ["儿子", "十七", "十五", "十六"], living: [] },
    { place: "430223", care: [], severe: ["十七"], living: [] },
    { place: "341323", care: ["精神三级"], severe: ["儿子", "十七", "十五", "十六"], living: ["儿子", "十七", "十六"] },
    { place: "230103", care: [], severe: ["儿子", "十七", "十五", "十六"], living: [] },
  ])("$place", async ({ place, care, severe, living }) => {
    const outcome = await compareFiles(files, { place, date: "2022-06-30" });
    const who = (code: Parameters<typeof outcome.of>[0]): (string | undefined)[] => outcome.of(code).map((row) => names.get(row.id_number)).sort();
    expect({ care: who("unclaimed.disability_care"), severe: who("missed.severe_disability"), living: who("unclaimed.disability_living") }).toEqual({ care: [...care].sort(), severe: [...severe].sort(), living: [...living].sort() });
    for (const row of outcome.findings) expect(row.source).not.toBe("");
  });
});
