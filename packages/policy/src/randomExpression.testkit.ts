import * as fc from "fast-check";
import { loadLibrary, PolicyError, resolvePolicy, type FactSource, type FactValue, type Policy } from "./index.js";

/** The vocabulary that random expressions are made of; `column` is the SQL type of the fact's column. */
export const RANDOM_FACTS = [
  { id: "b1", name: "甲", type: "boolean", column: "BOOLEAN" },
  { id: "b2", name: "乙", type: "boolean", column: "BOOLEAN" },
  { id: "b3", name: "丙", type: "boolean", column: "BOOLEAN" },
  { id: "i1", name: "年龄", type: "integer", column: "INTEGER" },
  { id: "i2", name: "等级", type: "integer", column: "SMALLINT" },
  { id: "m1", name: "收入", type: "money", column: "BIGINT" },
  { id: "m2", name: "存款", type: "money", column: "BIGINT" },
  { id: "q1", name: "比例", type: "rate", column: "DECIMAL(18, 6)" },
  { id: "d1", name: "出生日期", type: "date", column: "DATE" },
  { id: "d2", name: "基准日", type: "date", column: "DATE" },
  { id: "t1", name: "病种", type: "text", column: "TEXT" },
  { id: "t2", name: "姓名", type: "text", column: "TEXT" },
  { id: "e1", name: "类别", type: "enum", column: "TEXT" },
  { id: "e2", name: "原类别", type: "enum", column: "TEXT" },
] as const;

export type RandomRow = Record<(typeof RANDOM_FACTS)[number]["id"], FactValue>;

const ENUM_VALUES = "[{id: visual, name: 视力, en: visual}, {id: mental, name: 精神, en: mental}, {id: multiple, name: 多重, en: multiple}]";
const PARAMETERS = [
  ["p_int", "人数上限", "integer", "3"], ["p_money", "标准", "money", "4500.50元"], ["p_rate", "倍数", "rate", "1.5"],
  ["p_third", "三分之一", "rate", "1/3"], ["p_date", "施行日", "date", "2020-02-29"], ["p_yes", "开关", "boolean", "true"],
] as const;
const RULES = [["k_bool", "规则一", "甲 or 乙"], ["k_money", "规则二", 'round(收入 * 倍数, 2, "half_up")'], ["k_int", "规则三", "年龄 - 等级"]] as const;

/** A pack with the vocabulary and one rule for each expression: r0, r1, … */
function randomPack(expressions: readonly string[]): string {
  return [
    `pack: {id: random, version: "1", name: {zh: 随机, en: random}, division: "000000"}`,
    "facts:",
    ...RANDOM_FACTS.map(({ id, name, type }) => `  - {id: ${id}, name: ${name}, en: ${id}, type: ${type}${type === "enum" ? `, values: ${ENUM_VALUES}` : ""}}`),
    "parameters:",
    ...PARAMETERS.map(([id, name, type, value]) => `  - {id: ${id}, name: ${name}, type: ${type}, values: [{from: 2000-01-01, value: ${value}, status: demo}]}`),
    // In force only later: unknown on the day of the test.
    "  - {id: p_later, name: 以后的标准, type: money, values: [{from: 2999-01-01, value: 1元, status: demo}]}",
    "rules:",
    ...[...RULES, ...expressions.map((text, index) => [`r${index}`, `随机规则${index}`, text] as const)].map(([id, name, text]) => `  - {id: ${id}, name: ${name}, is: ${JSON.stringify(text)}}`),
  ].join("\n");
}

/** Binding strength of an expression's outermost part, weakest first. */
const LEVEL = { choose: 0, or: 1, and: 2, compare: 3, sum: 4, product: 5, atom: 9 } as const;

/** An expression in two spellings that must mean the same: with no bracket more than needed, and with all of them. */
export interface RandomExpression {
  readonly text: string;
  readonly full: string;
  readonly level: number;
}

