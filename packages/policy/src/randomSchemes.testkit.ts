import * as fc from "fast-check";
import { loadLibrary, PolicyError, resolvePolicy, type Policy } from "./index.js";

const FACTS = `
  - {id: as_of, name: 基准日, en: day, type: date, scope: [household, member]}
  - {id: hb1, name: 户甲, en: hb1, type: boolean, scope: household}
  - {id: hb2, name: 户乙, en: hb2, type: boolean, scope: household}
  - {id: he1, name: 户类, en: he1, type: enum, scope: household, values: [{id: x, name: 子, en: x}, {id: y, name: 丑, en: y}]}
  - {id: he2, name: 户路径, en: he2, type: enum, scope: household, absent: x, values: [{id: x, name: 子, en: x}, {id: y, name: 丑, en: y}]}
  - {id: hi1, name: 户数, en: hi1, type: integer, scope: household}
  - {id: hm1, name: 户存款, en: hm1, type: money, scope: household}
  - {id: hm2, name: 户支出, en: hm2, type: money, scope: household, input: expense.self}
  - {id: hd1, name: 户起始日, en: hd1, type: date, scope: household, absent: none}
  - {id: mb1, name: 甲, en: mb1, type: boolean, scope: member}
  - {id: mb2, name: 乙, en: mb2, type: boolean, scope: member}
  - {id: mi1, name: 项数, en: mi1, type: integer, scope: member}
  - {id: mm1, name: 工资, en: mm1, type: money, scope: member, input: income.wage}
  - {id: mm2, name: 财产, en: mm2, type: money, scope: member, input: income.property}
  - {id: md1, name: 生日, en: md1, type: date, scope: member}
  - {id: me1, name: 类别, en: me1, type: enum, scope: member, values: [{id: p, name: 寅, en: p}, {id: q, name: 卯, en: q}]}
  - {id: mt1, name: 病种, en: mt1, type: text, scope: member}
  - {id: me2, name: 状态, en: me2, type: enum, scope: member, absent: p, values: [{id: p, name: 寅, en: p}, {id: q, name: 卯, en: q}]}`;

const PARAMETERS = `
  - {id: p_int, name: 人数上限, type: integer, values: [{from: 2000-01-01, value: 2, status: demo}]}
  - {id: p_money, name: 标准, type: money, values: [{from: 2000-01-01, value: 4500.50元, status: demo}]}
  - {id: p_later, name: 以后的标准, type: money, values: [{from: 2999-01-01, value: 1元, status: demo}]}
  - {id: p_rate, name: 倍数, type: rate, values: [{from: 2000-01-01, value: 1.5, status: demo}]}`;

const RULES = `
  - {id: age_years, name: 周岁, is: "years(生日, 基准日)"}
  - {id: l1, name: 共同成员, is: "成员[甲]"}
  - {id: l2, name: 年长成员, is: "共同成员[周岁 >= 16]"}
  - {id: income, name: 收入, is: "工资 + 财产"}
  - {id: share, name: 人均, is: 'divide(sum(共同成员.收入), count(共同成员) * 12, 2, "half_up")'}
  - {id: later, name: 以后的规则, from: 2999-01-01, is: "true"}`;

type Kind = "boolean" | "integer" | "money" | "date";
/** Whose names stand bare: the household's, a member's in a filter, or the household's beside 人. */
type Speaker = "household" | "member" | "variable";

const NAMES = {
  household: { boolean: ["户甲", "户乙"], integer: ["户数"], money: ["户存款", "户支出", "人均"], date: ["户起始日"] },
  member: { boolean: ["甲", "乙"], integer: ["项数", "周岁"], money: ["工资", "财产", "收入"], date: ["生日"] },
} as const satisfies Record<string, Record<Kind, readonly string[]>>;

