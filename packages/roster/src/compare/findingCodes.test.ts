import { FINDING_CODES, type FindingCode } from "@doudi/contract";
import { describe, expect, it } from "vitest";
import { idNumber } from "../files/idNumber.testkit.js";
import { compareFiles, type ComparisonOptions, csv } from "./comparison.testkit.js";

const DIBAO = "户编号,姓名,身份证号,乡镇,村";
const POOR = "户编号,姓名,身份证号,与户主关系,乡镇,村,劳动能力,脱贫路径,是否脱贫";
const DISABLED = "姓名,身份证号,残疾证号,残疾类别,残疾等级";

const wang = idNumber("19700215", 11);
const li = idNumber("19800301", 22);
const zhao = idNumber("19851111", 33);
const other = idNumber("19551231", 44);

/** Rosters of one other person each, so that everything was sent and nothing is found. */
const quiet = {
  "低保.csv": csv(DIBAO, ["533399000001", "和文", other, "上帕镇", "达普洛村"]),
  "特困.csv": csv(DIBAO, ["533399100001", "余四", idNumber("19400505", 55), "上帕镇", "达普洛村"]),
};

/** The files with rows put behind those of the quiet rosters. */
function withRows(rows: Readonly<Record<string, (string | number)[][]>>, headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  const files: Record<string, string> = { ...quiet };
  for (const [kind, lines] of Object.entries(rows)) {
    const file = `${kind}.csv`;
    const before = files[file];
    const header = before?.split("\n")[0] ?? headers[kind] ?? "";
    files[file] = (before ?? `${header}\n`) + csv(header, ...lines).split("\n").slice(1).join("\n");
  }
  return files;
}

const HEADERS = {
  建档立卡: POOR, 残疾人: DISABLED, 死亡人员: "姓名,身份证号,死亡日期", 财政供养: "姓名,身份证号,单位", 工商登记: "法定代表人,身份证号,企业名称,企业状态,职务",
  机动车: "车主,身份证号,车牌号,车辆类型,车辆状态", 不动产: "权利人,身份证号,不动产权证号,用途", 银行存款: "户名,身份证号,账号,余额(元)", 服刑人员: "姓名,身份证号,入监日期,释放日期",
  重特大疾病医疗救助: "姓名,身份证号,病种,个人自付费用", 医保参保: "姓名,身份证号,参保状态", 困难残疾人生活补贴: "姓名,身份证号,生活补贴金额", 重度残疾人护理补贴: "姓名,身份证号,护理补贴金额",
};

const poor = (id: string, more: { no?: string; name?: string; relation?: string; labour?: string; path?: string; lifted?: string } = {}): string[] =>
  [more.no ?? "533399200001", more.name ?? "王小明", id, more.relation ?? "户主", "上帕镇", "达普洛村", more.labour ?? "普通劳动力", more.path ?? "产业", more.lifted ?? "否"];
const dibao = (id: string, no = "533399000002", name = "王小明"): string[] => [no, name, id, "上帕镇", "达普洛村"];

/** The reasons with which a code was found for a person, with their severity. */
async function found(code: FindingCode, id: string, rows: Readonly<Record<string, (string | number)[][]>>, options: ComparisonOptions = {}): Promise<string[]> {
  const outcome = await compareFiles(withRows(rows, HEADERS), options);
  expect(Object.keys(outcome.notRun)).not.toContain(code);
  return outcome.of(code).filter((row) => row.id_number === id).map((row) => {
    expect(row.source).not.toBe("");
    expect(row.rows).not.toBe("");
    return `${row.severity} ${row.reason}`;
  });
}

const one = (text: RegExp) => [expect.stringMatching(text)];
const tried = new Set<FindingCode>();
const trying = (code: FindingCode): FindingCode => {
  tried.add(code);
  return code;
};