const atom = (text: string): RandomExpression => ({ text, full: text, level: LEVEL.atom });
const names = (...texts: string[]): fc.Arbitrary<RandomExpression> => fc.constantFrom(...texts.map(atom));

/** An operand as it must be written beside something that binds with strength `level`. */
function bare(part: RandomExpression, level: number): string {
  return part.level >= level ? part.text : `(${part.text})`;
}

function binary(op: string, level: number, left: RandomExpression, right: RandomExpression): RandomExpression {
  return { text: `${bare(left, level)} ${op} ${bare(right, level + 1)}`, full: `((${left.full}) ${op} (${right.full}))`, level };
}

function call(fn: string, args: readonly RandomExpression[], ...more: string[]): RandomExpression {
  const write = (pick: (arg: RandomExpression) => string): string => `${fn}(${[...args.map(pick), ...more].join(", ")})`;
  return { text: write((arg) => arg.text), full: write((arg) => arg.full), level: LEVEL.atom };
}

const compareOp = fc.constantFrom("=", "!=", "<", "<=", ">", ">=");
const equality = fc.constantFrom("=", "!=");
const rounding = fc.constantFrom('"half_up"', '"up"', '"down"');
const digits = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 100_000 })).map((n) => atom(String(n)));

/** Random expressions of each type; the grammar only makes well-typed ones. */
const grammar = fc.letrec<Record<"boolean" | "integer" | "money" | "rate" | "date" | "plain", RandomExpression>>((tie) => {
  const either = (...options: fc.Arbitrary<RandomExpression>[]): fc.Arbitrary<RandomExpression> => fc.oneof({ maxDepth: 4, depthIdentifier: "expression" }, ...options);
  const pair = (type: "integer" | "money" | "rate" | "date" | "boolean"): fc.Arbitrary<[RandomExpression, RandomExpression]> => fc.tuple(tie(type), tie(type));
  const choose = (type: "integer" | "money" | "date" | "boolean" | "rate"): fc.Arbitrary<RandomExpression> =>
    fc.tuple(tie("boolean"), tie(type), tie(type)).map(([c, a, b]) => ({ text: `if ${c.text} then ${a.text} else ${b.text}`, full: `(if (${c.full}) then (${a.full}) else (${b.full}))`, level: LEVEL.choose }));
  const compare = (type: "integer" | "money" | "rate" | "date" | "plain"): fc.Arbitrary<RandomExpression> => fc.tuple(compareOp, tie(type), tie(type)).map(([op, a, b]) => compareTo(op, a, b));
  const compareTo = (op: string, a: RandomExpression, b: RandomExpression): RandomExpression => ({ text: `${bare(a, LEVEL.sum)} ${op} ${bare(b, LEVEL.sum)}`, full: `((${a.full}) ${op} (${b.full}))`, level: LEVEL.compare });
  const interval = (type: "integer" | "money" | "rate" | "date"): fc.Arbitrary<RandomExpression> =>
    fc.tuple(tie(type), tie(type), tie(type), fc.constantFrom("[]", "(]", "[)", "()", "between")).map(([x, a, b, ends]) => {
      const write = (pick: (part: RandomExpression) => string): string =>
        ends === "between" ? `${pick(x)} between ${pick(a)} and ${pick(b)}` : `${pick(x)} in ${ends.charAt(0)}${pick(a)}..${pick(b)}${ends.charAt(1)}`;
      return { text: write((part) => bare(part, LEVEL.sum)), full: `(${write((part) => `(${part.full})`)})`, level: LEVEL.compare };
    });
  const logic = (op: "and" | "or"): fc.Arbitrary<RandomExpression> => pair("boolean").map(([a, b]) => binary(op, LEVEL[op], a, b));
  const sums = (type: "integer" | "money" | "rate"): fc.Arbitrary<RandomExpression> => fc.tuple(fc.constantFrom("+", "-"), pair(type)).map(([op, [a, b]]) => binary(op, LEVEL.sum, a, b));
  const product = (a: "integer" | "money" | "rate", b: "integer" | "rate"): fc.Arbitrary<RandomExpression> => fc.tuple(tie(a), tie(b)).map(([x, y]) => binary("*", LEVEL.product, x, y));
  const extreme = (type: "integer" | "money" | "date"): fc.Arbitrary<RandomExpression> => fc.tuple(fc.constantFrom("min", "max"), pair(type)).map(([fn, args]) => call(fn, args));
  const negative = (type: "integer" | "money"): fc.Arbitrary<RandomExpression> => tie(type).map((x) => ({ text: `-${bare(x, LEVEL.atom)}`, full: `(-(${x.full}))`, level: LEVEL.product }));
  return {
    boolean: either(
      names("甲", "乙", "丙", "b1", "true", "false", "开关", "规则一"),
      fc.tuple(equality, fc.constantFrom("病种", "t2"), fc.constantFrom("病种", "姓名", '"肺癌"', '"it\'s"', '"\\"x\\" \\\\"', '""')).map(([op, a, b]) => compareTo(op, atom(a), atom(b))),
      fc.tuple(equality, fc.constantFrom("类别", "原类别"), fc.constantFrom("类别", "原类别", '"视力"', '"mental"', '"多重"')).map(([op, a, b]) => compareTo(op, atom(a), atom(b))),
      fc.constantFrom('类别 in ("视力", "精神")', '病种 in ("肺癌")', '原类别 in ("多重", 类别)').map((text) => ({ text, full: `(${text})`, level: LEVEL.compare })),
      names("known(收入)", "known(病种)", "known(以后的标准)", "known(类别)", "known(规则三)"),
      logic("and"), logic("or"), logic("and"), logic("or"),
      tie("boolean").map((x) => call("not", [x])),
      tie("boolean").map((x) => call("known", [x])),
      choose("boolean"),
      fc.tuple(equality, pair("boolean")).map(([op, [a, b]]) => compareTo(op, a, b)),
      compare("integer"), compare("money"), compare("rate"), compare("date"), compare("plain"),
      interval("integer"), interval("money"), interval("rate"), interval("date"),
    ),
    integer: either(
      digits, names("年龄", "等级", "人数上限", "规则三", "i1"), sums("integer"), product("integer", "integer"), extreme("integer"), choose("integer"), negative("integer"),
      fc.tuple(fc.constantFrom("days", "years"), pair("date")).map(([fn, args]) => call(fn, args)),
      fc.tuple(tie("integer"), tie("rate"), rounding).map(([a, b, mode]) => call("divide", [a, b], "0", mode)),
      fc.tuple(pair("money"), rounding).map(([args, mode]) => call("divide", args, "0", mode)),
      fc.tuple(tie("rate"), rounding).map(([a, mode]) => call("round", [a], "0", mode)),
    ),
    money: either(
      names("收入", "存款", "标准", "以后的标准", "规则二", "m2"), sums("money"), product("money", "integer"), product("money", "rate"), extreme("money"), choose("money"), negative("money"),
      fc.tuple(tie("money"), tie("integer"), fc.constantFrom("0", "1", "2"), rounding).map(([a, b, scale, mode]) => call("divide", [a, b], scale, mode)),
      fc.tuple(tie("money"), fc.constantFrom("0", "1", "2"), rounding).map(([a, scale, mode]) => call("round", [a], scale, mode)),
    ),
    rate: either(
      names("比例", "倍数", "三分之一", "0.5", "1.25"), sums("rate"), product("rate", "integer"), product("rate", "rate"), choose("rate"),
      fc.tuple(pair("integer"), fc.constantFrom("1", "2", "6"), rounding).map(([args, scale, mode]) => call("divide", args, scale, mode)),
      fc.tuple(pair("money"), fc.constantFrom("3", "4"), rounding).map(([args, scale, mode]) => call("divide", args, scale, mode)),
    ),
    date: either(names("出生日期", "基准日", "施行日", 'date("2000-02-29")', 'date("1960-12-31")'), extreme("date"), choose("date")),
    // Integers and rates may stand beside each other.
    plain: either(tie("integer"), tie("rate")),
  };
});

