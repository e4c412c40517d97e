import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REJECTIONS } from "./classifyRow.js";
import { csvBytes, csvFile, expectedOf, HEADER, sheetOf, sheetRows } from "./damagedFile.testkit.js";
import { loadKinds } from "./kinds.js";
import { openFile } from "./openFile.js";
import { readAll } from "./readAll.testkit.js";
import type { DirectCsv } from "./source.js";
import { tempFolder } from "./tempFolder.testkit.js";
import { workbookBytes } from "./workbook.testkit.js";

const kinds = loadKinds();
const RUNS = process.env["DOUDI_SLOW"] === undefined ? 50 : 500;
describe("damaged files", () => {
  it(`CSV: every line is a row, rejected or skipped, the same each time (${RUNS} files)`, async () => {
    const folder = await tempFolder();
    const path = join(folder, "低保.csv");
    await fc.assert(
      fc.asyncProperty(csvFile, async (file) => {
        // The last line without a line break and without text is no line.
        fc.pre(file.lastBreak || file.lines.at(-1)?.text !== "");
        await writeFile(path, csvBytes(file));
        const { rosters, problems } = await openFile(path, { kinds });
        expect(problems).toEqual([]);
        const table = rosters[0]?.sheets[0];
        const first = await readAll(table);
        const { rows, rejected, skipped } = expectedOf(file.lines, file.title ? 3 : 2);
        expect(first.rows).toEqual(rows);
        expect(first.rejected.map((one) => [one.row, one.reason.en])).toEqual(rejected);
        expect(first.skipped).toBe(skipped);
        expect(first.rows.length + first.rejected.length + first.skipped).toBe(file.lines.length);
        expect(await readAll(table)).toEqual(first);
      }),
      { numRuns: RUNS },
    );
  });

  it(`CSV: an engine that reads a plain file by itself sees the same rows (${RUNS} files)`, async () => {
    const folder = await tempFolder();
    const path = join(folder, "低保.csv");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const readDirectly = async (direct: DirectCsv): Promise<string[][]> => {
      const columns = HEADER.map((_, index) => `'c${index}': 'VARCHAR'`).join(", ");
      const sql = `SELECT * FROM read_csv('${direct.path}', auto_detect = false, header = false, skip = ${direct.firstDataLine}, delim = '${direct.delimiter}', quote = '', escape = '', columns = {${columns}}, null_padding = false, parallel = false)`;
      const reader = await connection.runAndReadAll(sql);
      return reader.getRows().map((cells) => cells.map((cell) => (typeof cell === "string" ? cell : "")));
    };
    const plain = csvFile.map((file) => ({ ...file, encoding: file.encoding === "bom" ? "bom" : "utf-8", lines: file.lines.filter((line) => line.fate === "row" && line.height === 1 && line.cells?.length === line.text.split(",").length) }));
    await fc.assert(
      fc.asyncProperty(plain, async (file) => {
        await writeFile(path, csvBytes(file));
        const { rosters } = await openFile(path, { kinds });
        const table = rosters[0]?.sheets[0];
        const direct = table?.direct;
        if (direct === null || direct === undefined) throw new Error("a plain file must be readable directly");
        const { rows } = await readAll(table);
        expect(direct.dataLines).toBe(file.lines.length);
        expect(rows.map((one) => one.row)).toEqual(rows.map((_, index) => direct.firstDataLine + index + 1));
        expect(await readDirectly(direct)).toEqual(rows.map((one) => one.cells));
      }),
      { numRuns: RUNS },
    );
    connection.closeSync();
  });

  it.each(["xlsx", "biff8"] as const)(`%s: every line is a row, rejected or skipped, the same each time (${RUNS} files)`, async (type) => {
    const folder = await tempFolder();
    const path = join(folder, type === "xlsx" ? "低保.xlsx" : "低保.xls");
    await fc.assert(
      fc.asyncProperty(sheetRows, async (rows) => {
        await writeFile(path, workbookBytes({ 名册: sheetOf(rows) }, type));
        const { rosters, problems } = await openFile(path, { kinds });
        expect(problems).toEqual([]);
        const table = rosters[0]?.sheets[0];
        const first = await readAll(table);
        const lines = rows.map((one, index) => ({ ...one, row: index + 3 }));
        expect(first.rows).toEqual(lines.filter((one) => one.fate === "row").map(({ row, texts }) => ({ row, cells: texts })));
        expect(first.rejected.map((one) => one.row)).toEqual(lines.filter((one) => one.fate in REJECTIONS).map((one) => one.row));
        expect(first.rows.length + first.rejected.length + first.skipped).toBe(rows.length);
        expect(await readAll(table)).toEqual(first);
      }),
      { numRuns: RUNS },
    );
  });

  it.each(["xlsx", "biff8"] as const)(`%s: a workbook with bytes changed is refused or read, and nothing else happens (${RUNS} files)`, async (type) => {
    const folder = await tempFolder();
    const path = join(folder, type === "xlsx" ? "低保.xlsx" : "低保.xls");
    const sound = workbookBytes({ 名册: sheetOf(Array.from({ length: 30 }, (_, index) => ({ cells: [`53339919600101${1000 + index}`, "张三", "甲村", index] }))) }, type);
    const change = fc.record({ at: fc.nat({ max: sound.length - 1 }), to: fc.nat({ max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.option(fc.nat({ max: sound.length }), { freq: 4 }), async (changes, cut) => {
        const bytes = Buffer.from(sound.subarray(0, cut ?? sound.length));
        for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
        await writeFile(path, bytes);
        const { rosters, problems } = await openFile(path, { kinds });
        expect(rosters.length + problems.length).toBeGreaterThan(0);
        for (const table of rosters.flatMap((roster) => roster.sheets)) expect(await readAll(table)).toEqual(await readAll(table));
      }),
      { numRuns: RUNS },
    );
  });
});