describe("left out", () => {
  it("missed.poor_bottom_line", async () => {
    const is = trying("missed.poor_bottom_line");
    const bottom = poor(wang, { path: "社会保障兜底" });
    expect(await found(is, wang, { 建档立卡: [bottom] })).toEqual(one(/^high .*社会保障兜底/));
    expect(await found(is, wang, { 建档立卡: [poor(wang)] })).toEqual([]);
    expect(await found(is, wang, { 建档立卡: [bottom], 低保: [dibao(wang)] })).toEqual([]);
    expect(await found(is, wang, { 建档立卡: [bottom], 特困: [dibao(wang)] })).toEqual([]);
    expect(await found(is, wang, { 建档立卡: [bottom], 死亡人员: [["王小明", wang, "2020-06-01"]] })).toEqual([]);
    expect(await found(is, wang, { 建档立卡: [bottom], 死亡人员: [["李四", li, "2020-06-01"]] })).toEqual(one(/^high/));
  });

  it("missed.severe_disability", async () => {
    const is = trying("missed.severe_disability");
    const row = (grade: string): string[] => ["王小明", wang, `${wang}4${grade}`, "肢体", grade];
    expect(await found(is, wang, { 残疾人: [row("2")], 建档立卡: [poor(wang)] })).toEqual(one(/^high .*建档立卡.*肢体残疾2级/));
    expect(await found(is, wang, { 残疾人: [row("2")], 建档立卡: [poor(li)] })).toEqual(one(/^medium 非建档立卡.*2级/));
    expect(await found(is, wang, { 残疾人: [row("1")] })).toEqual(one(/^medium .*1级.*建档立卡名册未报送/));
    expect(await found(is, wang, { 残疾人: [row("3")], 建档立卡: [poor(wang)] })).toEqual([]);
    expect(await found(is, wang, { 残疾人: [row("2")], 低保: [dibao(wang)] })).toEqual([]);
    // Where column and certificate disagree, the column decides.
    expect(await found(is, wang, { 残疾人: [["王小明", wang, `${wang}42`, "肢体", "3"]] })).toEqual([]);
    expect(await found(is, wang, { 残疾人: [["王小明", wang, `${wang}43`, "肢体", "2"]] })).toEqual(one(/2级/));
    expect(await found(is, wang, { 残疾人: [["王小明", wang, `${wang}42`, "", ""]] })).toEqual(one(/肢体残疾2级/));
  });

  it("missed.mental_disability", async () => {
    const is = trying("missed.mental_disability");
    const row = (category: string, grade: string): string[] => ["王小明", wang, "", category, grade];
    expect(await found(is, wang, { 残疾人: [row("智力", "三级")], 建档立卡: [poor(wang)] })).toEqual(one(/^high .*智力残疾3级/));
    expect(await found(is, wang, { 残疾人: [row("精神残疾", "4")], 建档立卡: [poor(li)] })).toEqual(one(/^medium .*精神残疾4级/));
    expect(await found(is, wang, { 残疾人: [row("精神", "2")] })).toEqual([]);
    expect(await found(is, wang, { 残疾人: [row("肢体", "3")] })).toEqual([]);
    expect(await found(is, wang, { 残疾人: [row("多重", "3")] })).toEqual([]);
  });

  it("missed.major_disease", async () => {
    const is = trying("missed.major_disease");
    const aid = { 重特大疾病医疗救助: [["王小明", wang, "尿毒症", "32000"]] };
    expect(await found(is, wang, { ...aid, 建档立卡: [poor(wang, { labour: "丧失劳动力" })] })).toEqual(one(/^high .*尿毒症.*32,000\.00元.*完全丧失/));
    expect(await found(is, wang, { ...aid, 建档立卡: [poor(wang, { labour: "弱劳动力" })] })).toEqual(one(/^medium .*部分丧失/));
    expect(await found(is, wang, { ...aid, 建档立卡: [poor(wang, { labour: "半劳动力" })] })).toEqual(one(/^medium .*部分丧失/));
    expect(await found(is, wang, { ...aid, 建档立卡: [poor(wang, { labour: "无劳动力" })] })).toEqual([]);
    expect(await found(is, wang, { ...aid, 建档立卡: [poor(wang)] })).toEqual([]);
    expect(await found(is, wang, { 重特大疾病医疗救助: [["李四", li, "尿毒症", "1"]], 建档立卡: [poor(wang, { labour: "丧失劳动力" })] })).toEqual([]);
    // Nobody knows what was paid: the reason must not say nothing was.
    expect(await found(is, wang, { 重特大疾病医疗救助: [["王小明", wang, "尿毒症", ""]], 建档立卡: [poor(wang, { labour: "丧失劳动力" })] })).toEqual([expect.not.stringMatching(/自付0|自付-/)]);
  });

  it("missed.household_member", async () => {
    const is = trying("missed.household_member");
    const household = [poor(wang), poor(li, { name: "李秀英", relation: "配偶" })];
    expect(await found(is, li, { 建档立卡: household, 低保: [dibao(wang)] })).toEqual(one(/^medium .*配偶/));
    expect(await found(is, wang, { 建档立卡: household, 低保: [dibao(wang)] })).toEqual([]);
    expect(await found(is, li, { 建档立卡: household, 低保: [dibao(wang), dibao(li, "533399000002", "李秀英")] })).toEqual([]);
    expect(await found(is, li, { 建档立卡: household, 低保: [dibao(wang)], 特困: [dibao(li, "533399100002", "李秀英")] })).toEqual([]);
    expect(await found(is, li, { 建档立卡: [poor(wang), poor(li, { no: "533399200002" })], 低保: [dibao(wang)] })).toEqual([]);
    // On tekun, not on dibao: that household member says nothing of the others.
    expect(await found(is, li, { 建档立卡: household, 特困: [dibao(wang)] })).toEqual([]);
  });
});

