import { describe, expect, test } from "vitest";
import { FIXTURE_FILES } from "./fixture.testkit.js";
import { compileToSql, loadLibrary, resolvePolicy, templateToSql, type Dialect, type Expr } from "./index.js";

function bodyOf(text: string): Expr {
  const probe = { path: "probe/pack.yaml", text: `pack: {id: probe, version: "1", name: {zh: 甲, en: a}, division: "110000", extends: nation}\nrules:\n  - {id: probe, name: 试, is: '${text}'}` };
  const body = resolvePolicy(loadLibrary([...FIXTURE_FILES, probe]), { division: "110000", date: "2020-06-30" }).rules.get("probe")?.body;
  if (!body) throw new Error("no probe");
  return body;
}

const sql = (text: string, dialect: Dialect): string => compileToSql(bodyOf(text), dialect, (id) => id);

describe("SQL that both engines get alike", () => {
  test.each([
    ["享受低保 or 享受特困供养 and 持证残疾", "(on_dibao OR (on_tekun AND on_disabled))"],
    ["not(已纳入保障) and 残疾等级 <= 重度最高等级", "((NOT (on_dibao OR on_tekun)) AND (disability_grade <= 2))"],
    ['残疾类别 in ("智力", "精神") and 残疾等级 in [3..4]', "(((disability_category = 'intellectual') OR (disability_category = 'mental')) AND ((disability_grade >= 3) AND (disability_grade <= 4)))"],
    ["银行存款 > 存款上限", "(deposits_fen > 2000000)"],
    // A product with 3/2 is compared in halves: no float, no rounding.
    ["银行存款 > 存款上限 * 边缘倍数", "((CAST(deposits_fen AS BIGINT) * CAST(2 AS BIGINT)) > (CAST(2000000 AS BIGINT) * CAST(3 AS BIGINT)))"],
    ['病种 = "it\'\'s"', "(disease = 'it''s')"],
    ['基准日 >= date("2020-02-29")', "(as_of >= DATE '2020-02-29')"],
    ["known(年龄) and 年龄 != -1", "((age IS NOT NULL) AND (age <> (-1)))"],
    // An ELSE would take the unknown for a no.
    ["if 享受低保 then 持证残疾 else 享受特困供养", "(CASE WHEN on_dibao THEN on_disabled WHEN NOT on_dibao THEN on_tekun END)"],
    ["max(年龄, 残疾等级) > 3", "((CASE WHEN CAST(age AS BIGINT) IS NOT NULL AND CAST(disability_grade AS BIGINT) IS NOT NULL THEN greatest(CAST(age AS BIGINT), CAST(disability_grade AS BIGINT)) END) > CAST(3 AS BIGINT))"],
    ["年龄 + 残疾等级 * 2", "(CAST(age AS BIGINT) + (CAST(disability_grade AS BIGINT) * CAST(2 AS BIGINT)))"],
    ["days(出生日期, 基准日) > 30", "(CAST((as_of - birth_date) AS BIGINT) > CAST(30 AS BIGINT))"],
  ])("%s", (text, expected) => {
    const written = text.replaceAll("'", "''").replaceAll("''''", "''");
    expect(sql(written, "duckdb")).toBe(expected);
    expect(sql(written, "postgres")).toBe(expected);
  });
});

describe("SQL that differs", () => {
  test("integer division, and the wide type where 64 bits may not do", () => {
    const text = 'divide(银行存款, 12, 2, "half_up") > 0';
    expect(sql(text, "duckdb")).toBe("((CASE WHEN (CAST(deposits_fen AS BIGINT) < 0) THEN -((2 * abs(CAST(deposits_fen AS BIGINT)) + CAST(12 AS BIGINT)) // (2 * CAST(12 AS BIGINT))) ELSE ((2 * abs(CAST(deposits_fen AS BIGINT)) + CAST(12 AS BIGINT)) // (2 * CAST(12 AS BIGINT))) END) > CAST(0 AS BIGINT))");
    expect(sql(text, "postgres")).toContain("+ CAST(12 AS BIGINT)) / (2 * CAST(12 AS BIGINT)))");
    expect(sql("银行存款 * 年龄 > 0", "duckdb")).toBe("((CAST(deposits_fen AS HUGEINT) * CAST(age AS HUGEINT)) > CAST(0 AS HUGEINT))");
    expect(sql("银行存款 * 年龄 > 0", "postgres")).toBe("((CAST(deposits_fen AS NUMERIC(40, 0)) * CAST(age AS NUMERIC(40, 0))) > CAST(0 AS NUMERIC(40, 0)))");
  });

  test("a divisor that may be 0 makes the result unknown", () => {
    expect(sql('divide(银行存款, 年龄, 2, "down")', "postgres")).toContain("NULLIF(abs(");
  });
});

test("a reason: parameters are text already, unknown facts say so", () => {
  const policy = resolvePolicy(loadLibrary(FIXTURE_FILES), { division: "110000", date: "2020-06-30" });
  const reason = policy.checks.find((check) => check.id === "missed.severe_disability")?.cases.at(-1)?.reason;
  expect(templateToSql(reason?.zh ?? [], "zh", "duckdb", (id) => `w.${id}`)).toBe("('残疾' || COALESCE(CAST(CAST(w.disability_grade AS BIGINT) AS TEXT), '不详') || '级,未保障')");
  const limit = policy.checks.find((check) => check.id === "wrong.deposits")?.cases.at(-1)?.reason;
  expect(templateToSql(limit?.en ?? [], "en", "postgres", (id) => id)).toContain("', above 20,000.00 yuan'");
});
