// Two rosters of N rows (dibao and the poor register) and small ones of every other kind but insurance, as clean CSV: what a
// province exports from its own systems. Everybody is invented: area codes 533390 to 533399 were never assigned.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

const SURNAMES = "李王张和余普密霜邓段杨赵陈刘黄周吴徐孙马朱胡林郭何高罗郑梁谢";
const FIRST = "建秀国玉志春丽文阿光美海晓永金银红云雪东南西北天宝成德福桂华家俊凯兰明宁鹏庆荣胜涛伟新学艳勇振忠";
const SECOND = "英强兰明花平军妹生才琴芬菊莲珍梅娟敏静超辉波斌刚杰磊亮龙峰林萍燕霞玲凤香云洁琳倩颖慧莉婷雯怡妮";

/** Row i of everybody: household of three, id with a right check character, a share of rows damaged as real exports are. */
function everybody(from, count) {
  const born = `make_date(1935 + b % 80, 1 + (b // 80) % 12, 1 + (b // 960) % 28)`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.map((weight, i) => `(n17 // ${10n ** BigInt(16 - i)} % 10) * ${weight}`).join(" + ");
  const pick = (text, index) => `substr('${text}', 1 + CAST(${index} AS INTEGER), 1)`;
  return `SELECT i, h, b, n17, ${pick(SURNAMES, `hash(h) % ${SURNAMES.length}`)} || ${pick(FIRST, `hash(i * 7) % ${FIRST.length}`)} || ${pick(SECOND, `hash(i * 13) % ${SECOND.length}`)} AS name,
    CAST(n17 AS VARCHAR) || substr('10X98765432', 1 + CAST((${sum}) % 11 AS INTEGER), 1) AS id
    FROM (SELECT i, i // 3 AS h, b, (533390 + s // 1000) * 100000000000 + CAST(strftime(${born}, '%Y%m%d') AS BIGINT) * 1000 + s % 1000 AS n17
      FROM (SELECT i, i % 26880 AS b, i // 26880 AS s FROM range(${from}, ${from} + ${count}) AS r(i)))`;
}

/** An id as a province has it: five in ten thousand wrong, cut off or missing. */
const ID = `CASE WHEN hash(i + 1) % 10000 = 0 THEN left(id, 15) || '000' WHEN hash(i + 2) % 10000 < 2 THEN left(id, 16) || '00' WHEN hash(i + 3) % 10000 < 2 THEN NULL ELSE id END`;
/** A name with a character gone wrong in one row of a thousand. */
const NAME = `CASE WHEN hash(i + 4) % 1000 = 0 THEN left(name, 2) || '芳' ELSE name END`;
const SEX = `CASE WHEN (n17 % 2 = 1) = (hash(i + 5) % 5000 <> 0) THEN '男' ELSE '女' END`;
const TOWNSHIP = `['上帕镇','匹河怒族乡','子里甲乡','架科底乡','鹿马登乡','石月亮乡','马吉乡'][1 + h % 7]`;
const VILLAGE = `'第' || CAST(h % 57 AS VARCHAR) || '村'`;
const RELATION = `['户主','配偶','子女'][1 + i % 3]`;

const COMMON = { 乡镇: TOWNSHIP, 村: VILLAGE };
const DAY = `strftime(DATE '2016-01-01' + CAST(i % 1200 AS INTEGER), '%Y-%m-%d')`;