describe("wrongly in", () => {
  it("wrong.deceased", async () => {
    const is = trying("wrong.deceased");
    const died = (date: string, scheme = "低保") => found(is, wang, { [scheme]: [dibao(wang)], 死亡人员: [["王小明", wang, date]] });
    expect(await died("2020-06-29")).toEqual(one(/^high 死亡日期2020-06-29/));
    expect(await died("2020-06-30")).toEqual([]);
    expect(await died("2020-07-01")).toEqual([]);
    expect(await died("", "特困")).toEqual(one(/^high .*未载明死亡日期/));
    expect(await found(is, wang, { 低保: [dibao(li)], 死亡人员: [["王小明", wang, "2019-01-01"]] })).toEqual([]);
    // Two deaths rows that disagree: the order of the rows must not decide.
    const twice = [["王小明", wang, "2020-07-05"], ["王小明", wang, "2020-05-05"]];
    const [forth, back] = [await found(is, wang, { 低保: [dibao(wang)], 死亡人员: twice }), await found(is, wang, { 低保: [dibao(wang)], 死亡人员: twice.toReversed() })];
    expect(forth).toEqual(one(/2020-05-05/));
    expect(back).toEqual(forth);
  });

  it("wrong.double_scheme", async () => {
    const is = trying("wrong.double_scheme");
    expect(await found(is, wang, { 低保: [dibao(wang)], 特困: [dibao(wang)] })).toEqual(one(/^high/));
    expect(await found(is, wang, { 低保: [dibao(wang)], 特困: [dibao(li)] })).toEqual([]);
  });

  it("wrong.duplicate", async () => {
    const is = trying("wrong.duplicate");
    expect(await found(is, wang, { 低保: [dibao(wang), dibao(wang, "533399000003")] })).toEqual(one(/^high .*2处/));
    expect(await found(is, wang, { 低保: [dibao(wang), ["533399000002", "王小明", wang, "匹河乡", "老姆登村"]] })).toEqual(one(/2处/));
    expect(await found(is, wang, { 特困: [dibao(wang), dibao(wang, "533399000003"), dibao(wang, "533399000004")] })).toEqual(one(/3处/));
    expect(await found(is, wang, { 低保: [dibao(wang), dibao(wang)] })).toEqual([]);
    expect(await found(is, wang, { 低保: [dibao(wang)], 特困: [dibao(wang, "533399000009")] })).toEqual([]);
    // One place spelled two ways, or not told once, is one place.
    expect(await found(is, wang, { 低保: [dibao(wang), ["533399000002", "王小明", wang, "上帕", "达普洛村委会"]] })).toEqual([]);
    expect(await found(is, wang, { 低保: [dibao(wang), ["533399000002", "王小明", wang, "上帕镇", ""]] })).toEqual([]);
  });

  it("wrong.payroll", async () => {
    const is = trying("wrong.payroll");
    expect(await found(is, wang, { 低保: [dibao(wang)], 财政供养: [["王小明", wang, "上帕镇中心校"]] })).toEqual(one(/^high .*上帕镇中心校/));
    expect(await found(is, wang, { 低保: [dibao(wang)], 财政供养: [["李四", li, "县医院"]] })).toEqual([]);
  });

  it("wrong.company", async () => {
    const is = trying("wrong.company");
    const company = (status: string, role = "法定代表人") => found(is, wang, { 低保: [dibao(wang)], 工商登记: [["王小明", wang, "峡谷商行", status, role]] });
    expect(await company("存续")).toEqual(one(/^medium .*1家.*峡谷商行/));
    expect(await company("在营(开业)企业", "")).toEqual(one(/峡谷商行/));
    expect(await company("")).toEqual(one(/峡谷商行/));
    const gone = ["注销", "吊销", "吊销，未注销", "已注销", "吊销未注销"].map((status, i) => ["王小明", wang, `商行${i}`, status, "法定代表人"]);
    expect(await found(is, wang, { 低保: [dibao(wang)], 工商登记: gone })).toEqual([]);
    expect(await company("存续", "监事")).toEqual([]);
    const two = await found(is, wang, { 低保: [dibao(wang)], 工商登记: [["王小明", wang, "老商行", "注销", "法定代表人"], ["王小明", wang, "新商行", "存续", "法定代表人"]] });
    expect(two).toEqual(one(/1家.*（新商行）/));
  });

  it("wrong.vehicle", async () => {
    const is = trying("wrong.vehicle");
    const vehicle = (type: string, status = "正常") => found(is, wang, { 低保: [dibao(wang)], 机动车: [["王小明", wang, "云Q12345", type, status]] });
    expect(await vehicle("小型轿车")).toEqual(one(/^medium .*云Q12345 小型汽车/));
    expect(await vehicle("重型普通货车")).toEqual(one(/大中型汽车/));
    expect(await vehicle("")).toEqual(one(/云Q12345/));
    const exempt = ["普通二轮摩托车", "正三轮摩托车", "手扶拖拉机", "残疾人专用汽车"].map((type, i) => ["王小明", wang, `云Q1${i}`, type, "正常"]);
    const scrapped = ["报废", "已注销"].map((status, i) => ["王小明", wang, `云Q2${i}`, "小型轿车", status]);
    expect(await found(is, wang, { 低保: [dibao(wang)], 机动车: [...exempt, ...scrapped] })).toEqual([]);
    const two = await found(is, wang, { 低保: [dibao(wang)], 机动车: [["王小明", wang, "云Q00001", "小型轿车", "报废"], ["王小明", wang, "云Q00002", "小型轿车", "正常"]] });
    expect(two).toEqual([expect.stringMatching(/云Q00002/)]);
    expect(two).toEqual([expect.not.stringMatching(/云Q00001/)]);
  });

  it("wrong.property", async () => {
    const is = trying("wrong.property");
    const homes = (...uses: string[]) => found(is, wang, { 特困: [dibao(wang)], 不动产: uses.map((use, i) => ["王小明", wang, `云(2020)${i}`, use]) });
    expect(await homes("住宅", "住宅", "住宅")).toEqual(one(/^medium .*房产3套/));
    expect(await homes("住宅", "住宅")).toEqual([]);
    expect(await homes("住宅", "住宅", "车库")).toEqual([]);
    expect(await homes("住宅", "住宅", "")).toEqual(one(/3套/));
  });

  it("wrong.deposits", async () => {
    const is = trying("wrong.deposits");
    const balances = (...amounts: string[]) => found(is, wang, { 低保: [dibao(wang)], 银行存款: amounts.map((amount, i) => ["王小明", wang, `622${i}`, amount]) });
    expect(await balances("50000.01")).toEqual(one(/^medium .*50,000\.01元.*50,000\.00元/));
    expect(await balances("50000.00")).toEqual([]);
    expect(await balances("30000", "20000.01")).toEqual(one(/50,000\.01/));
    // Two rows of one account with one balance are one row sent twice.
    expect(await found(is, wang, { 低保: [dibao(wang)], 银行存款: [["王小明", wang, "6221", "30000"], ["王小明", wang, "6221", "30000"]] })).toEqual([]);
    expect(await balances("不详")).toEqual([]);
  });

  it("wrong.incarcerated", async () => {
    const is = trying("wrong.incarcerated");
    const released = (...dates: string[]) => found(is, wang, { 低保: [dibao(wang)], 服刑人员: dates.map((date, i) => ["王小明", wang, `201${i}-01-01`, date]) });
    expect(await released("2020-07-01")).toEqual(one(/^high .*2020-07-01/));
    expect(await released("2020-06-30")).toEqual([]);
    expect(await released("")).toEqual(one(/^high .*未载明释放日期/));
    expect(await released("2015-01-01", "2021-01-01")).toEqual(one(/2021-01-01/));
    expect(await released("2015-01-01", "")).toEqual(one(/未载明/));
  });
});

