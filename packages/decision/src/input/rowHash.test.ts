import { DuckdbEngine, type Engine, identifier, literal } from "@doudi/roster";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FACTS } from "./households.testkit.js";
import { columnType, type InputFact } from "./inputFact.js";
import { RowHash, rowHashSql } from "./rowHash.js";

const RATE: InputFact = { id: "share", level: "member", path: "share", name: { zh: "份额", en: "share" }, type: "rate", values: [], absent: null, least: 0, most: 1 };
const MEMBER = [...FACTS.filter(({ level }) => level === "member"), RATE];
const HOUSEHOLD = FACTS.filter(({ level }) => level === "household");
type Row = ReadonlyMap<InputFact, string | null>;

let engine: Engine;
beforeAll(async () => {
  engine = await DuckdbEngine.open();
});
afterAll(() => engine.close());

async function inDuckdb(facts: readonly InputFact[], row: Row): Promise<string> {
  const columns = facts.map((fact) => `CAST(${row.get(fact) === undefined || row.get(fact) === null ? "NULL" : literal(String(row.get(fact)))} AS ${columnType(fact)}) AS ${identifier(fact.id)}`);
  return String((await engine.rows(`SELECT ${rowHashSql(engine, facts, "r")} AS h FROM (SELECT ${columns.join(", ")}) r`))[0]?.["h"]);
}

function textOf(fact: InputFact): fc.Arbitrary<string> {
  switch (fact.type) {
    case "boolean":
      return fc.constantFrom("true", "false");
    case "integer":
    case "money":
      return fc.oneof(fc.integer({ min: 0, max: Math.min(fact.most, 3) }), fc.maxSafeInteger().map((n) => Math.abs(n) % (fact.most + 1))).map(String);
    case "rate":
      return fc.integer({ min: 0, max: 2_000_000 }).map((n) => (n / 1_000_000).toFixed(6));
    case "date":
      return fc.date({ min: new Date("1800-01-01"), max: new Date("2199-12-31"), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10));
    case "text":
      return fc.oneof(fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }), fc.string({ minLength: 1, maxLength: 30 })).filter((text) => !text.includes("\u0000"));
    case "enum":
      return fc.constantFrom(...fact.values.map(({ id }) => id));
  }
}

const rowOf = (facts: readonly InputFact[]): fc.Arbitrary<Row> => fc.tuple(...facts.map((fact) => fc.option(textOf(fact), { freq: 4 }))).map((texts) => new Map(facts.map((fact, i) => [fact, texts[i] ?? null])));

describe("the hash of a row", () => {
  it("is in DuckDB what it is here, for every type, length and alphabet", async () => {
    for (const facts of [HOUSEHOLD, MEMBER]) {
      const hash = new RowHash(facts);
      await fc.assert(fc.asyncProperty(rowOf(facts), async (row) => {
        expect(await inDuckdb(facts, row)).toBe(hash.of(row));
      }), { numRuns: 300 });
    }
  });

  it("stays what it was: decisions of past years can be checked by it", async () => {
    const row: Row = new Map(Object.entries({ id_number: "533399197501010019", name: "甲", birth_date: "1969-12-31", sex: "female", income_wage_fen_year: "8000000000000001", disability_cert: "false", self_care_lost: "6", share: "0.125000" }).map(([id, text]) => [MEMBER.find((fact) => fact.id === id) ?? RATE, text]));
    expect([new RowHash(MEMBER).of(row), await inDuckdb(MEMBER, row)]).toEqual(["182203692460895", "182203692460895"]);
  });

  it("asks neither the order nor the number of facts that might be known", () => {
    const some = MEMBER.filter(({ id }) => id === "sex" || id === "birth_date");
    const row: Row = new Map(some.map((fact) => [fact, fact.id === "sex" ? "male" : "2000-02-29"]));
    const all = [MEMBER, MEMBER.toReversed(), some].map((facts) => new RowHash(facts).of(row));
    expect(new Set(all).size).toBe(1);
    expect(new RowHash(MEMBER).of(new Map())).toBe("0");
  });

  it("tells a value under one fact from the same value under another, and what is absent from what is given", async () => {
    const [vehicles, deposits, path, since] = ["vehicles", "deposits_fen", "exit_path", "on_dibao_since"].map((id) => HOUSEHOLD.find((fact) => fact.id === id));
    if (vehicles === undefined || deposits === undefined || path === undefined || since === undefined) throw new Error("the facts have changed");
    const rows: Row[] = [new Map([[vehicles, "1"]]), new Map([[deposits, "1"]]), new Map([[vehicles, "1"], [deposits, "1"]]), new Map([[path, "industry"]]), new Map([[since, "1970-01-01"]]), new Map()];
    const hash = new RowHash(HOUSEHOLD);
    expect(new Set(rows.map((row) => hash.of(row))).size).toBe(rows.length);
    // A missing exit path means none.
    expect(hash.of(new Map([[path, "none"]]))).toBe(hash.of(new Map()));
    expect(await inDuckdb(HOUSEHOLD, new Map([[path, "none"]]))).toBe(await inDuckdb(HOUSEHOLD, new Map()));
  });
});
