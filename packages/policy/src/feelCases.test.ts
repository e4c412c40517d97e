import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evaluate, formatValue, loadLibrary, PolicyError, resolvePolicy, trace, type Subject } from "./index.js";

/**
 * Cases in the manner of the DMN technology compatibility kit: what FEEL (DMN 1.5, chapter 10) gives for an expression,
 * and what this language gives. Where the two differ, the case names the line of docs/language.md that says so.
 */
interface FeelCase {
  /** As FEEL writes it; ours is the same unless `ours` is given. */
  feel: string;
  ours?: string;
  /** FEEL's result, written as this language shows values; `unknown` is FEEL's null. */
  gives: string;
  /** This language's result where it differs; `refused` where the pack does not load. */
  here?: string;
  differs?: string;
}

const PACK = `
pack: {id: feel, version: "1", name: {zh: 试, en: feel}, division: "000000"}
facts:
  - {id: u, name: 未知, en: unknown, type: boolean, scope: household}
  - {id: n, name: 未知数, en: unknown number, type: integer, scope: household}
  - {id: five, name: 五, en: five, type: integer, scope: household}
  - {id: kind, name: 类, en: kind, type: text, scope: household}
  - {id: day, name: 日, en: day, type: date, scope: household}
  - {id: cash, name: 钱, en: money, type: money, scope: household}
  - {id: age, name: 年龄, en: age, type: integer, scope: member}
  - {id: own, name: 本人收入, en: own income, type: integer, scope: member}
`;

/** Ages 10, 30, 70; the third's own income is not known. FEEL sees a list of three contexts. */
const HOUSEHOLD: Subject = {
  facts: (id) => ({ five: 5, kind: "b", day: "2020-01-31", cash: 500 })[id],
  members: [{ age: 10, own: 1 }, { age: 30, own: 2 }, { age: 70 }].map((person) => (id: string) => (person as Record<string, number>)[id]),
};