const boolean = grammar.boolean;
const roundedMoney = grammar.money.map((x) => call("round", [x], "2", '"half_up"'));

/** Any expression that a rule may have as its value; mostly conditions. */
export const randomExpression: fc.Arbitrary<RandomExpression> = fc.oneof({ weight: 6, arbitrary: boolean }, grammar.integer, roundedMoney, grammar.rate, grammar.date);
export const randomCondition: fc.Arbitrary<RandomExpression> = boolean;

const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { freq: 3, nil: null });
const MAX = Number.MAX_SAFE_INTEGER;
const money = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(450_050, 675_075, -1, MAX, -MAX));
const date = fc.oneof(
  fc.constantFrom("2000-02-29", "2001-02-28", "2001-03-01", "2020-02-29", "1960-12-31", "1961-01-01"),
  fc.tuple(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([y, m, d]) => `${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`),
);
const text = fc.constantFrom("肺癌", "it's", '"x" \\', "", "肺 癌", "尿毒症");
const code = fc.constantFrom("visual", "mental", "multiple");

/** One person's facts; each is unknown in a third of the rows. */
export const randomRow: fc.Arbitrary<RandomRow> = fc.record({
  b1: maybe(fc.boolean()), b2: maybe(fc.boolean()), b3: maybe(fc.boolean()),
  i1: maybe(fc.oneof(fc.integer({ min: -2, max: 5 }), fc.constantFrom(16, 59, 60, 2_147_483_647, -2_147_483_648))),
  i2: maybe(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom(32_767, -32_768))),
  m1: maybe(money), m2: maybe(money),
  q1: maybe(fc.oneof(fc.constantFrom("0", "0.5", "1.5", "0.333333", "-0.000001"), fc.integer({ min: -3_000_000, max: 3_000_000 }).map((n) => (n / 1_000_000).toFixed(6)))),
  d1: maybe(date), d2: maybe(date), t1: maybe(text), t2: maybe(text), e1: maybe(code), e2: maybe(code),
});