describe("not claimed", () => {
  const disabled = (category: string, grade: string) => ({ 残疾人: [["王小明", wang, "", category, grade]] });
  it("unclaimed.disability_living", async () => {
    const is = trying("unclaimed.disability_living");
    const none = { 困难残疾人生活补贴: [["李四", li, "70"]] };
    expect(await found(is, wang, { 低保: [dibao(wang)], ...disabled("听力", "3"), ...none })).toEqual(one(/^medium .*听力3级/));
    expect(await found(is, wang, { 低保: [dibao(wang)], ...disabled("听力", "3"), 困难残疾人生活补贴: [["王小明", wang, "70"]] })).toEqual([]);
    expect(await found(is, wang, { 特困: [dibao(wang)], ...disabled("听力", "3"), ...none })).toEqual([]);
    expect(await found(is, wang, { 低保: [dibao(wang)], ...disabled("听力", "3"), ...none, 死亡人员: [["王小明", wang, "2020-12-31"]] })).toEqual([]);
  });

  it("unclaimed.disability_care", async () => {
    const is = trying("unclaimed.disability_care");
    const none = { 重度残疾人护理补贴: [["李四", li, "70"]] };
    expect(await found(is, wang, { ...disabled("肢体", "2"), ...none })).toEqual(one(/^medium .*肢体残疾2级/));
    expect(await found(is, wang, { ...disabled("肢体", "2"), ...none, 特困: [dibao(wang)] })).toEqual(one(/^low/));
    expect(await found(is, wang, { ...disabled("肢体", "3"), ...none })).toEqual([]);
    expect(await found(is, wang, { ...disabled("肢体", "2"), 重度残疾人护理补贴: [["王小明", wang, "70"]] })).toEqual([]);
    expect(await found(is, wang, { ...disabled("肢体", "2"), ...none, 死亡人员: [["王小明", wang, ""]] })).toEqual([]);
  });

  it("unclaimed.insurance", async () => {
    const is = trying("unclaimed.insurance");
    const none = { 医保参保: [["李四", li, "正常参保"]] };
    expect(await found(is, wang, { 低保: [dibao(wang)], ...none })).toEqual(one(/^medium/));
    expect(await found(is, wang, { 特困: [dibao(wang)], ...none })).toEqual(one(/^medium/));
    expect(await found(is, wang, { 建档立卡: [poor(wang)], ...none })).toHaveLength(1);
    expect(await found(is, wang, { 低保: [dibao(wang)], 医保参保: [["王小明", wang, ""]] })).toEqual([]);
    // On the insurance roster, which says that the insurance has stopped.
    expect(await found(is, wang, { 低保: [dibao(wang)], 医保参保: [["王小明", wang, "停保"]] })).toEqual(one(/^medium/));
    expect(await found(is, wang, { 低保: [dibao(wang)], ...none, 死亡人员: [["王小明", wang, "2020-01-01"]] })).toEqual([]);
  });
});