/** File name, share of the large rosters' rows, columns by header. */
function rosters(rows) {
  const small = Math.max(1000, Math.floor(rows / 500));
  const person = { 姓名: NAME, 身份证号: ID, ...COMMON };
  return [
    { file: "低保对象花名册.csv", from: 0, rows, columns: { 身份证号: ID, 姓名: "name", 性别: SEX, 户编号: "'D' || lpad(CAST(h AS VARCHAR), 9, '0')", 与户主关系: RELATION, ...COMMON, 保障类别: "['A类','B类','C类'][1 + h % 3]", 月保障金额: "CAST(300 + h % 200 AS VARCHAR) || '.00'", 享受起始日期: DAY } },
    { file: "建档立卡贫困人口.csv", from: Math.floor(rows / 2), rows, columns: { 证件号码: ID, 姓名: NAME, 性别: SEX, 户编号: "'P' || lpad(CAST(h AS VARCHAR), 9, '0')", 与户主关系: RELATION, ...COMMON, 脱贫路径: "CASE WHEN h % 60 = 0 THEN '社会保障兜底' ELSE '产业扶贫' END", 是否脱贫: "CASE WHEN h % 20 = 0 THEN '未脱贫' ELSE '已脱贫' END", 劳动能力: "CASE i % 9 WHEN 0 THEN '丧失劳动力' WHEN 1 THEN '弱劳动力' WHEN 2 THEN '无劳动力' ELSE '普通劳动力' END", 致贫原因: "'因病'" } },
    { file: "特困供养人员.csv", from: rows - 50, rows: small, columns: { ...person, 供养方式: "'分散供养'" } },
    { file: "残疾人花名册.csv", from: 7, rows: small * 4, columns: { ...person, 残疾证号: "id || CAST(1 + i % 7 AS VARCHAR) || CAST(1 + i % 4 AS VARCHAR)", 残疾类别: "['视力','听力','言语','肢体','智力','精神','多重'][1 + i % 7]", 残疾等级: "['一级','二级','三级','四级'][1 + i % 4]" } },
    { file: "重特大疾病医疗救助.csv", from: 11, rows: small, columns: { ...person, 病种: "'脑梗死'", 总费用: "'23000.00'", 自付费用: "'8000.00'" } },
    { file: "临时救助.csv", from: 13, rows: small, columns: { ...person, 救助金额: "'1000'", 救助日期: DAY } },
    { file: "困难残疾人生活补贴.csv", from: 7, rows: small, columns: { ...person, 补贴金额: "'70'" } },
    { file: "重度残疾人护理补贴.csv", from: 7, rows: small, columns: { ...person, 补贴金额: "'70'" } },
    { file: "死亡人员.csv", from: 17, rows: small, columns: { ...person, 死亡日期: DAY } },
    { file: "机动车登记.csv", from: 19, rows: small, columns: { 车主: "name", 身份证号: ID, 车牌号: "'云Q' || CAST(10000 + i % 90000 AS VARCHAR)", 车辆类型: "CASE i % 3 WHEN 0 THEN '小型轿车' ELSE '普通二轮摩托车' END", 车辆状态: "'正常'" } },
    { file: "不动产登记.csv", from: 23, rows: small, columns: { 权利人: "name", 身份证号: ID, 不动产权证号: "'Y' || CAST(i AS VARCHAR)", 面积: "'98.5'", 用途: "'住宅'" } },
    { file: "企业工商登记.csv", from: 29, rows: small, columns: { 法定代表人: "name", 身份证号: ID, 企业名称: "'第' || CAST(i AS VARCHAR) || '商贸有限公司'", 登记状态: "CASE i % 4 WHEN 0 THEN '存续' ELSE '注销' END" } },
    { file: "财政供养人员.csv", from: 31, rows: small, columns: { ...person, 单位: "'乡镇人民政府'" } },
    { file: "银行存款.csv", from: 37, rows: small, columns: { 户名: "name", 证件号码: ID, 开户行: "'农信社'", 账户余额: "CAST(i % 90000 AS VARCHAR) || '.00'" } },
    { file: "养老待遇.csv", from: 41, rows: small, columns: { ...person, 月养老金: "'120.00'" } },
    { file: "服刑人员.csv", from: 43, rows: small, columns: { ...person, 入监日期: DAY } },
    { file: "低保边缘家庭.csv", from: rows + 3, rows: small, columns: person },
    { file: "孤儿困境儿童.csv", from: rows + 5, rows: small, columns: person },
    { file: "在校学生.csv", from: 47, rows: small, columns: { ...person, 学校: "'第一中学'" } },
  ];
}

/** Writes the rosters into a folder; returns the paths of the two large ones. Same rows, same bytes. */
export async function makeLargeRosters(folder, rows) {
  await mkdir(folder, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "2GB", temp_directory: join(folder, ".tmp") });
  const connection = await instance.connect();
  for (const { file, from, rows: count, columns } of rosters(rows)) {
    const list = Object.entries(columns).map(([header, sql]) => `${sql} AS "${header}"`).join(", ");
    await connection.run(`COPY (SELECT ${list} FROM (${everybody(from, count)}) ORDER BY i) TO '${join(folder, file)}' (HEADER, DELIMITER ',')`);
  }
  connection.closeSync();
  instance.closeSync();
  return [join(folder, "低保对象花名册.csv"), join(folder, "建档立卡贫困人口.csv")];
}
