import { DuckdbEngine, DUCKDB, type Engine, POSTGRES } from "@doudi/roster";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storable } from "../../../roster/src/load/loadCarefully.js";
import { type RosterTablePlan, standardisingSelect, unpackingSelect } from "../../../roster/src/standardise/rosterTable.js";
import { PostgresEngine } from "../postgres/postgresEngine.js";
import { startTestServer, type TestServer } from "../postgres/testServer.testkit.js";

const CASES = process.env["DOUDI_SLOW"] === undefined ? 20 : 200;
const TEXTS = 500;

let server: TestServer;
let duckdb: DuckdbEngine;
let postgres: PostgresEngine;
beforeAll(async () => {
  server = await startTestServer();
  duckdb = await DuckdbEngine.open({ threads: 1 });
  postgres = await PostgresEngine.open(server.url());
});
afterAll(async () => {
  await duckdb.close();
  await postgres.close();
  await server.stop();
});

const digit = fc.constantFrom(..."0123456789");
const day = fc.tuple(fc.integer({ min: 1899, max: 2101 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }));
const pad = (n: number): string => String(n).padStart(2, "0");
const dates = fc.tuple(day, fc.constantFrom("-", "/", ".", "", "年", "－")).map(([[y, m, d], sep]) => (sep === "年" ? `${y}年${m}月${d}日` : sep === "" ? `${y}${pad(m)}${pad(d)}` : `${y}${sep}${pad(m)}${sep}${pad(d)}`));
const serials = fc.integer({ min: 0, max: 99_999 }).map(String);

/** The check character by the weights of GB 11643. */
function checkCharacter(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return "10X98765432"[weights.reduce((sum, weight, i) => sum + weight * Number(first17[i]), 0) % 11] ?? "";
}
const first17 = fc.tuple(day, fc.integer({ min: 0, max: 999 })).map(([[y, m, d], n]) => `533399${y}${pad(m)}${pad(d)}${String(n).padStart(3, "0")}`);
const ids = fc.oneof(
  first17.map((text) => text + checkCharacter(text)),
  first17.map((text) => (text + checkCharacter(text)).toLowerCase()),
  fc.tuple(first17, fc.constantFrom(..."0123456789Xx*")).map((parts) => parts.join("")),
  first17.map((text) => text.slice(0, 6) + text.slice(8)),
  first17.map((text) => `${text.slice(0, 15)}000`),
  fc.tuple(first17, fc.integer({ min: 1, max: 20 })).map(([text, end]) => text.slice(0, end)),
  fc.tuple(digit, fc.array(digit, { maxLength: 14 }), fc.constantFrom("E+17", "e17", "E17", "E+18", "E-17")).map(([a, rest, e]) => `${a}${rest.length > 0 ? "." : ""}${rest.join("")}${e}`),
  fc.array(fc.constantFrom(..."0123456789_+-.eEXx "), { minLength: 18, maxLength: 18 }).map((parts) => parts.join("")),
);
const certificates = fc.tuple(first17, fc.array(fc.constantFrom(..."0123456789BXxıſK "), { maxLength: 5 })).map(([text, tail]) => text + checkCharacter(text) + tail.join(""));
const money = fc.tuple(
  fc.constantFrom("", "¥", "¥ ", "-", "+", "约", "￥"), fc.oneof(fc.integer({ min: 0, max: 99_999_999 }).map(String), fc.array(digit, { minLength: 1, maxLength: 20 }).map((d) => d.join("")), fc.integer().map((n) => n.toLocaleString("en"))),
  fc.constantFrom("", ".5", ".005", ".004999", ".1234567", ".", "．25"), fc.constantFrom("", "元", "万", "万元", " 元整", "e3"),
).map((parts) => parts.join(""));
const counts = fc.tuple(fc.oneof(fc.nat().map(String), fc.array(digit, { minLength: 1, maxLength: 12 }).map((d) => d.join(""))), fc.constantFrom("", "人", "口", ".0", ".5", "辆车", "级")).map((parts) => parts.join(""));
const NASTY = [..." \0\t\n\r\v\f\u0001\u00a0\u1680\u2003\u200b\u200d\u202f\u205f\u2028\u3000\ufeff'`’\"\\%_·•,，。：/年月日号元万一二女男是否有XxEe０１９Ａｚ－．／￥¥ßıſŉéİΣςΩåÅ😀𠮷ﬀ\u0300"];
const nasty = fc.array(fc.oneof(fc.constantFrom(...NASTY), digit), { maxLength: 24 }).map((parts) => parts.join(""));