describe("conflicts", () => {
  it("conflict.name", async () => {
    const is = trying("conflict.name");
    const names = (a: string, b: string) => found(is, wang, { 低保: [dibao(wang, undefined, a)], 建档立卡: [poor(wang, { name: b })] });
    expect(await names("王小明", "王晓明")).toEqual(one(/^medium .*低保:王小明;建档立卡:王晓明/));
    expect(await names("阿普·前此", "阿普前此")).toEqual([]);
    expect(await names("阿普·前此", "阿普•前此")).toEqual([]);
    expect(await names("張偉", "张伟")).toEqual([]);
    expect(await names("王 小明", "王小明")).toEqual([]);
    expect(await names("王小明", "")).toEqual([]);
    expect(await found(is, wang, { 低保: [dibao(wang), dibao(wang, "533399000003", "王大明")] })).toEqual(one(/王大明/));
  });

  it("conflict.disability", async () => {
    const is = trying("conflict.disability");
    expect(await found(is, wang, { 残疾人: [["王小明", wang, `${wang}42`, "肢体", "3"]] })).toEqual(one(/^medium .*肢体3级.*肢体2级/));
    expect(await found(is, wang, { 残疾人: [["王小明", wang, `${wang}42B1`, "肢体", "2"]] })).toEqual([]);
    expect(await found(is, wang, { 残疾人: [["王小明", wang, "", "肢体", "2"], ["李四", li, `${li}42`, "肢体", "2"]] })).toEqual([]);
    const care = withRows({ 残疾人: [["王小明", wang, "", "肢体", "2"]] }, HEADERS);
    const outcome = await compareFiles({ ...care, "重度残疾人护理补贴.csv": csv("姓名,身份证号,残疾类别,残疾等级,护理补贴金额", ["王小明", wang, "视力", "2", "70"]) });
    expect(outcome.of(is).map((row) => [row.id_number, row.reason])).toEqual([[wang, expect.stringMatching(/肢体2级.*视力2级/)]]);
  });

  it("conflict.household", async () => {
    const is = trying("conflict.household");
    const header = "户编号,户主姓名,户主身份证号,姓名,身份证号,乡镇,村";
    const heads = async (a: [string, string], b: [string, string]): Promise<string[]> => {
      const outcome = await compareFiles({
        ...quiet,
        "低保.csv": csv(header, ["533399000001", ...a, "李秀英", li, "上帕镇", "达普洛村"]),
        "建档立卡.csv": csv(header, ["533399200001", ...b, "李秀英", li, "上帕镇", "达普洛村"]),
      });
      expect(Object.keys(outcome.notRun)).not.toContain(is);
      return outcome.of(is).map((row) => `${row.id_number} ${row.severity} ${row.reason}`);
    };
    expect(await heads(["王小明", wang], ["赵大", zhao])).toEqual([expect.stringMatching(new RegExp(`^${li} low .*王小明.*赵大`))]);
    expect(await heads(["王小明", wang], ["王小明", wang])).toEqual([]);
    expect(await heads(["王小明", ""], ["赵大", ""])).toEqual([expect.stringMatching(/王小明.*赵大/)]);
    expect(await heads(["王·小明", ""], ["王小明", ""])).toEqual([]);
    expect(await heads(["王小明", wang], ["", ""])).toEqual([]);
    // One name, two persons: the reason tells them apart.
    expect(await heads(["王小明", wang], ["王小明", zhao])).toEqual([expect.stringMatching(new RegExp(`${wang}.*${zhao}`))]);
  });

  it("conflict.exit_path", async () => {
    const is = trying("conflict.exit_path");
    const lifted = (path: string, done: string) => found(is, wang, { 建档立卡: [poor(wang, { path, lifted: done })] });
    expect(await lifted("兜底保障", "已脱贫")).toEqual(one(/^medium .*社会保障兜底/));
    expect(await lifted("兜底保障", "未脱贫")).toEqual([]);
    expect(await lifted("产业扶贫", "已脱贫")).toEqual([]);
    expect(await found(is, wang, { 建档立卡: [poor(wang, { path: "兜底保障", lifted: "是" })], 低保: [dibao(wang)] })).toEqual([]);
  });
});

