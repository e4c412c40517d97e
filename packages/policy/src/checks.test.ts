import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEngines, type TestEngine } from "./engines.testkit.js";
import { caseNumber, describePolicy, evaluateCheck, formatValue, hitCondition, lintPacks, loadLibrary, reasonSql, resolvePolicy, severitySql, templateToText, trace, type Check, type Dialect, type FactValue } from "./index.js";
import { parseValue } from "./pack/parseValue.js";
import { FIXTURE_FILES, fixtureLibrary } from "./fixture.testkit.js";
import { INTEGER, MONEY, RATE } from "./type.js";

const library = fixtureLibrary();
const policy = resolvePolicy(library, { division: "533323", date: "2020-06-30" });
let engines: Record<Dialect, TestEngine>;

beforeAll(async () => {
  engines = await openEngines();
}, 120_000);

afterAll(async () => {
  await engines.duckdb.close();
  await engines.postgres.close();
});

function getCheck(id: string): Check {
  const found = policy.checks.find((check) => check.id === id);
  if (!found) throw new Error(id);
  return found;
}

const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { freq: 3, nil: null });
const person = fc.record({
  age: maybe(fc.integer({ min: 10, max: 20 })), on_dibao: maybe(fc.boolean()), on_tekun: maybe(fc.boolean()), on_disabled: maybe(fc.boolean()), on_deaths: maybe(fc.boolean()),
  disability_grade: maybe(fc.integer({ min: 1, max: 4 })), disability_category: maybe(fc.constantFrom("visual", "intellectual", "mental")), deposits_fen: maybe(fc.constantFrom(0, 999_999, 1_000_000, 1_000_001, 123_456_789)),
});
const COLUMNS = { age: "BIGINT", on_dibao: "BOOLEAN", on_tekun: "BOOLEAN", on_disabled: "BOOLEAN", on_deaths: "BOOLEAN", disability_grade: "BIGINT", disability_category: "TEXT", deposits_fen: "BIGINT" } as const;

test("a check raises the same findings, with the same severity and reason, in JavaScript and in SQL", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 40, maxLength: 40 }), async (people) => {
      const values = people.map((row, index) => `(${[index, ...Object.entries(COLUMNS).map(([id, type]) => castSql((row as Record<string, FactValue>)[id], type))].join(", ")})`);
      for (const id of ["missed.severe_disability", "wrong.deposits"]) {
        const check = getCheck(id);
        for (const lang of ["zh", "en"] as const) {
          const js = people.map((row) => {
            const result = evaluateCheck(check, (fact) => (row as Record<string, FactValue>)[fact]);
            return [String(result.outcome === "yes"), result.severity, result.reason?.[lang] ?? null];
          });
          for (const dialect of ["duckdb", "postgres"] as const) {
            const column = (fact: string): string => `w.${fact}`;
            const [finding, number] = [hitCondition(check, dialect, column), caseNumber(check, dialect, column)];
            const guarded = (text: string): string => `CASE WHEN ${number} > 0 THEN ${text} END`;
            const rows = await engines[dialect].query(`SELECT CAST(${finding} AS TEXT), ${guarded(severitySql(check, number))}, ${guarded(reasonSql(check, number, lang, dialect, column))} FROM (VALUES ${values.join(", ")}) AS w(n, ${Object.keys(COLUMNS).join(", ")}) ORDER BY n`);
            expect({ id, dialect, rows }).toEqual({ id, dialect, rows: js });
          }
        }
      }
    }),
    { numRuns: 25 },
  );
});

function castSql(value: FactValue, type: string): string {
  return `CAST(${value === null || value === undefined ? "NULL" : typeof value === "string" ? `'${value}'` : String(value)} AS ${type})`;
}

test("an example that does not come out as it says is an error with its place", () => {
  const wrong = loadLibrary([...FIXTURE_FILES, { path: "nation/more.yaml", text: "examples:\n  - {of: covered, name: 错例, date: 2020-06-30, facts: {享受低保: true}, expect: no}\n  - {of: covered, name: 错事实, date: 2020-06-30, facts: {没有: true}, expect: no}\n  - {of: nothing, name: 无此规则, date: 2020-06-30, expect: no}\n  - {of: missed.severe_disability, name: 错等级, date: 2020-06-30, facts: {持证残疾: true, 残疾等级: 1, 享受低保: false, 享受特困供养: false}, expect: yes, severity: high}" }]);
  const problems = lintPacks(wrong).errors.map((each) => `${each.code} ${each.file}:${each.line}`);
  expect(problems).toEqual(["example_failed nation/more.yaml:2", "example_fact nation/more.yaml:3", "unknown_node nation/more.yaml:4", "example_failed nation/more.yaml:5"]);
});

