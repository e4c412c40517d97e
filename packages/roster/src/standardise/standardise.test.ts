import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DUCKDB, literal } from "../engine/dialect.js";
import { DuckdbEngine } from "../engine/duckdbEngine.js";
import { standardiseDate } from "./dateText.js";
import { ID_STATES, idOf, standardiseId } from "./idNumber.js";
import { standardiseInteger, standardiseMoney } from "./numberText.js";
import { nested, type Steps } from "./steps.js";

let engine: DuckdbEngine;
beforeAll(async () => {
  engine = await DuckdbEngine.open({ threads: 1 });
});
afterAll(() => engine.close());

async function run(texts: (string | null)[], steps: (text: string) => Steps, columns: string): Promise<(string | number | null)[][]> {
  const values = texts.map((text, i) => `(${i}, ${text === null ? "NULL" : literal(text)})`).join(", ");
  const rows = await engine.rows(`SELECT ${columns} FROM ${nested(DUCKDB, `(SELECT * FROM (VALUES ${values}) AS v(i, t))`, [steps("t")])} AS x ORDER BY i`);
  return rows.map((row) => Object.values(row) as (string | number | null)[]);
}

const ids = (texts: (string | null)[]) => run(texts, (t) => standardiseId(DUCKDB, t, "pid"), `${idOf(DUCKDB, "pid")} AS id, pid_state`);

/** The check character by the weights of GB 11643, the long way round. */
function checkCharacter(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return "10X98765432"[sum % 11] ?? "";
}

describe("standardiseId", () => {
  it("reads the worked example and its spellings", async () => {
    const good = "34052419800101001X";
    const rows = await ids([good, "34052419800101001x", " 34052419800101001X ", "340524 19800101 001X", "３４０５２４１９８００１０１００１Ｘ", "'34052419800101001X", "340524800101001"]);
    for (const row of rows) expect(row).toEqual([good, 0]);
  });

  it("names what is wrong, one state a row", async () => {
    const cases: [string | null, string][] = [
      [null, "missing"], ["", "missing"], ["  ", "missing"],
      ["533399198001010000", "truncated"], ["5.33E+17", "truncated"], ["5.33399198001010E+17", "truncated"], ["5.3339919800101e17", "truncated"],
      ["340524198001010019", "invalid"], ["34052419800101001", "invalid"], ["340524198013010011", "invalid"], ["无", "invalid"], ["340524198002300015", "invalid"],
    ];
    const rows = await ids(cases.map(([text]) => text));
    expect(rows.map((row, i) => [cases[i]?.[0], ID_STATES[Number(row[1])]])).toEqual(cases);
  });

  it("agrees with the weights of the standard on random ids", async () => {
    const first17 = fc.tuple(fc.integer({ min: 110000, max: 659999 }), fc.date({ min: new Date("1900-01-01"), max: new Date("2025-12-31"), noInvalidDate: true }), fc.integer({ min: 0, max: 999 }))
      .map(([area, day, order]) => `${area}${day.toISOString().slice(0, 10).replaceAll("-", "")}${String(order).padStart(3, "0")}`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(first17, fc.constantFrom(..."0123456789Xx")), { minLength: 200, maxLength: 200 }), async (people) => {
        const rows = await ids(people.map(([body, last]) => body + last));
        people.forEach(([body, last], i) => {
          const valid = checkCharacter(body) === last.toUpperCase();
          expect(rows[i]).toEqual(valid ? [body + last.toUpperCase(), 0] : [null, `${body}${last}`.endsWith("000") ? 2 : 3]);
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe("standardiseDate", () => {
  it("reads five spellings, a time behind and the serial number, and refuses the rest", async () => {
    const cases: [string | null, number | null][] = [
      ["2020-03-31", 20200331], ["2020/3/31", 20200331], ["2020.3.31", 20200331], ["20200331", 20200331], ["2020年3月31日", 20200331],
      ["２０２０年３月３１日", 20200331], ["2020-03-31 00:00:00", 20200331], ["43921", 20200331], ["2020-2-29", 20200229],
      ["2019-02-29", null], ["2020-13-01", null], ["2020年3月", null], ["不详", null], ["", null], [null, null], ["2020-02-30", null],
    ];
    const rows = await run(cases.map(([text]) => text), (t) => standardiseDate(DUCKDB, t, "d"), "d");
    expect(rows.map((row, i) => [cases[i]?.[0], row[0]])).toEqual(cases);
  });
});

describe("standardiseMoney and standardiseInteger", () => {
  it("reads amounts in yuan as fen", async () => {
    const cases: [string | null, number | null][] = [["1,234.5元", 123450], ["¥ 300", 30000], ["３００．００", 30000], ["1.5万", 1500000], ["0.005", 1], ["-20", -2000], ["约300", null], [null, null]];
    const rows = await run(cases.map(([text]) => text), (t) => standardiseMoney(DUCKDB, t, null, "m"), "m");
    expect(rows.map((row, i) => [cases[i]?.[0], row[0]])).toEqual(cases);
    expect(await run(["2"], (t) => standardiseMoney(DUCKDB, t, "万元", "m"), "m")).toEqual([[2000000]]);
    expect(await run(["9999999999999", "-9999999999999万", "12"], (t) => standardiseMoney(DUCKDB, t, "亿元", "m"), "m")).toEqual([[null], [null], [120_000_000_000]]);
  });

  it("reads counts with a unit", async () => {
    expect(await run(["3人", "3.0", "三", ""], (t) => standardiseInteger(DUCKDB, t, "n"), "n")).toEqual([[3], [3], [null], [null]]);
  });
});