describe("data quality", () => {
  /** The quality findings of rows with these id texts: one row a household, the third line of the file the first of them. */
  const quality = async (...texts: string[]): Promise<string[]> => {
    const outcome = await compareFiles(withRows({ 低保: texts.map((text, i) => [`53339900001${i}`, "王小明", text, "上帕镇", "达普洛村"]) }));
    expect(outcome.summary("dibao")).toMatchObject({ rows: texts.length + 1, accepted: texts.length + 1, duplicates: 0, rejected: 0 });
    return outcome.findings.filter((row) => row.finding.startsWith("quality.")).map((row) => {
      const place = Number(row.household_no.at(-1));
      expect(row).toMatchObject({ rows: `低保.csv##${place + 3}`, name: "王小明", division: "上帕镇/达普洛村", id_number: "" });
      return `${place} ${row.finding} ${row.reason}`;
    }).sort();
  };

  it("quality.id_missing", async () => {
    const is = trying("quality.id_missing");
    expect(await quality("", wang)).toEqual([expect.stringContaining(`0 ${is} `)]);
  });
  it("quality.id_checksum", async () => {
    const is = trying("quality.id_checksum");
    const wrong = [wang.slice(0, 17) + (wang.endsWith("1") ? "2" : "1"), "无", wang.slice(0, 17), "533399197013010111", "H12345678"];
    expect(await quality(...wrong, wang)).toEqual(wrong.map((text, i) => expect.stringMatching(new RegExp(`^${i} ${is} .*${text}`))));
  });
  it("quality.id_truncated", async () => {
    const is = trying("quality.id_truncated");
    const cut = ["533399197002150000", "5.33E+17", "5.33399E+17"];
    // Three zeros at the end and a right check digit: an id like any other.
    const zeros = Array.from({ length: 100 }, (_, i) => idNumber(19_600_101 + i * 10_000, 100)).find((id) => id.endsWith("000")) ?? "";
    expect(zeros).not.toBe("");
    expect(await quality(...cut, zeros)).toEqual(cut.map((_, i) => expect.stringContaining(`${i} ${is} `)));
  });

  const row = async (header: string, cells: string[], code: FindingCode): Promise<string[]> => (await compareFiles({ ...quiet, "低保.csv": csv(header, cells) })).of(code).map(({ id_number, severity, reason, rows }) => `${id_number} ${severity} ${rows} ${reason}`);
  it("quality.birth_date", async () => {
    const is = trying("quality.birth_date");
    const born = (text: string) => row("姓名,身份证号,出生日期", ["王小明", wang, text], is);
    expect(await born("1970-02-16")).toEqual([expect.stringMatching(new RegExp(`^${wang} low 低保.csv##2 .*1970-02-16.*1970-02-15`))]);
    for (const same of ["1970-02-15", "1970年2月15日", "25614", "不详", "", "1970-02-30"]) expect(await born(same)).toEqual([]);
  });
  it("quality.sex", async () => {
    const is = trying("quality.sex");
    const sex = (text: string) => row("姓名,身份证号,性别", ["王小明", wang, text], is);
    expect(await sex("女")).toEqual([expect.stringMatching(/ low .*女.*男/)]);
    for (const same of ["男", "男性", "", "未知"]) expect(await sex(same)).toEqual([]);
  });
  it("quality.certificate", async () => {
    const is = trying("quality.certificate");
    const person = (i: number): string => idNumber("19700215", i * 2 + 1);
    const malformed = [`${li}42`, person(1), `${person(2)}82`, `${person(3)}45`, "残证123"];
    const good = [`${person(5)}42`, `${person(6)}42B1`, ` ${person(7).toLowerCase()}42`, ""];
    const outcome = await compareFiles(withRows({ 残疾人: [...malformed, ...good].map((text, i) => ["王小明", person(i), text, "肢体", "2"]) }, HEADERS));
    expect(outcome.of(is).map(({ id_number, severity, reason }) => `${id_number} ${severity} ${reason}`).sort()).toEqual(malformed.map((text, i) => expect.stringMatching(new RegExp(`^${person(i)} low .*${text}`))));
  });
  it("quality.duplicate_row", async () => {
    const is = trying("quality.duplicate_row");
    const outcome = await compareFiles(withRows({ 低保: [dibao(wang), dibao(wang), dibao(li), dibao(wang)] }));
    expect(outcome.of(is).map(({ id_number, rows }) => [id_number, rows]).sort()).toEqual([[wang, "低保.csv##3;低保.csv##4"], [wang, "低保.csv##3;低保.csv##6"]]);
    expect(outcome.summary("dibao")).toMatchObject({ rows: 5, accepted: 3, duplicates: 2, rejected: 0 });
    expect((await compareFiles(withRows({ 低保: [dibao(wang), dibao(wang, "533399000003")] }))).of(is)).toEqual([]);
    expect((await compareFiles(withRows({ 低保: [dibao(wang)], 特困: [dibao(wang)] }))).of(is)).toEqual([]);
    // Two homes are two rows; one home twice is one.
    const homes = (second: string) => compareFiles(withRows({ 不动产: [["王小明", wang, "云1", "住宅"], ["王小明", wang, second, "住宅"]] }, HEADERS));
    expect((await homes("云2")).of(is)).toEqual([]);
    expect((await homes("云1")).of(is)).toHaveLength(1);
  });
});

