import type { RosterKind } from "@doudi/contract";
import { birth, category, certificate, grade, headId, headName, householdNo, id, kept, name, ordinal, phone, relation, sex, text, township, village } from "./columns.js";
import type { County } from "./county.js";
import { addDays, compact, type Day, inWords } from "./day.js";
import type { RosterLayout } from "./rosterLayout.js";
import { yesNo } from "./wording.js";

/** How each department sends its roster. Between them the files show every messy shape that Doudi must read. */
export function makeLayouts(county: County, date: Day): Record<RosterKind, RosterLayout> {
  const place = county.name;
  const [year = "", month = ""] = date.split("-");
  const ym = `${year}年${Number(month)}月`;
  const until = inWords(date);
  return {
    dibao: {
      kind: "dibao", format: "xlsx", file: `${place}${ym}低保对象花名册.xlsx`, sheets: { one: "花名册" }, cover: [],
      title: [`${place}${ym}最低生活保障对象花名册`, `填报单位：${place}民政局　　　　　　　　填报日期：${until}　　　　　　　　单位：元/月`],
      foot: ["审批人：　　　　　　　　审核人：　　　　　　　　制表人：　　　　　　　　（盖章）"], total: true, subtotals: true, hidden: 0.01,
      habits: { dates: [["iso", 60], ["dot", 15], ["serial", 15], ["shown_serial", 10]], yuan: [["number", 92], ["unit", 8]], interpunct: "·", spread: 0.02 },
      columns: [
        ordinal("序号", { group: "序号" }),
        householdNo("户编号", { group: "户信息", household: true }), headName("户主姓名", { group: "户信息", household: true }), headId("户主身份证号", { group: "户信息", household: true }),
        township("乡镇", { group: "户信息" }), village("村(社区)", { group: "户信息" }),
        name("姓名", { group: "保障对象" }), sex("性别", { group: "保障对象" }), id("身份证号码", { group: "保障对象" }), birth("出生日期", { group: "保障对象" }), relation("与户主关系", { group: "保障对象" }),
        kept("保障类别", "level", { group: "保障情况" }), kept("类型", "type", { group: "保障情况" }), kept("月保障金额", "amount_fen", { group: "保障情况" }), kept("享受起始日期", "start_date", { group: "保障情况" }), kept("银行账号", "account", { group: "保障情况", width: 22 }),
      ],
    },
    tekun: {
      kind: "tekun", format: "xls", file: `特困供养人员花名册(${ym}).xls`, sheets: { one: "Sheet1" }, cover: [],
      title: [`${place}特困供养人员花名册`], foot: ["单位负责人：　　　　　　　　填表人："], total: true,
      habits: { dates: [["words", 60], ["serial", 40]], yuan: [["unit", 50], ["number", 50]], interpunct: "•", spread: 0.3 },
      columns: [
        ordinal(), name("姓　名"), sex("性　别"), id("身份证号"), birth("出生年月日"), householdNo("户编号"), township("乡(镇)"), village("村委会"),
        kept("供养方式", "care"), kept("自理能力", "selfCare"), kept("月供养标准(元)", "amount_fen"), kept("纳入时间", "start_date"),
      ],
    },
    poor: {
      kind: "poor", format: "xlsx", file: `建档立卡贫困人口信息表_${compact(date)}.xlsx`, sheets: { by: "township" },
      cover: [`${place}建档立卡贫困人口信息`, `数据截止：${until}`, `${place}扶贫开发办公室`, "说明：本表按乡镇分表，仅供比对使用，不得外传。"],
      title: ["建档立卡贫困人口基础信息"], foot: [], total: false, hidden: 0.03,
      habits: { dates: [["iso", 70], ["compact", 10], ["slash", 10], ["shown_serial", 10]], interpunct: "·" },
      columns: [
        ordinal(), township("乡"), village("行政村"), householdNo("户编号"), headName("户主姓名"), headId("户主证件号码"), name("姓名"), sex(), id("证件号码"), birth("出生日期"), relation(),
        text("劳动能力", (row) => row.facts.labour ?? "", { width: 18 }), kept("健康状况", "health"), text("是否脱贫", (row) => yesNo(row.facts.lifted)), kept("脱贫年度", "year"),
        text("脱贫路径", (row) => row.facts.exitPath ?? "", { width: 14 }), kept("主要致贫原因", "cause"), kept("家庭人口数", "members"), phone(),
      ],
    },
    disabled: {
      kind: "disabled", format: "xlsx", file: `${place}持证残疾人名单${ym}.xlsx`, sheets: { one: "持证残疾人" }, cover: [],
      title: [], foot: [], total: false,
      habits: { dates: [["iso", 90], ["shown_serial", 10]], interpunct: "・", traditional: 0.01 },
      columns: [
        name("残疾人姓名"), sex(), id("公民身份号码"), certificate("残疾人证号"), category("残疾类别"), grade("残疾等级"), { header: "发证日期", cell: (row, pen) => pen.day(String(row.more.issued_date)) },
        kept("有效期至", "valid_date"), township("乡镇(街道)"), village("村(社区)"), kept("监护人", "guardian"), phone("联系方式"),
      ],
    },
    medical_aid: {
      kind: "medical_aid", format: "csv", encoding: "utf-8-bom", newline: "\r\n", file: `重特大疾病医疗救助台账${year}年1-${Number(month)}月.csv`,
      title: [`${place}重特大疾病医疗救助台账`, `统计时间：${year}年1月1日至${until}`], foot: ["制表人：医疗保障局待遇科", `制表日期：${until}`], total: true,
      habits: { dates: [["iso", 50], ["slash", 30], ["words", 20]], yuan: [["commas", 60], ["plain", 20], ["commas_unit", 20]], interpunct: "•" },
      columns: [
        ordinal(), name("患者姓名"), sex(), id("身份证件号"), birth(), township(), village("村"), headName("户主"),
        text("病种", (row) => (/恶性|癌|白血病/.test(String(row.more.disease)) ? `${row.more.disease}\n(靶向治疗)` : String(row.more.disease))),
        kept("总费用(元)", "total_fen"), kept("个人自付(元)", "own_fen"), kept("救助金额（元）", "aid_fen"), kept("就诊日期", "treatment_date"), kept("就诊医院", "hospital"),
      ],
    },
    insurance: {
      kind: "insurance", format: "csv", encoding: "utf-8", newline: "\n", file: `${year}年度基本医疗保险参保人员名单.csv`, title: [], foot: [], total: false,
      habits: { dates: [["iso", 1]], interpunct: "·" },
      columns: [name("姓名"), id("证件号码"), sex(), birth(), township("乡镇"), village("村(社区)"), headName("户主姓名"), kept("参保状态", "status"), kept("险种", "type"), kept("参保年度", "year"), phone()],
    },
    temporary_aid: {
      kind: "temporary_aid", format: "xlsx", file: `临时救助发放明细${year}年上半年.xlsx`, sheets: { one: "上半年" }, cover: [],
      title: [`${place}${year}年上半年临时救助资金发放明细表`], foot: ["分管领导：　　　　　　财务：　　　　　　经办人："], total: true,
      habits: { dates: [["dot", 50], ["words", 20], ["serial", 30]], yuan: [["number", 60], ["unit", 40]], interpunct: "·", spread: 0.1, traditional: 0.01 },
      columns: [
        ordinal("序号", { group: "序号" }), name("姓名", { group: "救助对象" }), sex("性别", { group: "救助对象" }), id("身份证号码", { group: "救助对象" }), birth("出生日期", { group: "救助对象" }), headName("户主", { group: "救助对象" }),
        township("乡镇", { group: "住址" }), village("村(社区)", { group: "住址" }), kept("救助事由", "cause", { group: "救助情况" }), kept("救助金额（元）", "amount_fen", { group: "救助情况" }), kept("发放日期", "aid_date", { group: "救助情况" }),
      ],
    },
    disability_living: {
      kind: "disability_living", format: "xlsx", file: `困难残疾人生活补贴发放表${ym}.xlsx`, sheets: { one: "生活补贴" }, cover: [],
      title: [`${place}困难残疾人生活补贴发放表`, `发放月份：${ym}`], foot: ["经办人：　　　　　　审核人：　　　　　　民政局（盖章）　　　　　　残联（盖章）"], total: true, headerEvery: 40,
      habits: { dates: [["iso", 60], ["serial", 40]], yuan: [["number", 80], ["unit", 20]], interpunct: "·" },
      columns: [ordinal(), name(), sex(), id("身份证号"), birth(), township(), village("村"), category(), grade("残疾等级", "number"), kept("补贴标准(元/月)", "amount_fen"), kept("起始时间", "start_date")],
    },
    disability_care: {
      kind: "disability_care", format: "csv", encoding: "gb18030", newline: "\r\n", file: `重度残疾人护理补贴发放表${ym}.csv`, title: [], foot: [], total: false,
      habits: { dates: [["slash", 1]], yuan: [["plain", 1]], interpunct: "·" },
      columns: [ordinal(), name("残疾人姓名"), sex(), certificate("残疾证号码"), category(), grade(), township(), village("村"), kept("护理补贴(元/月)", "amount_fen"), kept("发放起始日期", "start_date")],
    },
    deaths: {
      kind: "deaths", format: "csv", encoding: "gb18030", newline: "\r\n", file: `死亡注销户口人员名单(截至${compact(addDays(date, 10))}).csv`,
      title: [`${place}公安局死亡注销户口人员名单`], foot: ["制表单位：户政大队"], total: false,
      habits: { dates: [["iso", 30], ["slash", 20], ["dot", 15], ["words", 20], ["compact", 15]], interpunct: "·" },
      columns: [ordinal(), name(), sex(), id("公民身份号码"), birth(), township(), village("村"), { header: "死亡日期", cell: (row, pen) => pen.day(row.facts.deathDate ?? null) }, kept("火化日期", "cremation_date"), kept("死亡原因", "cause")],
    },
    vehicles: {
      kind: "vehicles", format: "csv", encoding: "gb18030", newline: "\r\n", file: "机动车登记信息.csv", title: [], foot: [], total: false,
      habits: { dates: [["iso", 1]], yuan: [["plain", 1]], interpunct: "·" },
      columns: [kept("号牌号码", "plate"), text("车辆类型", (row) => row.facts.vehicleType ?? ""), name("机动车所有人"), id("身份证明号码"), kept("初次登记日期", "register_date"), text("机动车状态", (row) => row.facts.vehicleStatus ?? ""), kept("车辆价值(元)", "value_fen")],
    },
    property: {
      kind: "property", format: "xlsx", file: "不动产登记信息查询结果.xlsx", sheets: { one: "查询结果" }, cover: [], title: [`${place}不动产登记信息查询结果`, `查询时间：${until}`], foot: [], total: false,
      habits: { dates: [["iso", 1]], interpunct: "·" },
      columns: [name("权利人"), id("证件号"), kept("不动产权证号", "deed", { width: 34 }), text("用途", (row) => row.facts.propertyUse ?? ""), kept("建筑面积(㎡)", "area"), kept("坐落", "address", { width: 30 })],
    },
    companies: {
      kind: "companies", format: "csv", encoding: "utf-8-bom", newline: "\r\n", file: "市场主体登记信息(企业).csv", title: [], foot: [], total: false,
      habits: { dates: [["words", 1]], interpunct: "·" },
      columns: [kept("企业名称", "company"), kept("统一社会信用代码", "code"), text("职务", (row) => row.facts.companyRole ?? ""), name(), id("证件号码"), text("登记状态", (row) => row.facts.companyStatus ?? ""), kept("注册资本(万元)", "capital"), kept("成立日期", "register_date")],
    },
    payroll: {
      kind: "payroll", format: "xls", file: `财政供养人员名册${ym}.xls`, sheets: { one: "在编人员" }, cover: [], title: [`${place}财政供养人员名册`], foot: ["制表单位：财政局国库股"], total: false,
      habits: { dates: [["iso", 1]], yuan: [["number", 1]], interpunct: "·", spread: 0.6 },
      columns: [ordinal(), kept("单位", "unit"), name(), sex(), id("身份证号"), kept("职务", "post"), kept("月应发工资（元）", "amount_fen")],
    },
    deposits: {
      kind: "deposits", format: "csv", encoding: "utf-8", newline: "\r\n", file: `个人银行存款查询结果_${compact(date)}.csv`, title: [], foot: [], total: false,
      habits: { dates: [["compact", 1]], yuan: [["plain", 55], ["commas", 35], ["unit", 5], ["commas_unit", 5]], interpunct: "" },
      columns: [name("户名"), id("证件号码"), kept("开户银行", "bank"), kept("账号", "account"), { header: "账户余额(元)", cell: (row, pen) => pen.yuan(row.facts.balanceFen ?? 0) }, kept("余额日期", "balance_date")],
    },
    pension: {
      kind: "pension", format: "csv", encoding: "utf-8", newline: "\n", file: `养老保险待遇领取人员${ym}.csv`, title: [], foot: [], total: false,
      habits: { dates: [["compact", 1]], yuan: [["plain", 1]], interpunct: "·" },
      columns: [name(), id("社会保障号码"), sex(), birth(), township(), village("村"), kept("待遇类别", "type"), kept("月养老金(元)", "amount_fen"), kept("领取起始日期", "start_date")],
    },
    incarcerated: {
      kind: "incarcerated", format: "xlsx", file: "服刑及强制隔离戒毒人员名单.xlsx", sheets: { one: "名单" }, cover: [], title: ["服刑、强制隔离戒毒人员名单"], foot: ["注：此件涉密，用后收回。"], total: false,
      habits: { dates: [["iso", 50], ["words", 50]], interpunct: "·" },
      columns: [ordinal(), name(), sex(), id("身份证号码"), birth(), kept("类别", "kind"), kept("收押日期", "start_date"), { header: "释放日期", cell: (row, pen) => pen.day(row.facts.releaseDate ?? null) }],
    },
    margin: {
      kind: "margin", format: "xlsx", file: `低保边缘家庭成员名单${ym}.xlsx`, sheets: { by: "township" }, cover: [], title: [`${place}低保边缘家庭成员名单`], foot: [], total: false,
      habits: { dates: [["iso", 1]], interpunct: "・" },
      columns: [ordinal(), householdNo("家庭编号"), headName(), township(), village("村"), name("家庭成员姓名"), sex(), id("身份证号"), birth(), relation(), kept("认定日期", "start_date")],
    },
    orphans: {
      kind: "orphans", format: "xls", file: `孤儿和困境儿童花名册${ym}.xls`, sheets: { one: "花名册" }, cover: [], title: [`${place}孤儿、困境儿童花名册`], foot: ["填表人："], total: false,
      habits: { dates: [["words", 1]], yuan: [["number", 1]], interpunct: "·" },
      columns: [ordinal(), name("儿童姓名"), sex(), id("身份证号"), birth(), township(), village("村"), kept("儿童类别", "type"), kept("监护人姓名", "guardian"), kept("月生活费(元)", "amount_fen")],
    },
    students: {
      kind: "students", format: "csv", encoding: "utf-8-bom", newline: "\r\n", file: "在校学生名单2019-2020学年.csv", title: [], foot: [], total: false,
      habits: { dates: [["slash", 1]], interpunct: "•" },
      columns: [name("学生姓名"), sex(), id("身份证件号"), birth(), kept("学校名称", "school"), kept("学段", "stage"), kept("学年", "year"), township("户籍乡镇"), village("户籍村")],
    },
  };
}