/** `@h3` and `@m3` stand for a rule before this one, of the household or of a member. */
function expressions(): Record<Speaker, Record<Kind, fc.Arbitrary<string>>> {
  const speakers = ["household", "member", "variable"] as const;
  const kinds = ["boolean", "integer", "money", "date"] as const;
  type Key = `${Speaker}_${Kind}` | "list";
  const built = fc.letrec<Record<Key, string>>((tie) => {
    const either = (...options: fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.oneof({ maxDepth: 5, depthIdentifier: "scheme" }, ...options);
    const join = (parts: fc.Arbitrary<string>[], write: (...texts: string[]) => string): fc.Arbitrary<string> => fc.tuple(...parts).map((texts) => write(...texts));
    const reference = (letter: string): fc.Arbitrary<string> => fc.integer({ min: 0, max: 9 }).map((n) => `@${letter}${n}`);
    const of = (speaker: Speaker): Record<Kind, fc.Arbitrary<string>> => {
      const names = (kind: Kind): string[] => {
        const own: readonly string[] = NAMES.household[kind];
        const members: readonly string[] = NAMES.member[kind];
        return speaker === "household" ? [...own] : [...members, ...members, ...own.slice(0, 1)].map((name) => (speaker === "variable" && members.includes(name) ? `人.${name}` : name));
      };
      const name = (kind: Kind): fc.Arbitrary<string> => fc.constantFrom(...names(kind));
      const t = (kind: Kind): fc.Arbitrary<string> => tie(`${speaker}_${kind}`);
      const member = (texts: readonly string[]): string[] => (speaker === "variable" ? texts.map((text) => `人.${text}`) : [...texts]);
      const compare = (kind: Kind): fc.Arbitrary<string> => join([t(kind), fc.constantFrom("=", "!=", "<", "<=", ">", ">="), t(kind)], (a, op, b) => `(${a} ${op} ${b})`);
      const choose = (kind: Kind): fc.Arbitrary<string> => join([t("boolean"), t(kind), t(kind)], (c, a, b) => `(if ${c} then ${a} else ${b})`);
      const over = (kind: Kind, fns: readonly string[]): fc.Arbitrary<string> => join([fc.constantFrom(...fns), tie("list"), fc.constantFrom(...NAMES.member[kind])], (fn, list, field) => `${fn}(${list}.${field})`);
      const enums = speaker === "household" ? ['(户类 = "子")', '(户路径 = "丑")'] : [...member(["类别"]).map((text) => `(${text} = "卯")`), ...member(["状态"]).map((text) => `(${text} != "寅")`), ...member(["病种"]).map((text) => `(${text} in ("肺癌", "C34"))`), '(户类 = "子")'];
      return {
        boolean: either(
          name("boolean"), name("boolean"), fc.constantFrom(...enums),
          speaker === "household" ? reference("h") : reference(speaker === "member" ? "m" : "v"), reference("h"),
          join([t("boolean"), fc.constantFrom("and", "or"), t("boolean")], (a, op, b) => `(${a} ${op} ${b})`),
          join([t("boolean"), fc.constantFrom("and", "or"), t("boolean")], (a, op, b) => `(${a} ${op} ${b})`),
          t("boolean").map((text) => `not(${text})`),
          fc.constantFrom<Kind>("boolean", "integer", "money", "date").chain((kind) => t(kind)).map((text) => `known(${text})`),
          compare("integer"), compare("money"), compare("date"), choose("boolean"),
          join([t("money"), t("money")], (a, b) => `(${a} < ${b} * 倍数)`),
          join([fc.constantFrom("some", "every"), tie("list"), tie("variable_boolean")], (fn, list, body) => `(${fn} 人 in ${list} satisfies ${body})`),
          join([fc.constantFrom("some", "every"), tie("list"), tie("variable_boolean")], (fn, list, body) => `(${fn} 人 in ${list} satisfies ${body})`),
        ),
        integer: either(name("integer"), fc.integer({ min: 0, max: 70 }).map(String), fc.constant("人数上限"), tie("list").map((list) => `count(${list})`), over("integer", ["sum", "min", "max"]), choose("integer"), join([t("date"), t("date")], (a, b) => `years(${a}, ${b})`), join([t("date"), fc.integer({ min: -1, max: 70 }).map(String)], (a, n) => `(years(${a}, 基准日) - ${n})`)),
        money: either(name("money"), fc.constantFrom("标准", "以后的标准"), over("money", ["sum", "min", "max"]), join([t("money"), fc.constantFrom("+", "-"), t("money")], (a, op, b) => `(${a} ${op} ${b})`), join([t("money"), tie("list")], (a, list) => `divide(${a}, count(${list}), 2, "half_up")`), choose("money"), join([fc.constantFrom("min", "max"), t("money"), t("money")], (fn, a, b) => `${fn}(${a}, ${b})`)),
        date: either(name("date"), fc.constantFrom("基准日", 'date("2020-02-29")'), over("date", ["min", "max"]), join([t("date"), fc.integer({ min: -3, max: 30 }).map(String)], (a, n) => `months_after(${a}, ${n})`), choose("date")),
      };
    };
    const list = either(fc.constantFrom("成员", "共同成员", "年长成员"), fc.constantFrom("成员", "共同成员"), join([fc.constantFrom("成员", "共同成员", "年长成员"), tie("member_boolean")], (of, condition) => `${of}[${condition}]`));
    return Object.fromEntries([...speakers.flatMap((speaker) => kinds.map((kind) => [`${speaker}_${kind}`, of(speaker)[kind]])), ["list", list]]);
  });
  return Object.fromEntries(speakers.map((speaker) => [speaker, Object.fromEntries(kinds.map((kind) => [kind, built[`${speaker}_${kind}`]]))])) as Record<Speaker, Record<Kind, fc.Arbitrary<string>>>;
}

export interface RandomSchemes {
  readonly householdRules: readonly string[];
  readonly memberRules: readonly string[];
  readonly schemes: readonly { readonly unit: "household" | "person"; readonly entitled: string; readonly class: string | null; readonly amount: string | null; readonly until: string | null }[];
}

const all = expressions();

/** What joins rules: the leaves are rules of the household (or of the member), sometimes a condition without a name. */
function joined(speaker: "household" | "member"): fc.Arbitrary<string> {
  const rule = (speaker === "household" ? fc.constantFrom("h") : fc.constantFrom("h", "m", "m")).chain((letter) => fc.integer({ min: 0, max: 9 }).map((n) => `@${letter}${n}`));
  return fc.letrec<{ tree: string }>((tie) => {
    const pair = (op: string): fc.Arbitrary<string> => fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => `(${a} ${op} ${b})`);
    return { tree: fc.oneof({ maxDepth: 3, depthIdentifier: "joined" }, rule, rule, pair("and"), pair("or"), tie("tree").map((text) => `not(${text})`), fc.tuple(tie("tree"), tie("tree"), tie("tree")).map(([c, a, b]) => `(if ${c} then ${a} else ${b})`), all[speaker].boolean) };
  }).tree;
}