/** The rows as a table expression that both engines read, with its row number and a column for each fact. */
export function rowsSql(rows: readonly RandomRow[]): string {
  const cell = (value: FactValue, column: string): string => `CAST(${value === null || value === undefined ? "NULL" : typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value)} AS ${column})`;
  const lines = rows.map((row, index) => `(${[index, ...RANDOM_FACTS.map(({ id, column }) => cell(row[id], column))].join(", ")})`);
  return `(VALUES ${lines.join(", ")}) AS w(row_number, ${RANDOM_FACTS.map(({ id }) => id).join(", ")})`;
}

/** The policy of a pack with these expressions as rules r0, r1, … */
export function policyOf(expressions: readonly string[]): Policy {
  const library = loadLibrary([{ path: "random/pack.yaml", text: randomPack(expressions) }]);
  return resolvePolicy(library, { division: "110101", date: "2020-06-30" });
}

export function factsOfRow(row: RandomRow): FactSource {
  const values: Readonly<Record<string, FactValue>> = row;
  return (id) => values[id];
}

/** Expressions that could overflow are refused when a pack is loaded; random ones are left out, by the line of the problem. */
export function withoutTooLarge(expressions: readonly RandomExpression[]): RandomExpression[] {
  const pack = randomPack(expressions.map((each) => each.text));
  try {
    loadLibrary([{ path: "random/pack.yaml", text: pack }]);
    return [...expressions];
  } catch (thrown) {
    if (!(thrown instanceof PolicyError) || thrown.problems.some((each) => each.code !== "too_large")) throw thrown;
    const lines = pack.split("\n");
    const refused = new Set(thrown.problems.map((each) => /id: r(\d+),/.exec(lines[each.line - 1] ?? "")?.[1]));
    return expressions.filter((_, index) => !refused.has(String(index)));
  }
}
