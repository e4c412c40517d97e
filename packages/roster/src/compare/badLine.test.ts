import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { FindingRow } from "@doudi/contract";
import { describe, expect, it, vi } from "vitest";
import { DuckdbEngine } from "../engine/duckdbEngine.js";
import { REJECTIONS } from "../files/classifyRow.js";
import { idNumber } from "../files/idNumber.testkit.js";
import { openFile } from "../files/openFile.js";
import { tempFolder } from "../files/tempFolder.testkit.js";
import { tableOf } from "../standardise/rosterTable.js";
import { kinds, qualityOf } from "./comparison.testkit.js";

const SLOW = process.env["DOUDI_SLOW"] !== undefined;
/** Lines behind the header. */
const LINES = SLOW ? 2_000_000 : 100_000;
vi.setConfig({ testTimeout: SLOW ? 900_000 : 120_000 });

/** The line in the middle that may be bad, and lines (from 1, the header's) with something to find at them. */
const MIDDLE = LINES / 2;
const WRONG_IDS = [5, MIDDLE - 1, MIDDLE + 1, LINES];
const FIRST = 3;
const REPEATED = LINES - 7;

/** A person for each line: 28 days a month, 12 months, 50 years, 999 a day. */
function idOfLine(line: number): string {
  const [day, month, year] = [line % 28, Math.floor(line / 28) % 12, Math.floor(line / 336) % 50];
  return idNumber((1940 + year) * 10_000 + (month + 1) * 100 + day + 1, Math.floor(line / 16_800));
}

function textOfLine(line: number): string {
  const id = idOfLine(line === REPEATED ? FIRST : line);
  const written = WRONG_IDS.includes(line) ? `${id.slice(0, 17)}${id.endsWith("1") ? "2" : "1"}` : id;
  return `${written},张三,533399${String(line === REPEATED ? FIRST : line).padStart(9, "0")},350\n`;
}

/** Writes the lines, with these bytes in place of the middle one. */
async function writeLines(path: string, middle: Buffer | null): Promise<void> {
  const file = createWriteStream(path);
  let waiting = ["身份证号,姓名,户编号,低保金额\n"];
  for (let line = 2; line <= LINES + 1; line += 1) {
    if (line === MIDDLE && middle !== null) {
      file.write(waiting.join(""));
      file.write(middle);
      waiting = [];
    } else waiting.push(textOfLine(line));
    if (waiting.length === 20_000 || line === LINES + 1) {
      if (!file.write(waiting.join(""))) await once(file, "drain");
      waiting = [];
    }
  }
  file.end();
  await once(file, "close");
}

describe(`a CSV file of ${LINES} lines`, () => {
  const own = textOfLine(MIDDLE).trimEnd();
  it.each([
    ["no bad line", null, null],
    ["bytes of no encoding", Buffer.concat([Buffer.from(own), Buffer.from([0xff, 0xfe, 0x0a])]), "undecodable"],
    ["too many cells", Buffer.from(`${own},多余\n`), "extra_cells"],
    ["a quote that is never closed", Buffer.from(`"${own}\n`), "quote_open"],
  ] as const)("%s: that line is rejected, every other is there under its own number", async (_, middle, reason) => {
    const folder = await tempFolder();
    await writeLines(join(folder, "低保.csv"), middle);
    const { rosters, problems } = await openFile(join(folder, "低保.csv"), { kinds });
    expect(problems).toEqual([]);
    const engine = await DuckdbEngine.open({ memoryLimit: "1GB", tempDirectory: folder });
    try {
      const comparison = await qualityOf(engine, rosters);
      const bad = middle === null ? 0 : 1;
      expect(comparison.rosterSummaries).toMatchObject([{ rows: LINES, accepted: LINES - 1 - bad, duplicates: 1, rejected: bad, skipped: 0, identified: LINES - WRONG_IDS.length - bad }]);
      expect(comparison.loaded.flatMap(({ rejected }) => rejected)).toMatchObject(reason === null ? [] : [{ file: "低保.csv", row: MIDDLE, reason: REJECTIONS[reason] }]);

      // The household's number tells which line a row was: they stand in order, none twice, and know their numbers.
      const { sources: [source] } = comparison.loaded[0] ?? { sources: [] };
      const number = source?.firstLine === null ? "t.row_no" : `t.rowid + ${source?.firstLine}`;
      const line = `CAST(substring(t.household_no, 7) AS INTEGER)`;
      const [wrong] = await engine.rows(`SELECT count(*) AS n FROM ${tableOf("dibao")} AS t WHERE ${number} <> ${line} AND ${number} <> ${REPEATED}`);
      const [distinct] = await engine.rows(`SELECT count(DISTINCT ${number}) AS n, min(${number}) AS least, max(${number}) AS greatest FROM ${tableOf("dibao")} AS t`);
      expect([wrong, distinct]).toEqual([{ n: 0 }, { n: LINES - bad, least: 2, greatest: LINES + 1 }]);

      const findings: FindingRow[] = [];
      for await (const batch of comparison.findings()) findings.push(...batch);
      expect(findings.map(({ finding, rows }) => `${finding} ${rows}`).sort()).toEqual([
        `quality.duplicate_row 低保.csv##${FIRST};低保.csv##${REPEATED}`,
        ...WRONG_IDS.map((row) => `quality.id_checksum 低保.csv##${row}`),
      ].sort());
    } finally {
      await engine.close();
    }
  });
});