function scheme(unit: "household" | "person"): fc.Arbitrary<RandomSchemes["schemes"][number]> {
  const speaker = unit === "household" ? "household" : "member";
  const maybe = (text: fc.Arbitrary<string>): fc.Arbitrary<string | null> => fc.option(text, { freq: 4 });
  return fc.record({ unit: fc.constant(unit), entitled: joined(speaker), class: maybe(all[speaker].boolean.map((text) => `if ${text} then "A" else "B"`)), amount: maybe(all[speaker].money), until: maybe(all[speaker].date) });
}

export const randomSchemes: fc.Arbitrary<RandomSchemes> = fc.record({
  householdRules: fc.array(fc.oneof(all.household.boolean, joined("household")), { minLength: 6, maxLength: 6 }),
  memberRules: fc.array(fc.oneof(all.member.boolean, joined("member")), { minLength: 4, maxLength: 4 }),
  schemes: fc.tuple(scheme("household"), scheme("household"), scheme("person"), scheme("person")),
});

/** The policy of random rules and schemes; null where a number could become too large. */
export function policyOfSchemes({ householdRules, memberRules, schemes }: RandomSchemes): Policy | null {
  // A rule uses those before it only; member rules may use all of the household's.
  const refer = (text: string, before: { readonly h: number; readonly m: number }): string =>
    text.replaceAll(/@([hmv])(\d)/g, (_, letter: string, digit: string) => {
      const count = letter === "h" ? before.h : before.m;
      const rule = count === 0 ? (letter === "v" ? "人.甲" : letter === "m" ? "甲" : "以后的规则") : `规则${letter === "h" ? "h" : "m"}${Number(digit) % count}`;
      return letter === "v" && count > 0 ? `人.${rule}` : rule;
    });
  const rule = (id: string, text: string): string => `  - {id: r${id}, name: 规则${id}, is: ${JSON.stringify(text)}}`;
  const after = { h: householdRules.length, m: memberRules.length };
  // Rules of the household must not look at rules of members, which look at them.
  const pack = [
    'pack: {id: random, version: "1", name: {zh: 随机, en: random}, division: "000000"}',
    `facts:${FACTS}`, `parameters:${PARAMETERS}`, `rules:${RULES}`,
    ...householdRules.map((text, index) => rule(`h${index}`, refer(text, { h: index, m: 0 }))),
    ...memberRules.map((text, index) => rule(`m${index}`, refer(text, { h: after.h, m: index }))),
    "schemes:",
    ...schemes.map((each, index) => {
      const parts = (["entitled", "class", "amount", "until"] as const).flatMap((key) => (each[key] === null ? [] : [`${key}: ${JSON.stringify(refer(each[key], after))}`]));
      return `  - {id: s${index}, name: 项目${index}, en: s${index}, unit: ${each.unit}, ${parts.join(", ")}}`;
    }),
  ].join("\n");
  try {
    return resolvePolicy(loadLibrary([{ path: "random/pack.yaml", text: pack }]), { division: "533323", date: "2020-06-30" });
  } catch (thrown) {
    if (thrown instanceof PolicyError && thrown.problems.every((each) => each.code === "too_large")) return null;
    throw thrown;
  }
}
