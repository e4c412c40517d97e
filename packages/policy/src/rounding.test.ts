import { expect, test } from "vitest";
import { evaluate } from "./backend/javascript.js";
import { family, person, subjectOf, wage, type Facts } from "./families.testkit.js";
import { formatValue, loadLibrary, resolvePolicy, type Expr } from "./index.js";
import { walk } from "./ir.js";
import { readPackFiles } from "./packFiles.testkit.js";

/** Money is summed and rounded once, half up, to the fen. Every place in the packs that rounds money is tried here at the half. */
const library = loadLibrary(readPackFiles());

interface Case {
  readonly place: string;
  readonly date: string;
  readonly household: Facts;
  readonly member?: number;
  readonly set: Readonly<Record<string, string>>;
  readonly expected: string;
}

const RURAL_4500 = { 农村低保标准: "4500元/年" };
const one = (yuan: number): Facts => family([person("1975-01-01", "部分", wage(yuan))]);
/** Prices rose by exactly the trigger, and the subsidy makes up for all of it. */
const PRICES = { 居民消费价格同比涨幅: "3.5%", 居民消费价格启动线: "3.5%", 价格补贴系数: "1" };

const CASES: Readonly<Record<string, readonly Case[]>> = {
  dibao_shortfall_month: [
    { place: "110101", date: "2020-06-30", household: one(4499.94), set: RURAL_4500, expected: "0.01元" },
    { place: "110101", date: "2020-06-30", household: one(4499.95), set: RURAL_4500, expected: "0.00元" },
    // Three members whose shares would each be half a fen: 1.5 fen together, not three times 1.
    { place: "110101", date: "2020-06-30", household: family([4499.94, 4499.94, 4499.94].map((yuan) => person("1975-01-01", "部分", wage(yuan)))), set: RURAL_4500, expected: "0.02元" },
    { place: "341323", date: "2021-06-30", household: { ...one(7500), 年自付医疗费: "3000.06元" }, set: RURAL_4500, expected: "0.01元" },
  ],
  single_amount: [
    { place: "110101", date: "2021-06-30", household: one(4499.94), member: 1, set: RURAL_4500, expected: "0.01元" },
    { place: "533323", date: "2021-06-30", household: one(4499.95), member: 1, set: { 农村低保标准: "4400元/年", 脱贫标准: "4500元/年" }, expected: "0.00元" },
    { place: "533323", date: "2021-06-30", household: one(4499.94), member: 1, set: { 农村低保标准: "4400元/年", 脱贫标准: "4500元/年" }, expected: "0.01元" },
  ],
  medical_before_cap: [
    { place: "110101", date: "2021-12-31", household: { ...one(0), 年自付医疗费: "0.15元" }, set: { 医疗救助比例: "70%" }, expected: "0.11元" },
    { place: "110101", date: "2021-12-31", household: { ...one(0), 年自付医疗费: "0.01元" }, set: { 医疗救助比例: "30%" }, expected: "0.00元" },
  ],
  tekun_basic: [
    { place: "533323", date: "2020-06-30", household: one(0), member: 1, set: { 城市低保标准: "640.05元/月", 特困基本生活标准: "0元/月" }, expected: "832.07元" },
    { place: "533323", date: "2020-06-30", household: one(0), member: 1, set: { 城市低保标准: "640.03元/月", 特困基本生活标准: "0元/月" }, expected: "832.04元" },
  ],
  price_amount: [
    // 12 × 3.5 % ÷ 12 months = 3.5 fen; two persons are 7 fen, not 8.
    { place: "110101", date: "2022-06-30", household: one(0), set: { ...PRICES, 农村低保标准: "12元/年" }, expected: "0.04元" },
    { place: "110101", date: "2022-06-30", household: family([person("1975-01-01", "部分"), person("1976-01-01", "部分")]), set: { ...PRICES, 农村低保标准: "12元/年" }, expected: "0.07元" },
  ],
  heating_month: [
    { place: "230100", date: "2018-06-30", household: {}, set: { 取暖补贴标准: "0.06元/年" }, expected: "0.01元" },
    { place: "230100", date: "2018-06-30", household: {}, set: { 取暖补贴标准: "0.05元/年" }, expected: "0.00元" },
    { place: "230100", date: "2018-06-30", household: {}, set: { 取暖补贴标准: "0.05元/年", 取暖物资价格系数: "1.2" }, expected: "0.01元" },
  ],
};

test.each(Object.entries(CASES).flatMap(([id, cases]) => cases.map((each) => ({ id, ...each }))))("$id in $place gives $expected", ({ id, place, date, household, member, set, expected }) => {
  const policy = resolvePolicy(library, { division: place, date, set });
  const rule = policy.rules.get(id);
  if (!rule) throw new Error(`no rule ${id} in ${place}`);
  const value = evaluate(rule.body, subjectOf(policy, date, household), member === undefined ? null : member - 1);
  expect(formatValue(rule.type, value, "zh")).toBe(expected);
});

test("no place that rounds money is left out, and all round half up to the fen", () => {
  const roundings = [...library.packs.values()].flatMap((pack) => [
    ...[...pack.rules].flatMap(([id, { body }]) => moneyRoundings(body).map((how) => ({ id, how }))),
    ...pack.overrides.flatMap(({ written, is, class: kind, amount, until }) => [is, kind, amount, until].flatMap((expr) => (expr ? moneyRoundings(expr) : [])).map((how) => ({ id: written.replaces, how }))),
    ...[...pack.schemes].flatMap(([id, { class: kind, amount, until }]) => [kind, amount, until].flatMap((expr) => (expr ? moneyRoundings(expr) : [])).map((how) => ({ id, how }))),
  ]);
  expect([...new Set(roundings.map(({ id }) => id))].sort()).toEqual(Object.keys(CASES).sort());
  expect(roundings.filter(({ how }) => how !== "2 half_up")).toEqual([]);
});

function moneyRoundings(expr: Expr): string[] {
  const found: string[] = [];
  walk(expr, (part) => {
    if (part.kind === "divide" && part.type.kind === "money") found.push(`${part.scale} ${part.rounding}`);
  });
  return found;
}