test("the linter names what is missing", () => {
  const bare = loadLibrary([
    { path: "p/pack.yaml", text: 'pack: {id: p, version: "1", name: {zh: 甲, en: a}, division: "000000"}\nfacts:\n  - {id: f, name: 事实, type: boolean}\n  - {id: g, name: 另一事实, en: g, type: boolean}\nparameters:\n  - {id: q, name: 参数, en: q, type: integer, values: [{from: 2020-01-01, value: 1}]}\nrules:\n  - {id: r, name: 规则, en: r, is: 事实 and 参数 > 0}\nchecks:\n  - {id: c.c, name: 疑点, en: c, when: 规则, cases: [{severity: low, reason: {zh: 甲, en: a}}]}\nexamples:\n  - {of: r, name: 是, date: 2020-01-01, facts: {事实: true}, expect: yes}\n  - {of: r, name: 否, date: 2020-01-01, facts: {事实: false}, expect: no}' },
  ]);
  const { errors, warnings } = lintPacks(bare);
  expect(errors.map((each) => each.code)).toEqual(["no_source"]);
  expect(warnings.map((each) => `${each.code} ${each.message.en}`)).toEqual([
    "no_english f has no English name (en).",
    "no_citation r has no source; write source: {doc: id of the document, clause: clause}.",
    "no_citation c.c has no source; write source: {doc: id of the document, clause: clause}.",
    "no_example r has no example whose result is unknown.",
    "no_example c.c has no example whose result is yes.",
    "no_example c.c has no example whose result is no.",
    "no_example c.c has no example whose result is unknown.",
    "unused g is not used.",
    "no_value_in_force The check c.c uses the parameter q, which has no value on 1949-10-01: it cannot decide.",
  ]);
});

test("what nothing uses is named, but for what is there to be asked for or comes with the data", () => {
  const idle = loadLibrary([
    { path: "p/pack.yaml", text: 'pack: {id: p, version: "1", name: {zh: 甲, en: a}, division: "000000"}\nfacts:\n  - {id: on_pension, name: 领取养老待遇, en: pension, type: boolean, rosters: [pension]}\n  - {id: houses, name: 房屋, en: homes, type: integer, scope: household}\nparameters:\n  - {id: layer, name: 救助层, en: layer, type: text, values: [{from: 2020-01-01, value: 低保, status: unsourced}]}\n  - {id: limit, name: 上限, en: limit, type: integer, values: [{from: 2020-01-01, value: 1, status: unsourced}]}\nrules:\n  - {id: r, name: 规则, en: r, is: 房屋 > 1}\nexamples:\n  - {of: layer, name: 取值, date: 2020-01-01, expect: 低保}' },
  ]);
  expect(lintPacks(idle).warnings.filter(({ code }) => code === "unused").map(({ message }) => message.zh)).toEqual([
    "limit 没有用到。可能是公式里写错了名称;只供查阅的,加一个直接给出它的值的例子就不再提示。",
    "r 没有用到。可能是公式里写错了名称,或已由别的规则代替;只供查阅的可以留着。",
  ]);
});

test("a trace shows rules with their clauses, the value of each parameter used, and which facts are missing", () => {
  const check = getCheck("missed.severe_disability");
  const facts: Record<string, FactValue> = { on_disabled: true, disability_grade: 2, on_dibao: false };
  const tree = trace(check.when, (id) => facts[id], policy);
  expect(tree).toMatchObject({ kind: "logic", value: null, missing: ["on_tekun"] });
  expect(tree.inputs[0]).toMatchObject({ kind: "rule", id: "severe", value: true, name: { zh: "重度残疾" }, source: { doc: "p-2020", clause: "三" }, missing: [] });
  const limit = tree.inputs[0]?.inputs[0]?.inputs[1]?.inputs[0]?.inputs[1];
  expect(limit).toMatchObject({ kind: "parameter", id: "severe_grade", value: 2n, parameter: { formatted: { zh: "2" } }, source: { doc: "order", clause: "二" } });
});

test("a description lists what is in force with its source, and where a lower pack changed it", () => {
  const shown = describePolicy(policy, "zh");
  expect(shown.parameters.find((each) => each.id === "deposit_limit")).toMatchObject({ value: "10,000.00元", from: "2019-01-01", to: null, status: "verified", source: "《州办法》五", pack: "prefecture" });
  expect(shown.rules.find((each) => each.id === "severe")?.changed).toEqual(["省〔2020〕8号三:三级智力、精神残疾也算"]);
  expect(shown.checks.find((each) => each.id === "wrong.deposits")).toMatchObject({ unless: "享受特困供养", source: "《州办法》六", severities: ["medium"] });
  expect(describePolicy(policy, "en").chain).toEqual([{ id: "nation", version: "1", name: "nation" }, { id: "province", version: "1", name: "province" }, { id: "prefecture", version: "1", name: "prefecture" }]);
});

test.each([
  [MONEY, "4500元/年", 450_000n, "元/年"], [MONEY, "1,234.50元", 123_450n, "元"], [MONEY, "1.5万元", 1_500_000n, "元"], [MONEY, "4500", null, null], [MONEY, "1.005元", null, null],
  [INTEGER, "16岁", 16n, "岁"], [INTEGER, "1.5", null, null], [RATE, "30%", { n: 3n, d: 10n }, "%"], [RATE, "1/3", { n: 1n, d: 3n }, null], [RATE, "1.50", { n: 3n, d: 2n }, null], [RATE, "x", null, null],
] as const)("%o reads %s", (type, text, value, unit) => {
  expect(parseValue(type, text)).toEqual(value === null ? null : { value, unit });
});

test("values as people read them", () => {
  expect(formatValue(MONEY, 123_450n, "zh")).toBe("1,234.50元");
  expect(formatValue(MONEY, -123_456_705n, "en")).toBe("-1,234,567.05 yuan");
  expect(formatValue(MONEY, 5n, "zh", "元/月")).toBe("0.05元/月");
  expect(formatValue(RATE, { n: 1n, d: 3n }, "zh")).toBe("0.3333");
  expect(formatValue(RATE, { n: 3n, d: 10n }, "zh", "%")).toBe("30%");
  expect(formatValue(INTEGER, null, "en")).toBe("unknown");
  expect(templateToText(getCheck("link.probable").cases[0]?.reason.zh ?? [], "zh", () => 0.97)).toBe("概率0.97");
});