/** Turns some characters to full width, puts blanks and marks around and between. */
const dressed = (plain: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(plain, fc.constantFrom("", "", "", " ", "\u3000", "'", "\t", "\ufeff", "\u00a0"), fc.constantFrom("", "", "", " ", "\u3000", "\u200b", "\n"), fc.boolean(), fc.nat(30)).map(([text, before, after, wide, gap]) => {
    const body = wide ? text.replaceAll(/[!-~]/g, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)) : text;
    return before + (gap < text.length && gap > 20 ? `${body.slice(0, gap)} ${body.slice(gap)}` : body) + after;
  });

const cell = fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 20, arbitrary: fc.oneof(ids, dressed(ids), certificates, dressed(certificates), dates, dressed(dates), serials, money, dressed(money), counts, dressed(counts), nasty) })
  .map((text) => (text === null ? null : storable(text)));

const WORDS = new Map([["男", 1], ["女", 2], ["一级", 1], ["是", 1], ["否", 2]]);
const UNITS: Readonly<Record<string, string>> = { total_cost_fen: "万元", capital_fen: "亿元" };
const PLAN: RosterTablePlan = {
  kind: "disabled",
  columns: new Map((["id_number:id", "certificate:text", "head_id:id", "name:name", "birth_date:date", "issue_date:date", "amount_fen_month:money", "total_cost_fen:money", "capital_fen:money", "member_count:integer", "sex:enum", "village:text"] as const).map((entry) => {
    const [id = "", type = ""] = entry.split(":");
    return [id, { column: { id, type: type as "text", codes: ["1", "2"] }, header: id, unit: UNITS[id] ?? null }];
  })),
  dictionaries: new Map([["sex", WORDS]]),
  bare: false,
};

/** What comes of those columns, as text: the first 17 digits of an id are no safe number. */
const RESULTS = ["pid", "id_state", "id_raw", "name", "village", "head_pid", "cert_state", "cert_raw", "cert_category", "cert_grade", "row_birth", "row_sex", "issue_date", "amount_fen_month", "total_cost_fen", "capital_fen", "member_count"];

async function standardised(engine: Engine, table: string, columns: readonly string[], rows: (string | null)[][]): Promise<Record<string, unknown>[]> {
  await engine.load(table, ["n", ...columns], (async function* () {
    yield rows.map((row, i) => [String(i), ...row]);
  })());
  try {
    const stored = standardisingSelect(engine.dialect, PLAN, table, [{ name: "rowid", sql: "CAST(s.n AS INTEGER)" }, { name: "lead", sql: "s.name" }]);
    const rows = unpackingSelect(`(${stored.sql}) AS x`, stored.columns, false);
    return await engine.rows(`SELECT ${["rowid AS n", "lead", ...RESULTS.map((column) => `CAST(${column} AS VARCHAR) AS ${column}`)].join(", ")} FROM (${rows}) AS o ORDER BY n`);
  } finally {
    await engine.run(`DROP TABLE ${table}`);
  }
}

describe("standardising", () => {
  it(`gives the same on DuckDB and PostgreSQL for ${CASES * TEXTS} random and nasty texts`, async () => {
    const columns = [...PLAN.columns.keys()];
    let usable = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: TEXTS, maxLength: TEXTS }), async (texts) => {
        // Every text is read as every type: what is an id in one file is a remark in another.
        const rows = texts.map((text) => columns.map(() => text));
        const [one, other] = [await standardised(duckdb, "cells", columns, rows), await standardised(postgres, "cells", columns, rows)];
        const differing = one.flatMap((row, i) => Object.entries(row).flatMap(([column, value]) => (value === other[i]?.[column] ? [] : [{ text: texts[i], column, duckdb: value, postgres: other[i]?.[column] }])));
        expect(differing.slice(0, 5)).toEqual([]);
        expect(other).toHaveLength(one.length);
        usable += one.filter((row) => row["pid"] !== null).length;
      }),
      // The texts that differ are named above: making the array smaller would tell nothing more.
      { numRuns: CASES, endOnFailure: true },
    );
    // Else the property would have compared nothing but refusals.
    expect(usable).toBeGreaterThan(CASES * TEXTS * 0.03);
    expect([DUCKDB.name, POSTGRES.name]).toEqual([duckdb.dialect.name, postgres.dialect.name]);
  }, 300_000);
});