const CASES: Readonly<Record<string, readonly FeelCase[]>> = {
  literals: [
    { feel: "true", gives: "yes" }, { feel: "false", gives: "no" }, { feel: "12", gives: "12" }, { feel: "-3", gives: "-3" }, { feel: "1.5", gives: "1.5" },
    { feel: '"b"', gives: "b" }, { feel: 'date("2020-02-29")', gives: "2020-02-29" },
    { feel: "null", gives: "unknown", here: "refused", differs: "no `null`" },
    { feel: 'date("2021-02-29")', gives: "unknown", here: "refused", differs: "a day that does not exist is refused" },
    { feel: "[1, 2]", gives: "1, 2", here: "refused", differs: "no lists but those of members, no contexts, functions of one's own, dates with times" },
    { feel: "{a: 1}", gives: "{a: 1}", here: "refused", differs: "no lists but those of members, no contexts, functions of one's own, dates with times" },
  ],
  "three-valued logic": [
    { feel: "true and 未知", gives: "unknown" }, { feel: "false and 未知", gives: "no" }, { feel: "未知 and false", gives: "no" }, { feel: "未知 and 未知", gives: "unknown" },
    { feel: "true or 未知", gives: "yes" }, { feel: "未知 or true", gives: "yes" }, { feel: "false or 未知", gives: "unknown" }, { feel: "not(true)", gives: "no" }, { feel: "not(未知)", gives: "unknown" },
    { feel: "true or false and false", gives: "yes" }, { feel: "(true or false) and false", gives: "no" },
    { feel: "1 and true", gives: "unknown", here: "refused", differs: "every expression is typed before it runs" },
  ],
  comparison: [
    { feel: "五 = 5", gives: "yes" }, { feel: "五 != 5", gives: "no" }, { feel: "五 < 5", gives: "no" }, { feel: "五 <= 5", gives: "yes" }, { feel: "五 > 4", gives: "yes" }, { feel: "五 >= 6", gives: "no" },
    { feel: '类 = "b"', gives: "yes" }, { feel: '类 != "b"', gives: "no" }, { feel: '日 < date("2020-02-01")', gives: "yes" }, { feel: "未知数 < 5", gives: "unknown" },
    { feel: '类 < "c"', gives: "yes", here: "refused", differs: "texts are equal or not" },
    { feel: "未知数 = 未知数", gives: "yes", here: "unknown", differs: "`x = y` is unknown where one side is" },
    { feel: "未知数 = 5", gives: "no", here: "unknown", differs: "`x = y` is unknown where one side is" },
    { feel: '五 = "5"', gives: "unknown", here: "refused", differs: "every expression is typed before it runs" },
  ],
  ranges: [
    { feel: "五 between 5 and 6", gives: "yes" }, { feel: "五 between 6 and 9", gives: "no" }, { feel: "五 in [5..6]", gives: "yes" }, { feel: "五 in (5..6]", gives: "no" }, { feel: "五 in [4..5]", gives: "yes" },
    { feel: "五 in [4..5)", gives: "no" }, { feel: "五 in (4..6)", gives: "yes" }, { feel: "五 in (1, 5)", gives: "yes" }, { feel: '类 in ("a", "b")', gives: "yes" }, { feel: "五 in (1, 2)", gives: "no" },
    { feel: "未知数 between 1 and 2", gives: "unknown" }, { feel: "五 in (> 3)", gives: "yes", here: "refused", differs: "no unary tests such as `> 3`" },
    { feel: "五 in ([1..5] and true)", ours: "五 in [1..5] and true", gives: "unknown", here: "yes", differs: "`x in [1..3] and y` is `(x in [1..3]) and y`" },
  ],
  conditions: [
    { feel: "if 五 > 4 then 1 else 2", gives: "1" }, { feel: "if 五 > 5 then 1 else 2", gives: "2" }, { feel: "if true then 1 else 未知数", gives: "1" },
    { feel: "if 未知 then 1 else 2", gives: "2", here: "unknown", differs: "`if` with an unknown condition is unknown" },
  ],
  arithmetic: [
    { feel: "1 + 2", gives: "3" }, { feel: "3 - 5", gives: "-2" }, { feel: "2 * 3", gives: "6" }, { feel: "2 + 3 * 4", gives: "14" }, { feel: "(2 + 3) * 4", gives: "20" }, { feel: "10 - 2 - 3", gives: "5" },
    { feel: "-五", gives: "-5" }, { feel: "10 - -3", gives: "13" }, { feel: "0.1 + 0.2", gives: "0.3" }, { feel: "1.5 * 3", gives: "4.5" }, { feel: "五 + 未知数", gives: "unknown" },
    { feel: "10 / 4", gives: "2.5", here: "refused", differs: "`divide`, no `/`" }, { feel: "10 / 4", ours: 'divide(10, 4, 1, "half_up")', gives: "2.5" },
    { feel: "10 / 0", ours: 'divide(10, 五 - 5, 1, "half_up")', gives: "unknown" },
    { feel: "2 ** 3", gives: "8", here: "refused", differs: "no powers" }, { feel: '"a" + "b"', gives: "ab", here: "refused", differs: "texts are equal or not" },
    { feel: "钱 = 500", gives: "yes", here: "refused", differs: "money, rates as exact fractions" },
  ],
  functions: [
    { feel: "min(3, 1, 2)", gives: "1" }, { feel: "max(3, 1, 2)", gives: "3" }, { feel: "min(五, 未知数)", gives: "unknown" },
    { feel: "round half up(2.5, 0)", ours: 'round(2.5, 0, "half_up")', gives: "3" }, { feel: "round half up(-2.5, 0)", ours: 'round(-2.5, 0, "half_up")', gives: "-3" },
    { feel: "round up(-5.2, 0)", ours: 'round(-5.2, 0, "up")', gives: "-6" }, { feel: "round down(-5.8, 0)", ours: 'round(-5.8, 0, "down")', gives: "-5" }, { feel: "round half up(1.126, 2)", ours: 'round(1.126, 2, "half_up")', gives: "1.13" },
    { feel: "round half up(2.5, 0)", gives: "3", here: "refused", differs: "`round(x, scale, \"half_up\")`" }, { feel: 'substring("abc", 2)', gives: "bc", here: "refused", differs: "only the functions listed above" },
    { feel: "五 * 未知数", gives: "unknown" }, { feel: "五 between", gives: "unknown", here: "refused", differs: "every expression is typed before it runs" },
    { feel: "年 龄", gives: "unknown", here: "refused", differs: "names without spaces" },
  ],
  dates: [
    { feel: 'date("2020-01-31") + duration("P1M")', ours: "months_after(日, 1)", gives: "2020-02-29" }, { feel: 'date("2020-01-31") + duration("P13M")', ours: "months_after(日, 13)", gives: "2021-02-28" },
    { feel: 'date("2020-01-31") - duration("P2M")', ours: "months_after(日, -2)", gives: "2019-11-30" },
    { feel: '(date("2020-03-01") - date("2020-01-31")).days', ours: 'days(日, date("2020-03-01"))', gives: "30" },
    { feel: 'years and months duration(date("2000-01-31"), date("2020-01-30")).years', ours: 'years(date("2000-01-31"), date("2020-01-30"))', gives: "19" },
    { feel: '日 + duration("P1M")', gives: "2020-02-29", here: "refused", differs: "no durations: `months_after`, `days`, `years`" }, { feel: "日.year", gives: "2020", here: "refused", differs: "no durations: `months_after`, `days`, `years`" },
  ],
  lists: [
    { feel: "some 人 in 成员 satisfies 人.年龄 > 60", gives: "yes" }, { feel: "some 人 in 成员 satisfies 人.年龄 > 70", gives: "no" }, { feel: "every 人 in 成员 satisfies 人.年龄 >= 10", gives: "yes" }, { feel: "every 人 in 成员 satisfies 人.年龄 > 10", gives: "no" },
    { feel: "some 人 in 成员 satisfies 人.本人收入 > 1", gives: "yes" }, { feel: "some 人 in 成员 satisfies 人.本人收入 > 2", gives: "unknown" }, { feel: "every 人 in 成员 satisfies 人.本人收入 > 1", gives: "no" }, { feel: "every 人 in 成员 satisfies 人.本人收入 > 0", gives: "unknown" },
    { feel: "some 人 in 成员[年龄 > 99] satisfies 人.年龄 > 0", gives: "no" }, { feel: "every 人 in 成员[年龄 > 99] satisfies 人.年龄 > 999", gives: "yes" },
    { feel: "count(成员)", gives: "3" }, { feel: "count(成员[年龄 >= 30])", gives: "2" }, { feel: "count(成员[年龄 > 99])", gives: "0" }, { feel: "sum(成员.年龄)", gives: "110" }, { feel: "sum(成员[年龄 > 10].年龄)", gives: "100" },
    { feel: "min(成员.年龄)", gives: "10" }, { feel: "max(成员[年龄 < 70].年龄)", gives: "30" }, { feel: "min(成员[年龄 > 99].年龄)", gives: "unknown" }, { feel: "sum(成员.本人收入)", gives: "unknown" },
    { feel: "成员[年龄 > 10][年龄 < 70].年龄", ours: "max(成员[年龄 > 10][年龄 < 70].年龄)", gives: "30" },
    { feel: "sum(成员[年龄 > 99].年龄)", gives: "unknown", here: "0", differs: "`sum` of nothing is 0" },
    { feel: "count(成员[本人收入 > 1])", gives: "1", here: "unknown", differs: "`count(成员[c])` is unknown where `c` is unknown of a member; so are `sum`, `min`, `max`" },
    { feel: "成员[1].年龄", gives: "10", here: "refused", differs: "`成员[1]`, several variables, `list.名` as a list" },
    { feel: "for 人 in 成员 return 人.年龄", gives: "10, 30, 70", here: "refused", differs: "`成员[1]`, several variables, `list.名` as a list" },
    { feel: "some a in 成员, b in 成员 satisfies a.年龄 > b.年龄", gives: "yes", here: "refused", differs: "`成员[1]`, several variables, `list.名` as a list" },
    { feel: "some 人 in 成员 satisfies count(成员[年龄 > 人.年龄]) > 1", gives: "yes", here: "refused", differs: "an inner list cannot refer to the outer member" },
    { feel: "count(成员[item.年龄 > 10])", gives: "2", here: "refused", differs: "`人.名` behind `satisfies` is needed; `item` in a filter does not exist" },
    { feel: "some 人 in 成员 satisfies 年龄 > 10", gives: "unknown", here: "refused", differs: "`人.名` behind `satisfies` is needed; `item` in a filter does not exist" },
  ],
};

