import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DoudiError, FINDING_CODES, type FindingCode, type RosterKind } from "@doudi/contract";
import { read } from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Demo, makeDemo } from "./makeDemo.js";
import { dayIn, idIn, readRoster, type ReadRow, splitCsv } from "./readBack.testkit.js";

const PERSONS = 2000;
const root = mkdtempSync(join(tmpdir(), "doudi-demo-"));
let demo: Demo;
let truth: { finding: string; id_number: string; name: string; household_no: string; rows: string[] }[];
const rosters = new Map<RosterKind, ReadRow[]>();
const byPlace = new Map<string, ReadRow>();

beforeAll(async () => {
  demo = await makeDemo({ out: join(root, "a"), persons: PERSONS, seed: 20200630 });
  const [, ...records] = splitCsv(readFileSync(demo.truth, "utf8"));
  truth = records.map(({ cells: [finding = "", id_number = "", name = "", household_no = "", rows = ""] }) => ({ finding, id_number, name, household_no, rows: rows.split(";") }));
  for (const { kind } of demo.files) {
    rosters.set(kind, readRoster(demo, kind));
    for (const row of rosters.get(kind) ?? []) byPlace.set(row.at, row);
  }
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const roster = (kind: RosterKind) => rosters.get(kind) ?? [];
const idOf = (row: ReadRow) => {
  const header = Object.keys(row.cells).find((one) => /^(身份证|公民身份|证件号|身份证明|社会保障号)/.test(one)) ?? Object.keys(row.cells).find((one) => one.includes("残疾证号")) ?? "";
  return idIn(row.cells[header] ?? "");
};
const persons = (kind: RosterKind, fits: (cells: Record<string, string>) => boolean = () => true) =>
  new Set(roster(kind).filter((row) => fits(row.cells)).flatMap((row) => idOf(row) ?? []));
const found = (finding: FindingCode) => truth.filter((row) => row.finding === finding).map((row) => row.id_number).sort();
const digests = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => `${entry.name} ${createHash("sha256").update(readFileSync(join(entry.parentPath, entry.name))).digest("hex")}`).sort();

describe("makeDemo", () => {
  it("gives the same bytes for the same seed, others for another", async () => {
    const again = await makeDemo({ out: join(root, "b"), persons: PERSONS, seed: 20200630 });
    const other = await makeDemo({ out: join(root, "c"), persons: PERSONS, seed: 1 });
    expect(digests(join(root, "b"))).toEqual(digests(join(root, "a")));
    expect(digests(join(root, "c"))).not.toEqual(digests(join(root, "a")));
    expect(again.findings).toEqual(demo.findings);
    expect(other.persons).toBe(PERSONS);
  });

  it("refuses too few persons and places without a village list", async () => {
    await expect(makeDemo({ out: root, persons: 10, seed: 1 })).rejects.toThrow(DoudiError);
    await expect(makeDemo({ out: root, persons: 500, seed: 1, place: "110101" })).rejects.toThrow(DoudiError);
  });

  it("makes small counties with any seed", async () => {
    for (let seed = 1; seed <= 5; seed += 1) expect((await makeDemo({ out: join(root, "small"), persons: 300, seed })).households).toBeGreaterThan(60);
  });

  it("writes as many rows as it says, and reading the files finds them", () => {
    for (const { kind, rows } of demo.files) expect([kind, roster(kind).length]).toEqual([kind, rows]);
  });

  it("shows every finding in truth.csv, with valid ids of areas that were never assigned", () => {
    expect(readFileSync(demo.truth, "utf8").split("\n")[0]).toBe("finding,id_number,name,household_no,rows");
    expect(FINDING_CODES.filter((code) => found(code).length === 0)).toEqual([]);
    expect(new Set(truth.map((row) => row.finding))).toEqual(new Set(FINDING_CODES));
    expect(truth.filter((row) => row.id_number === "").every((row) => row.finding.startsWith("quality.id_"))).toBe(true);
    const known = truth.map((row) => row.id_number).filter((id) => id !== "");
    expect(known.filter((id) => idIn(id) !== id)).toEqual([]);
    expect([...new Set(known.map((id) => id.slice(0, 6)))].filter((area) => !["533399", "533398", "532999", "533499", "513399"].includes(area))).toEqual([]);
    for (const row of truth) expect(row.rows).toEqual([...row.rows].sort());
  });

  it("points at rows of the person it names", () => {
    const shows = (place: string, id: string, name: string) => {
      const there = byPlace.get(place);
      if (there === undefined) return false;
      return id === "" ? idOf(there) === null && Object.values(there.cells).map(plain).includes(plain(name)) : idOf(there) === id;
    };
    const exact = truth.filter((row) => row.finding !== "link.probable").flatMap((row) => row.rows.map((place) => ({ place, id: row.id_number, name: row.name })));
    expect(exact.length).toBeGreaterThan(200);
    expect(exact.filter(({ place, id, name }) => !shows(place, id, name))).toEqual([]);
  });

  it("links each row without a usable id to the person of the other row", () => {
    const unusable = new Set(truth.filter((row) => row.finding.startsWith("quality.id_")).map((row) => row.rows[0] ?? ""));
    for (const row of truth.filter((one) => one.finding === "link.probable")) {
      expect(row.rows).toHaveLength(2);
      const [blind, sure] = row.rows.filter((place) => unusable.has(place)).concat(row.rows.filter((place) => !unusable.has(place)));
      expect(idOf(byPlace.get(blind ?? "") as ReadRow)).toBeNull();
      expect(idOf(byPlace.get(sure ?? "") as ReadRow)).toBe(row.id_number);
    }
    const blind = demo.files.flatMap(({ kind }) => roster(kind).filter((row) => idOf(row) === null).map((row) => row.at));
    expect([...unusable].sort()).toEqual(blind.sort());
  });

  it("agrees with a recount from the files", () => {
    const dibao = persons("dibao");
    const tekun = persons("tekun");
    const poor = persons("poor");
    const dead = persons("deaths");
    const covered = new Set([...dibao, ...tekun]);
    const disabled = persons("disabled");
    const severe = persons("disabled", (cells) => cells.残疾等级 === "一级" || cells.残疾等级 === "二级");
    const mental = persons("disabled", (cells) => /三级|四级/.test(cells.残疾等级 ?? "") && /智力|精神/.test(cells.残疾类别 ?? ""));
    const bottomLine = persons("poor", (cells) => cells.脱贫路径 === "社会保障兜底");
    const living = (set: Set<string>) => [...set].filter((id) => !dead.has(id));
    const lostLabour = persons("poor", (cells) => /丧失|弱/.test(cells.劳动能力 ?? ""));
    const [subsidised, care, insured] = [persons("disability_living"), persons("disability_care"), persons("insurance")];
    const balances = new Map<string, Set<string>>();
    for (const row of roster("deposits")) balances.set(idOf(row) ?? "", (balances.get(idOf(row) ?? "") ?? new Set()).add(`${row.cells.账号}=${row.cells["账户余额(元)"]}`));
    const sum = (id: string) => [...(balances.get(id) ?? [])].reduce((total, one) => total + Number((one.split("=")[1] ?? "").replace(/[元,]/g, "")), 0);
    const expected: Partial<Record<FindingCode, string[]>> = {
      "missed.poor_bottom_line": living(bottomLine).filter((id) => !covered.has(id)),
      "missed.severe_disability": living(severe).filter((id) => !covered.has(id)),
      "missed.mental_disability": living(mental).filter((id) => !covered.has(id)),
      "missed.major_disease": living(persons("medical_aid")).filter((id) => !covered.has(id) && lostLabour.has(id)),
      "wrong.double_scheme": [...dibao].filter((id) => tekun.has(id)),
      "wrong.payroll": [...persons("payroll")].filter((id) => covered.has(id)),
      "wrong.company": [...persons("companies", (cells) => cells.职务 === "法定代表人" && cells.登记状态 === "存续")].filter((id) => covered.has(id)),
      "wrong.vehicle": [...persons("vehicles", (cells) => /轿车|客车|货车/.test(cells.车辆类型 ?? "") && !/注销|报废/.test(cells.机动车状态 ?? ""))].filter((id) => covered.has(id)),
      "wrong.deposits": [...covered].filter((id) => sum(id) > 50_000),
      "unclaimed.disability_living": living(dibao).filter((id) => disabled.has(id) && !subsidised.has(id)),
      "unclaimed.disability_care": living(severe).filter((id) => !care.has(id)),
      "unclaimed.insurance": living(new Set([...covered, ...poor])).filter((id) => !insured.has(id)),
      "conflict.exit_path": [...persons("poor", (cells) => cells.脱贫路径 === "社会保障兜底" && cells.是否脱贫 === "是")].filter((id) => !covered.has(id)),
    };
    for (const [code, ids] of Object.entries(expected)) expect([code, ids.sort()]).toEqual([code, found(code as FindingCode)]);
  });

  it("agrees with a recount of household findings", () => {
    const dibao = persons("dibao");
    const covered = new Set([...dibao, ...persons("tekun")]);
    const dead = persons("deaths");
    const households = new Map<string, string[]>();
    for (const row of roster("poor")) {
      const id = idOf(row);
      if (id !== null) households.set(row.cells.户编号 ?? "", [...(households.get(row.cells.户编号 ?? "") ?? []), id]);
    }
    const left = [...households.values()].flatMap((ids) => ids.filter((id) => !covered.has(id) && !dead.has(id) && ids.some((other) => other !== id && dibao.has(other))));
    expect([...new Set(left)].sort()).toEqual(found("missed.household_member"));
    const names = new Map<string, Set<string>>();
    for (const { kind } of demo.files) {
      for (const row of roster(kind)) {
        const id = idOf(row);
        const own = Object.entries(row.cells).find(([header]) => /^(残疾人|患者|学生|儿童|家庭成员)?姓名$|^户名$|^权利人$|所有人$/.test(header))?.[1] ?? "";
        if (id !== null) names.set(id, (names.get(id) ?? new Set()).add(plain(own)));
      }
    }
    expect([...names].filter(([, one]) => one.size > 1).map(([id]) => id).sort()).toEqual(found("conflict.name"));
  });

  it("agrees with a recount of dates, homes and heads", () => {
    const covered = new Set([...persons("dibao"), ...persons("tekun")]);
    const dwellings = new Map<string, Set<string>>();
    for (const row of roster("property")) {
      const id = idOf(row) ?? "";
      if (row.cells.用途 === "住宅") dwellings.set(id, (dwellings.get(id) ?? new Set()).add(row.cells.不动产权证号 ?? ""));
    }
    const places = (kind: RosterKind) => {
      const rows = new Map<string, ReadRow[]>();
      for (const row of roster(kind)) rows.set(idOf(row) ?? "", [...(rows.get(idOf(row) ?? "") ?? []), row]);
      rows.delete("");
      return rows;
    };
    const head = (row: ReadRow) => ({ id: row.cells.户主身份证号 ?? row.cells.户主证件号码 ?? "", name: plain(row.cells.户主姓名 ?? "") });
    const differ = (a: ReturnType<typeof head>, b: ReturnType<typeof head>) => (a.id !== "" && b.id !== "" ? a.id !== b.id : a.name !== b.name);
    const poor = places("poor");
    const expected: Partial<Record<FindingCode, string[]>> = {
      "wrong.deceased": [...persons("deaths", (cells) => (dayIn(cells.死亡日期 ?? "") ?? "") < demo.date)].filter((id) => covered.has(id)),
      "wrong.incarcerated": [...persons("incarcerated", (cells) => (dayIn(cells.释放日期 ?? "") ?? "9") > demo.date)].filter((id) => covered.has(id)),
      "wrong.property": [...dwellings].filter(([id, deeds]) => deeds.size > 2 && covered.has(id)).map(([id]) => id),
      "wrong.duplicate": (["dibao", "tekun"] as const).flatMap((kind) => [...places(kind)].filter(([, rows]) => new Set(rows.map(({ cells }) => `${cells.户编号}${cells["村(社区)"] ?? cells.村委会}`)).size > 1).map(([id]) => id)),
      "conflict.household": [...places("dibao")].filter(([id, rows]) => rows.some((row) => (poor.get(id) ?? []).some((other) => differ(head(row), head(other))))).map(([id]) => id),
    };
    for (const [code, ids] of Object.entries(expected)) expect([code, ids.sort()]).toEqual([code, found(code as FindingCode)]);
  });

  it("agrees with a recount of birth dates, sexes, certificates and disabilities", () => {
    const birth: string[] = [];
    const sex: string[] = [];
    const bad: string[] = [];
    const said = new Map<string, Set<string>>();
    const repeated = new Set(truth.filter((row) => row.finding === "quality.duplicate_row").flatMap((row) => row.rows));
    for (const row of demo.files.flatMap(({ kind }) => roster(kind)).filter((one) => !repeated.has(one.at))) {
      const id = idOf(row);
      if (id === null) continue;
      const born = dayIn(row.cells.出生日期 ?? row.cells.出生年月日 ?? "");
      if (born !== null && born.replaceAll("-", "") !== id.slice(6, 14)) birth.push(row.at);
      if (row.cells.性别 !== undefined && row.cells.性别 !== (Number(id[16]) % 2 === 1 ? "男" : "女")) sex.push(row.at);
      const certificate = row.cells.残疾人证号 ?? row.cells.残疾证号码;
      const grades = row.cells.残疾等级?.replace("级", "") ?? "";
      const category = ["", "视力", "听力", "言语", "肢体", "智力", "精神", "多重"].indexOf(row.cells.残疾类别 ?? "?");
      if (category < 1) continue;
      const own = said.get(id) ?? new Set<string>();
      said.set(id, own.add(`${category}${Number(grades) || " 一二三四".indexOf(grades)}`));
      if (certificate === undefined) continue;
      const sound = /^.{18}[1-7][1-4]/.test(certificate) && idIn(certificate.slice(0, 18)) !== null;
      if (sound) own.add(certificate.slice(18, 20));
      if (!sound || idIn(certificate.slice(0, 18)) !== id) bad.push(row.at);
    }
    const at = (code: FindingCode) => truth.filter((row) => row.finding === code).flatMap((row) => row.rows).sort();
    expect(birth.sort()).toEqual(at("quality.birth_date"));
    expect(sex.sort()).toEqual(at("quality.sex"));
    expect(bad.sort()).toEqual(at("quality.certificate"));
    expect([...said].filter(([, one]) => one.size > 1).map(([id]) => id).sort()).toEqual(found("conflict.disability"));
  });

  it("is a plausible county", () => {
    const share = (kind: RosterKind) => (demo.files.find((one) => one.kind === kind)?.rows ?? 0) / PERSONS;
    expect(PERSONS / demo.households).toBeGreaterThan(3);
    expect(PERSONS / demo.households).toBeLessThan(4.5);
    expect(share("dibao")).toBeGreaterThan(0.04);
    expect(share("dibao")).toBeLessThan(0.11);
    expect(share("poor")).toBeGreaterThan(0.22);
    expect(share("poor")).toBeLessThan(0.38);
    expect(share("disabled")).toBeGreaterThan(0.025);
    expect(share("disabled")).toBeLessThan(0.06);
    expect(share("insurance")).toBeGreaterThan(0.94);
    expect(roster("insurance").filter((row) => /[·]/.test(row.cells.姓名 ?? "")).length).toBeGreaterThan(PERSONS * 0.02);
  });

  it("shows the messy shapes", () => {
    const bytes = (kind: RosterKind) => readFileSync(join(demo.rosters, demo.files.find((one) => one.kind === kind)?.file ?? ""));
    const sheet = (kind: RosterKind) => Object.values(read(bytes(kind), { cellStyles: true }).Sheets);
    expect([...bytes("students").subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes("vehicles"))).toThrow(TypeError);
    expect(sheet("dibao")[0]?.["!merges"]?.some(({ s, e }) => s.c === e.c && e.r > s.r && s.r > 4)).toBe(true);
    expect(sheet("poor").length).toBe(8);
    expect(sheet("poor").some((one) => one["!rows"]?.some((row) => row?.hidden))).toBe(true);
    const cells = demo.files.flatMap(({ kind }) => roster(kind).flatMap((row) => Object.values(row.cells)));
    for (const shape of [/^[０-９]{17}[０-９Ｘ]$/, /^\d{17}x$/, /^\d{15}$/, /^\d{15}000$/, /^5\.\d+E\+17$/, /^ \d{17}|\d{17}. $/, /^\d[\d,]*元$|^[\d,.]+元$/, /^\d{1,3},\d{3}\.\d\d$/, /^\d{4}年\d+月\d+日$/, /^\d{4}\.\d\d\.\d\d$/, /^\d{4}\/\d+\/\d+$/, /^\d{8}$/, /^4\d{4}$/, /^=/, /\n/, /^\d{17}[\dX]\d\dB\d$/]) {
      expect({ shape, found: cells.some((cell) => shape.test(cell)) }).toEqual({ shape, found: true });
    }
    expect(["·", "•", "・"].every((mark) => cells.some((cell) => cell.includes(mark)))).toBe(true);
  });
});

/** Folding of names by other means than the package's own: enough for the characters that the demo respells. */
function plain(name: string): string {
  const simple: Record<string, string> = { 劉: "刘", 張: "张", 陳: "陈", 楊: "杨", 華: "华", 麗: "丽", 蘭: "兰", 軍: "军", 強: "强", 國: "国", 榮: "荣", 龍: "龙", 紅: "红", 鳳: "凤" };
  return name.normalize("NFKC").replace(/[\s·•・]/g, "").replace(/./gu, (character) => simple[character] ?? character);
}
