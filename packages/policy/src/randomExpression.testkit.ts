import * as fc from "fast-check";
import { loadLibrary, PolicyError, resolvePolicy, type FactSource, type FactValue, type Policy, type Subject } from "./index.js";

/** The household facts that random expressions are made of; `column` is the SQL type of the fact's column. */
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

/** Facts of its members. */
export const RANDOM_MEMBER_FACTS = [
  { id: "mb1", name: "残疾", type: "boolean", column: "BOOLEAN" },
  { id: "mb2", name: "在家", type: "boolean", column: "BOOLEAN" },
  { id: "mi1", name: "岁数", type: "integer", column: "INTEGER" },
  { id: "mm1", name: "工资", type: "money", column: "BIGINT" },
  { id: "mq1", name: "系数", type: "rate", column: "DECIMAL(18, 6)" },
  { id: "md1", name: "生日", type: "date", column: "DATE" },
  { id: "mt1", name: "疾病", type: "text", column: "TEXT" },
  { id: "me1", name: "残类", type: "enum", column: "TEXT" },
] as const;

export type RandomRow = Record<(typeof RANDOM_FACTS)[number]["id"], FactValue>;
type RandomMember = Record<(typeof RANDOM_MEMBER_FACTS)[number]["id"], FactValue>;
export interface RandomHousehold {
  readonly row: RandomRow;
  readonly members: readonly RandomMember[];
}

const ENUM_VALUES = "[{id: visual, name: 视力, en: visual}, {id: mental, name: 精神, en: mental}, {id: multiple, name: 多重, en: multiple}]";
const PARAMETERS = [
  ["p_int", "人数上限", "integer", "3"], ["p_money", "标准", "money", "4500.50元"], ["p_rate", "倍数", "rate", "1.5"],
  ["p_third", "三分之一", "rate", "1/3"], ["p_date", "施行日", "date", "2020-02-29"], ["p_yes", "开关", "boolean", "true"],
] as const;
const RULES = [
  ["k_bool", "规则一", "甲 or 乙"], ["k_money", "规则二", 'round(收入 * 倍数, 2, "half_up")'], ["k_int", "规则三", "年龄 - 等级"],
  ["mk_bool", "成员规则一", "残疾 and 岁数 > 等级"], ["mk_money", "成员规则二", "工资 * 2 - 收入"], ["mk_home", "在家成员", "成员[在家]"], ["mk_adults", "成年成员", "在家成员[岁数 >= 16]"],
  ["k_wages", "工资合计", "sum(在家成员.工资)"], ["k_ages", "成年人数", "count(成年成员)"],
] as const;

/** A pack with the vocabulary and one rule for each expression: r0, r1, … */
function randomPack(expressions: readonly string[]): string {
  return [
    `pack: {id: random, version: "1", name: {zh: 随机, en: random}, division: "000000"}`,
    "facts:",
    ...RANDOM_FACTS.map((fact) => factLine(fact, "household")),
    ...RANDOM_MEMBER_FACTS.map((fact) => factLine(fact, "member")),
    "parameters:",
    ...PARAMETERS.map(([id, name, type, value]) => `  - {id: ${id}, name: ${name}, type: ${type}, values: [{from: 2000-01-01, value: ${value}, status: demo}]}`),
    // In force only later: unknown on the day of the test.
    "  - {id: p_later, name: 以后的标准, type: money, values: [{from: 2999-01-01, value: 1元, status: demo}]}",
    "rules:",
    ...[...RULES, ...expressions.map((text, index) => [`r${index}`, `随机规则${index}`, text] as const)].map(([id, name, text]) => `  - {id: ${id}, name: ${name}, is: ${JSON.stringify(text)}}`),
  ].join("\n");
}

