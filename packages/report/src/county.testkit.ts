import { createHash } from "node:crypto";
import { type CheckSummary, FINDING_CODES, FINDINGS, type FindingCode, type FindingRow, type Overlap, OVERLAP_ROSTERS, type OverlapRoster, type RosterKind, type RosterSummary, type Severity, type Summary } from "@doudi/contract";

// An invented county run for tests: every person is made up, ids use the county part 533399, which was never assigned.

const TOWNSHIPS = ["上帕镇", "匹河怒族乡", "子里甲乡", "架科底乡", "鹿马登乡", "石月亮乡", "马吉乡"] as const;
const VILLAGES = ["达普洛村", "知子罗村", "老姆登村", "亚谷村", "赤恒底村", "咱利村"];
const SURNAMES = ["李", "杨", "和", "张", "王", "阿", "普", "熊", "余", "欧阳"];
const GIVEN = ["秀英", "建国", "丽", "志强", "春花", "阿邓", "文军", "桂兰", "小龙", "玉梅"];
const NOT_RUN: FindingCode[] = ["wrong.vehicle", "wrong.deposits"];

/** A small linear congruential generator: same seed, same county. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function inventId(next: (below: number) => number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const body = `533399${1930 + next(85)}${two(1 + next(12))}${two(1 + next(28))}${String(next(1000)).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return body + ("10X98765432"[sum % 11] ?? "");
}

const SHARE: Partial<Record<FindingCode, number>> = {
  "missed.poor_bottom_line": 31, "missed.severe_disability": 64, "missed.mental_disability": 22, "missed.major_disease": 17, "missed.household_member": 120,
  "wrong.deceased": 41, "wrong.double_scheme": 9, "wrong.duplicate": 13, "wrong.payroll": 6, "wrong.company": 8, "wrong.property": 15, "wrong.incarcerated": 4,
  "unclaimed.disability_living": 72, "unclaimed.disability_care": 58, "unclaimed.insurance": 33,
  "conflict.name": 46, "conflict.disability": 27, "conflict.household": 19, "conflict.exit_path": 5,
  "quality.id_missing": 62, "quality.id_checksum": 55, "quality.id_truncated": 38, "quality.birth_date": 24, "quality.sex": 18, "quality.certificate": 21, "quality.duplicate_row": 49,
  "link.probable": 44,
};

function reasonOf(code: FindingCode, name: string, id: string): string {
  switch (code) {
    case "missed.severe_disability":
      return "残疾等级 1 级（肢体），在建档立卡名册，基准日未享受低保或特困供养。应逐户核实是否符合单人保条件。";
    case "wrong.deceased":
      return "死亡日期 2019-11-02，早于基准日 2020-03-31，仍在低保名册领取每月 286.00 元。";
    case "conflict.name":
      return `低保名册为${name}，建档立卡名册为${name.slice(0, 1)}秀芝，证件号 ${id} 相同。`;
    case "quality.id_truncated":
      return `证件号原文 ${id.slice(0, 15)}000，末三位为 000 且校验位不符，疑为表格软件取整。`;
    case "link.probable":
      return `姓名相同 +4.21；出生日期相同 +6.80；同村 +2.10；户主不同 −1.35；合计概率 0.962。`;
    default:
      return `${FINDINGS[code].zh}：相关名册所列情况与基准日 2020-03-31 的规定不一致，详见所列各行。`;
  }
}

export function inventFindings(options: { seed?: number; scale?: number } = {}): FindingRow[] {
  const next = random(options.seed ?? 7);
  const pick = <T>(list: readonly T[], fallback: T): T => list[next(list.length)] ?? fallback;
  const findings: FindingRow[] = [];
  for (const code of FINDING_CODES) {
    const count = Math.round((SHARE[code] ?? 0) * (options.scale ?? 3));
    for (let index = 0; index < count; index += 1) {
      const id = inventId(next);
      const name = pick(SURNAMES, "李") + pick(GIVEN, "丽");
      const hasId = code !== "quality.id_missing";
      const severity: Severity = code.startsWith("quality.") ? "low" : pick<Severity>(["high", "high", "medium", "low"], "low");
      // Half of the findings fall on three townships.
      const township = next(2) === 0 ? pick(TOWNSHIPS.slice(0, 3), "上帕镇") : pick(TOWNSHIPS, "上帕镇");
      findings.push({
        finding_id: createHash("sha256").update(`${code}${index}${id}`).digest("hex").slice(0, 20),
        finding: code,
        severity,
        id_number: hasId ? id : "",
        name,
        division: `${township}/${pick(VILLAGES, "亚谷村")}`,
        household_no: `5333990${String(1000 + next(9000))}`,
        rows: `2020年一季度低保花名册.xlsx#农村低保#${4 + next(3000)};残疾人台账.csv##${2 + next(4000)}`,
        reason: reasonOf(code, name, id),
        source: code.startsWith("quality.") ? "怒政办发〔2017〕9号 二(六)" : "云民社救〔2020〕8号 二(一)2",
        score: code === "link.probable" ? "0.962" : "",
      });
    }
  }
  return findings.sort((a, b) => (a.finding_id < b.finding_id ? -1 : 1));
}

function roster(kind: RosterKind, file: string, rows: number, extra: Partial<RosterSummary> = {}): RosterSummary {
  const duplicates = Math.round(rows * 0.004);
  const rejected = Math.round(rows * 0.001);
  const accepted = rows - duplicates - rejected;
  return {
    kind, file, sheets: ["Sheet1"], sha256: createHash("sha256").update(file).digest("hex"), bytes: rows * 180, period: "2020年一季度", version: "1", sentBy: "县民政局",
    rows, accepted, duplicates, rejected, skipped: 4, membersListed: true, identified: Math.round(accepted * 0.981), columns: [], warnings: [], ...extra,
  };
}

function check(code: FindingCode, expression: string, ran: boolean): CheckSummary {
  const yunnan = !code.startsWith("quality.");
  return {
    code, name: { zh: FINDINGS[code].zh, en: FINDINGS[code].en },
    source: yunnan ? { doc: "云民社救〔2020〕8号", title: "云南省农村低保专项治理巩固提升行动方案", clause: "二(一)2" } : { doc: "怒政办发〔2017〕9号", title: "怒江州农村低保与扶贫开发衔接方案", clause: "二(六)" },
    pack: yunnan ? "yunnan" : "yunnan-nujiang", expression, ran,
  };
}

function overlap(level: Overlap["level"], code: string | null, name: string, base: number, shift: number): Overlap {
  const persons = { dibao: Math.round(base * 0.11), tekun: Math.round(base * 0.012), poor: Math.round(base * 0.24), disabled: Math.round(base * 0.043) };
  const shared = (of: OverlapRoster, also: OverlapRoster): number => {
    const smaller = Math.min(persons[of], persons[also]);
    const pair = [of, also].sort().join("+");
    if (pair === "dibao+tekun") return Math.round(smaller * 0.004);
    return Math.round(smaller * (0.42 + shift) * (pair.includes("disabled") ? 0.8 : 1));
  };
  const pairs = OVERLAP_ROSTERS.flatMap((of) => OVERLAP_ROSTERS.filter((also) => also !== of).map((also) => ({ of, also, count: shared(of, also), rate: persons[of] === 0 ? null : shared(of, also) / persons[of] })));
  const households = Math.round(base * 0.065);
  return { level, code, name, persons, pairs, labourLoss: { households, complete: Math.round(households * 0.08), partial: Math.round(households * 0.19) } };
}

/** The summary that goes with `findings`. */
export function inventSummary(findings: readonly FindingRow[], change: Partial<Summary> = {}): Summary {
  const ran = FINDING_CODES.filter((code) => !NOT_RUN.includes(code));
  return {
    schema: "doudi.compare/1",
    place: { code: "533323", name: "福贡县" },
    date: "2020-03-31",
    lang: "zh",
    engine: { name: "duckdb", version: "1.5.5" },
    doudiVersion: "0.1.0",
    packs: [
      { id: "nation", version: "2020.1", name: { zh: "全国", en: "Nation" } },
      { id: "yunnan", version: "2020.1", name: { zh: "云南省", en: "Yunnan" } },
      { id: "yunnan-nujiang", version: "2017.1", name: { zh: "怒江州", en: "Nujiang" } },
    ],
    rosters: [
      roster("dibao", "2020年一季度低保花名册.xlsx", 11_240, { sheets: ["农村低保", "城市低保"] }),
      roster("tekun", "特困供养人员.xls", 1_203),
      roster("poor", "建档立卡贫困人口20200315.csv", 24_870, { sentBy: "县扶贫办", period: "2020-03-15" }),
      roster("disabled", "残疾人台账.csv", 4_390, { sentBy: "县残联", identified: 4_012 }),
      roster("medical_aid", "重特大疾病医疗救助.xlsx", 640, { sentBy: "县医保局", period: "2019年度", warnings: ["期间 2019年度 早于基准日 3 个月以上"] }),
      roster("deaths", "2019年死亡火化名册.xlsx", 812, { sentBy: "县公安局", identified: 760 }),
      roster("payroll", "财政供养人员.xlsx", 5_120, { sentBy: "县财政局", version: null }),
      roster("companies", "工商登记法人.csv", 2_044, { sentBy: null, period: null, version: null }),
      roster("insurance", "城乡居民医保参保2020.csv", 86_310, { sentBy: "县医保局" }),
    ],
    unreadable: [],
    findings: ran.map((code) => {
      const own = findings.filter((row) => row.finding === code);
      const at = (severity: Severity): number => own.filter((row) => row.severity === severity).length;
      return {
        code, count: own.length, severity: { high: at("high"), medium: at("medium"), low: at("low") },
        byTownship: TOWNSHIPS.map((township) => ({ township, count: own.filter((row) => row.division.startsWith(township)).length })),
      };
    }),
    checks: FINDING_CODES.map((code) =>
      check(code, code === "missed.severe_disability" ? "持证残疾 and 残疾等级 <= 2 and not (享受低保 or 享受特困供养)" : code === "wrong.deceased" ? "(享受低保 or 享受特困供养) and 死亡日期 < 基准日" : "建档立卡 and not (享受低保 or 享受特困供养)", !NOT_RUN.includes(code)),
    ),
    notRun: NOT_RUN.map((code) => ({ check: code, needs: [code === "wrong.vehicle" ? "vehicles" : "deposits"] as RosterKind[], why: "roster_missing" as const, message: "" })),
    partial: [{ check: "wrong.property", missing: ["property"], message: "" }],
    unsourced: [
      { id: "deposit_limit", name: { zh: "存款限额", en: "deposit limit" }, value: "20,000.00 元", status: "unsourced", checks: ["wrong.deposits"] },
      { id: "homes_allowed", name: { zh: "允许房产套数", en: "homes allowed" }, value: "1 套", status: "unsourced", checks: ["wrong.property"] },
    ],
    overlap: [overlap("county", "533323", "福贡县", 101_000, 0), ...TOWNSHIPS.map((name, index) => overlap("township", `5333231${String(index).padStart(2, "0")}`, name, 8_000 + index * 2_300, [0.12, -0.08, 0.03, -0.14, 0.07, -0.02, 0.16][index] ?? 0))],
    warnings: ["建档立卡贫困人口20200315.csv：3 个列未识别（备注、录入人、时间）。"],
    timings: [{ step: "read", seconds: 2.41 }, { step: "standardise", seconds: 1.2 }, { step: "checks", seconds: 0.62 }],
    totalSeconds: 6.84,
    peakMemoryBytes: 612_000_000,
    ...change,
  };
}