/** What an expression comes to here, by the compiled function and by the trace, which must agree. */
function resultOf(text: string): string {
  try {
    const library = loadLibrary([{ path: "feel/pack.yaml", text: `${PACK}rules:\n  - {id: result, name: 结果, en: result, is: '${text}'}` }]);
    const policy = resolvePolicy(library, { division: "110000", date: "2020-06-30" });
    const rule = policy.rules.get("result");
    if (!rule) throw new Error("no rule");
    const value = evaluate(rule.body, HOUSEHOLD);
    expect(trace(rule.body, HOUSEHOLD, policy).value).toEqual(value);
    if (value === null) return "unknown";
    return rule.type.kind === "boolean" ? (value === true ? "yes" : "no") : formatValue(rule.type, value, "zh");
  } catch (thrown) {
    if (thrown instanceof PolicyError) return "refused";
    throw thrown;
  }
}

/** The first column of the table of differences in the language reference. */
function differences(): string[] {
  const text = readFileSync(new URL("../../../docs/language.md", import.meta.url), "utf8");
  const lines = text.slice(text.indexOf("## What differs from FEEL")).split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) => (line.split(" | ")[0] ?? "").replace(/^\|\s*/, ""));
}

describe.each(Object.entries(CASES))("FEEL: %s", (_, cases) => {
  test.each(cases)("$feel", ({ feel, ours, gives, here, differs }) => {
    expect(resultOf(ours ?? feel)).toBe(here ?? gives);
    expect(here === undefined || here !== gives).toBe(true);
    expect(differs === undefined).toBe(here === undefined);
  });
});

test("each difference has its line in the language reference, and each line a case", () => {
  const shown = new Set(Object.values(CASES).flat().flatMap(({ differs }) => differs ?? []));
  expect([...shown].sort()).toEqual(differences().sort());
});