function factLine({ id, name, type }: { id: string; name: string; type: string }, scope: string): string {
  return `  - {id: ${id}, name: ${name}, en: ${id}, type: ${type}, scope: ${scope}${type === "enum" ? `, values: ${ENUM_VALUES}` : ""}}`;
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

type Written = "boolean" | "integer" | "money" | "rate" | "date";

/** The names that a kind of expression may use, and what else it may be made of. */
interface Words extends Record<Written | "text" | "enum", readonly string[]> {
  readonly more?: Readonly<Record<Written, readonly fc.Arbitrary<RandomExpression>[]>>;
}

const HOUSEHOLD_WORDS: Words = {
  boolean: ["甲", "乙", "丙", "b1", "开关", "规则一"],
  integer: ["年龄", "等级", "人数上限", "规则三", "i1"],
  money: ["收入", "存款", "标准", "以后的标准", "规则二", "m2"],
  rate: ["比例", "倍数", "三分之一"],
  date: ["出生日期", "基准日", "施行日"],
  text: ["病种", "姓名"],
  enum: ["类别", "原类别"],
};

/** Names of a member, bare or behind a variable, beside those of the household. */
function memberWords(prefix: string): Words {
  const own = (...words: string[]): string[] => words.map((word) => `${prefix}${word}`);
  return {
    boolean: [...own("残疾", "在家", "成员规则一", "mb1"), "甲", "开关", "规则一"],
    integer: [...own("岁数"), "等级", "人数上限", "count(成员)", "成年人数"],
    money: [...own("工资", "成员规则二"), "收入", "标准", "工资合计", "max(成员.工资)"],
    rate: [...own("系数"), "倍数"],
    date: [...own("生日"), "基准日", "施行日"],
    text: [...own("疾病"), "病种"],
    enum: [...own("残类"), "类别"],
  };
}

/** Random expressions of each type over the words; the grammar only makes well-typed ones. */
const grammarOf = (words: Words, maxDepth: number) => fc.letrec<Record<Written | "plain", RandomExpression>>((tie) => {
  const more = (type: Written): readonly fc.Arbitrary<RandomExpression>[] => words.more?.[type] ?? [];
  const either = (...options: fc.Arbitrary<RandomExpression>[]): fc.Arbitrary<RandomExpression> => fc.oneof({ maxDepth, depthIdentifier: words.boolean.join() }, ...options);
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
      names(...words.boolean, "true", "false"),
      ...more("boolean"),
      fc.tuple(equality, fc.constantFrom(...words.text), fc.constantFrom(...words.text, '"肺癌"', '"it\'s"', '"\\"x\\" \\\\"', '""')).map(([op, a, b]) => compareTo(op, atom(a), atom(b))),
      fc.tuple(equality, fc.constantFrom(...words.enum), fc.constantFrom(...words.enum, '"视力"', '"mental"', '"多重"')).map(([op, a, b]) => compareTo(op, atom(a), atom(b))),
      fc.constantFrom(...words.enum.flatMap((word) => [`${word} in ("视力", "精神")`, `${word} in ("多重", 类别)`]), ...words.text.map((word) => `${word} in ("肺癌")`)).map((text) => ({ text, full: `(${text})`, level: LEVEL.compare })),
      names(...[...words.money, ...words.text, ...words.enum, ...words.date].map((word) => `known(${word})`)),
      logic("and"), logic("or"), logic("and"), logic("or"),
      tie("boolean").map((x) => call("not", [x])),
      tie("boolean").map((x) => call("known", [x])),
      choose("boolean"),
      fc.tuple(equality, pair("boolean")).map(([op, [a, b]]) => compareTo(op, a, b)),
      compare("integer"), compare("money"), compare("rate"), compare("date"), compare("plain"),
      interval("integer"), interval("money"), interval("rate"), interval("date"),
    ),
    integer: either(
      digits, names(...words.integer), ...more("integer"), sums("integer"), product("integer", "integer"), extreme("integer"), choose("integer"), negative("integer"),
      fc.tuple(fc.constantFrom("days", "years"), pair("date")).map(([fn, args]) => call(fn, args)),
      fc.tuple(tie("integer"), tie("rate"), rounding).map(([a, b, mode]) => call("divide", [a, b], "0", mode)),
      fc.tuple(pair("money"), rounding).map(([args, mode]) => call("divide", args, "0", mode)),
      fc.tuple(tie("rate"), rounding).map(([a, mode]) => call("round", [a], "0", mode)),
    ),
    money: either(
      names(...words.money), ...more("money"), sums("money"), product("money", "integer"), product("money", "rate"), extreme("money"), choose("money"), negative("money"),
      fc.tuple(tie("money"), tie("integer"), fc.constantFrom("0", "1", "2"), rounding).map(([a, b, scale, mode]) => call("divide", [a, b], scale, mode)),
      fc.tuple(tie("money"), fc.constantFrom("0", "1", "2"), rounding).map(([a, scale, mode]) => call("round", [a], scale, mode)),
    ),
    rate: either(
      names(...words.rate, "0.5", "1.25"), ...more("rate"), sums("rate"), product("rate", "integer"), product("rate", "rate"), choose("rate"),
      fc.tuple(pair("integer"), fc.constantFrom("1", "2", "6"), rounding).map(([args, scale, mode]) => call("divide", args, scale, mode)),
      fc.tuple(pair("money"), fc.constantFrom("3", "4"), rounding).map(([args, scale, mode]) => call("divide", args, scale, mode)),
    ),
    date: either(
      names(...words.date, 'date("2000-02-29")', 'date("1960-12-31")'), ...more("date"), extreme("date"), choose("date"),
      fc.tuple(tie("date"), fc.oneof(tie("integer"), fc.constantFrom("1", "-1", "12", "6").map(atom))).map((args) => call("months_after", args)),
    ),
    // Integers and rates may stand beside each other.
    plain: either(tie("integer"), tie("rate")),
  };
});