describe("identity", () => {
  it("link.probable", async () => {
    const is = trying("link.probable");
    const header = "户编号,姓名,身份证号,性别,出生日期,乡镇,村";
    const poorRows = csv(`${header},脱贫路径`, ["533399200001", "阿普前此", wang, "男", "1970-02-15", "上帕镇", "达普洛村", "社会保障兜底"], ["533399200002", "李秀英", li, "女", "1980-03-01", "匹河乡", "老姆登村", "社会保障兜底"]);
    const linked = await compareFiles({ ...quiet, "建档立卡.csv": poorRows, "低保.csv": csv(header, ["533399000002", "阿普·前此", `${wang.slice(0, 15)}000`, "男", "1970-02-15", "上帕镇", "达普洛村"]) });
    const [link, ...more] = linked.of(is);
    expect(more).toEqual([]);
    expect(link).toMatchObject({ id_number: wang, name: "阿普·前此", severity: "low", rows: "低保.csv##2;建档立卡.csv##2" });
    expect(Number(link?.score)).toBeGreaterThanOrEqual(0.9);
    expect(link?.reason).toMatch(/姓名.*性别|姓名.*出生/);
    // The finding that the link would explain stays, says so and comes last.
    expect(linked.of("missed.poor_bottom_line").map((row) => [row.id_number, row.severity])).toEqual([[li, "high"], [wang, "low"]]);
    expect(linked.of("missed.poor_bottom_line")[1]?.reason).toMatch(/可能已在低保名册/);
    expect(linked.comparison.warnings).toEqual([]);
    const unpaired = await compareFiles({ ...quiet, "建档立卡.csv": poorRows, "低保.csv": csv(header, ["533399000002", "阿普·前此", "", "男", "1970-02-15", "上帕镇", "达普洛村"]) }, { mostPairs: 2 });
    expect(unpaired.comparison.links.keysLeftOut.map(({ id }) => id)).toContain("name");
    expect(unpaired.comparison.warnings[0]?.zh).toMatch(/可能有遗漏:.*；姓名。$/);
    const stranger = await compareFiles({ ...quiet, "建档立卡.csv": poorRows, "低保.csv": csv(header, ["533399000002", "赵大", "", "女", "1990-01-01", "鹿马登乡", "赤恒底村"]) });
    expect(stranger.of(is)).toEqual([]);
    expect(stranger.of("missed.poor_bottom_line").map((row) => row.severity)).toEqual(["high", "high"]);
  });
});

it("every finding code is tried", () => {
  expect([...tried].sort()).toEqual([...FINDING_CODES].sort());
});