const bareMember = grammarOf(memberWords(""), 2);
const memberBehind = grammarOf(memberWords("人."), 2);

/** Lists of members, filtered or not. */
const list: fc.Arbitrary<RandomExpression> = fc.oneof(
  { weight: 3, arbitrary: names("成员", "members", "在家成员", "成年成员") },
  fc.tuple(fc.constantFrom("成员", "在家成员"), fc.array(bareMember.boolean, { minLength: 1, maxLength: 2 })).map(([of, conditions]) => ({
    text: `${of}${conditions.map(({ text }) => `[${text}]`).join("")}`, full: `${conditions.map(() => "(").join("")}${of}${conditions.map(({ full }) => `[${full}])`).join("")}`, level: LEVEL.atom,
  })),
);

const aggregate = (fns: readonly string[], ...of: string[]): fc.Arbitrary<RandomExpression> =>
  fc.tuple(fc.constantFrom(...fns), list, fc.constantFrom(...of)).map(([fn, { text, full }, word]) => ({ text: `${fn}(${text}.${word})`, full: `${fn}((${full}).${word})`, level: LEVEL.atom }));

const ALL = ["sum", "min", "max"];
const ofMembers: Words["more"] = {
  boolean: [
    // Reads on to the right as far as it can, so it is bracketed beside anything.
    fc.tuple(fc.constantFrom("some", "every"), list, memberBehind.boolean).map(([fn, of, body]) => ({ text: `${fn} 人 in ${of.text} satisfies ${body.text}`, full: `(${fn} 人 in (${of.full}) satisfies (${body.full}))`, level: LEVEL.choose })),
  ],
  integer: [list.map((of) => call("count", [of])), aggregate(ALL, "岁数")],
  money: [aggregate(ALL, "工资", "成员规则二")],
  rate: [aggregate(ALL, "系数")],
  date: [aggregate(["min", "max"], "生日")],
};

const plain = grammarOf(HOUSEHOLD_WORDS, 4);
const household = grammarOf({ ...HOUSEHOLD_WORDS, money: [...HOUSEHOLD_WORDS.money, "工资合计"], integer: [...HOUSEHOLD_WORDS.integer, "成年人数"], more: ofMembers }, 3);

/** Any expression that a rule may have as its value; mostly conditions. */
function anyOf(grammar: typeof plain): fc.Arbitrary<RandomExpression> {
  const roundedMoney = grammar.money.map((x) => call("round", [x], "2", '"half_up"'));
  return fc.oneof({ weight: 6, arbitrary: grammar.boolean }, grammar.integer, roundedMoney, grammar.rate, grammar.date);
}

/** About the household or row alone. */
export const randomExpression: fc.Arbitrary<RandomExpression> = anyOf(plain);
/** With its members. */
export const randomHouseholdExpression: fc.Arbitrary<RandomExpression> = anyOf(household);
export const randomHouseholdCondition: fc.Arbitrary<RandomExpression> = household.boolean;

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

const randomMember: fc.Arbitrary<RandomMember> = fc.record({
  mb1: maybe(fc.boolean()), mb2: fc.option(fc.boolean(), { freq: 6, nil: null }), mi1: maybe(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(2_147_483_647))), mm1: maybe(money),
  mq1: maybe(fc.constantFrom("0", "0.5", "1.5", "0.333333", "-0.000001")), md1: maybe(date), mt1: maybe(text), me1: maybe(code),
});

/** A household of none to five. */
export const randomHousehold: fc.Arbitrary<RandomHousehold> = fc.record({ row: randomRow, members: fc.array(randomMember, { maxLength: 5 }) });

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

export function subjectOf({ row, members }: RandomHousehold): Subject {
  const source = (values: Readonly<Record<string, FactValue>>): FactSource => (id) => values[id];
  return { facts: source(row), members: members.map(source) };
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
