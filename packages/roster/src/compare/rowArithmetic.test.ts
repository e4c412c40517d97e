import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FindingRow, RosterSummary } from "@doudi/contract";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DuckdbEngine } from "../engine/duckdbEngine.js";
import { type CsvFile, csvBytes, csvFile, expectedOf, type Line, oddLine, type SheetRow, sheetOf, sheetRows } from "../files/damagedFile.testkit.js";
import { idNumber } from "../files/idNumber.testkit.js";
import { openFile } from "../files/openFile.js";
import { readAll } from "../files/readAll.testkit.js";
import type { RosterFile } from "../files/source.js";
import { tempFolder } from "../files/tempFolder.testkit.js";
import { workbookBytes } from "../files/workbook.testkit.js";
import { kinds, qualityOf } from "./comparison.testkit.js";

const SLOW = process.env["DOUDI_SLOW"] !== undefined;
const RUNS = SLOW ? 500 : 50;
vi.setConfig({ testTimeout: SLOW ? 1_800_000 : 120_000 });

/** What a generator knows of the file it made. */
interface Truth {
  name: string;
  bytes: Buffer;
  /** The rows that can be used, by the number that a user sees. */
  rows: { row: number; cells: string[] }[];
  rejected: number[];
  skipped: number;
}

let engine: DuckdbEngine;
beforeAll(async () => {
  engine = await DuckdbEngine.open({ threads: 1 });
});
afterAll(() => engine.close());

interface Outcome {
  summaries: RosterSummary[];
  findings: FindingRow[];
  rejected: { file: string; row: number }[];
}

/** The quality checks over files of one roster. */
async function compared(files: readonly RosterFile[]): Promise<Outcome> {
  const comparison = await qualityOf(engine, files);
  const findings: FindingRow[] = [];
  for await (const batch of comparison.findings()) findings.push(...batch);
  await emptyEngine();
  return { findings, summaries: comparison.rosterSummaries, rejected: comparison.loaded.flatMap(({ rejected }) => rejected) };
}

async function emptyEngine(): Promise<void> {
  for (const { name } of await engine.rows("SELECT view_name AS name FROM duckdb_views() WHERE NOT internal")) await engine.run(`DROP VIEW "${String(name)}"`);
  for (const { name } of await engine.rows("SELECT table_name AS name FROM duckdb_tables()")) await engine.run(`DROP TABLE "${String(name)}"`);
}

/** The first 17 digits of an id by the standard's own weights, null where it is nobody's. */
function personOf(text: string): string | null {
  const folded = text.normalize("NFKC").replaceAll(" ", "").toUpperCase();
  const long = /^\d{15}$/.test(folded) ? idNumber(`19${folded.slice(6, 12)}`, Number(folded.slice(12))) : folded;
  if (!/^\d{17}[\dX]$/.test(long)) return null;
  const [year, month, day] = [Number(long.slice(6, 10)), Number(long.slice(10, 12)), Number(long.slice(12, 14))];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1800 || year > 2199 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const sum = [...long].reduce((total, digit, i) => total + (digit === "X" ? 10 : Number(digit)) * (2 ** (17 - i) % 11), 0);
  return sum % 11 === 1 ? long.slice(0, 17) : null;
}

function idProblemOf(text: string): string {
  const folded = text.normalize("NFKC").replaceAll(" ", "");
  if (folded === "") return "quality.id_missing";
  return /^\d{15}000$|E/.test(folded) ? "quality.id_truncated" : "quality.id_checksum";
}

/** Rows that say once more what another row of the person says: by the village alone, for that is the only place there is. */
function duplicatesAmong(rows: readonly { cells: string[] }[]): number {
  const villages = new Map<string, Set<string>>();
  let identified = 0;
  for (const { cells: [id = "", , village = ""] } of rows) {
    const person = personOf(id);
    if (person === null) continue;
    identified += 1;
    const own = villages.get(person) ?? new Set();
    villages.set(person, village.trim() === "" ? own : own.add(village.trim()));
  }
  return [...villages.values()].reduce((left, own) => left - Math.max(own.size, 1), identified);
}

/** What became of the rows of some files of one roster. */
interface Account {
  files: { file: string; rows: number; accounted: number; rejected: number[]; skipped: number; identified: number }[];
  duplicates: number;
  /** Code and place of each finding about an id, one for each row without a usable one. */
  idProblems: string[];
  /** Findings of a row that says once more what another says. */
  repeated: number;
  /** Those of them that do not name two rows of the person. */
  misplaced: string[];
}

/** Writes the files, compares them as one roster, and says what came of it beside what the generator knows. */
async function accountsOf(folder: string, truths: readonly Truth[]): Promise<{ seen: Account; expected: Account }> {
  const files: RosterFile[] = [];
  for (const { name, bytes } of truths) {
    await writeFile(join(folder, name), bytes);
    const { rosters, problems } = await openFile(join(folder, name), { kinds });
    if (problems.length > 0) throw new Error(problems.map(({ message }) => message.en).join("; "));
    files.push(...rosters);
  }
  const { summaries, findings, rejected } = await compared(files);
  const personAt = (place: string): string | null => {
    const [file, , row] = place.split("#");
    return personOf(truths.find(({ name }) => name === file)?.rows.find((one) => one.row === Number(row))?.cells[0] ?? "");
  };
  const repeated = findings.filter(({ finding }) => finding === "quality.duplicate_row");
  const duplicates = duplicatesAmong(truths.flatMap(({ rows }) => rows));
  return {
    seen: {
      files: summaries.map(({ file, rows, accepted, duplicates: twice, rejected: unusable, skipped, identified }) => ({
        file, rows, accounted: accepted + twice + unusable, rejected: rejected.filter((one) => one.file === file).map(({ row }) => row), skipped, identified,
      })),
      duplicates: summaries.reduce((sum, summary) => sum + summary.duplicates, 0),
      idProblems: findings.filter(({ finding }) => finding.startsWith("quality.id_")).map(({ finding, rows }) => `${finding} ${rows}`).sort(),
      repeated: repeated.length,
      misplaced: repeated.filter(({ rows, id_number: id }) => rows.split(";").length !== 2 || rows.split(";").some((place) => personAt(place) !== id.slice(0, 17))).map(({ rows }) => rows),
    },
    expected: {
      files: truths.map(({ name, rows, rejected: numbers, skipped }) => ({
        file: name, rows: rows.length + numbers.length, accounted: rows.length + numbers.length, rejected: numbers, skipped,
        identified: rows.filter(({ cells: [id = ""] }) => personOf(id) !== null).length,
      })),
      duplicates,
      idProblems: truths.flatMap(({ name, rows }) => rows.flatMap(({ row, cells: [id = ""] }) => (personOf(id) === null ? [`${idProblemOf(id)} ${name}#${name.endsWith(".csv") ? "" : "名册"}#${row}`] : []))).sort(),
      repeated: duplicates,
      misplaced: [],
    },
  };
}

function ofCsv(name: string, file: CsvFile): Truth {
  const { rows, rejected, skipped } = expectedOf(file.lines, file.title ? 3 : 2);
  return { name, bytes: csvBytes(file), rows, rejected: rejected.map(([row]) => row), skipped };
}

function ofSheet(name: string, type: "xlsx" | "biff8", all: readonly SheetRow[]): Truth {
  const lines = all.map((one, i) => ({ ...one, row: i + 3 }));
  const rows = lines.filter(({ fate }) => fate === "row").map(({ row, texts = [] }) => ({ row, cells: texts }));
  const skipped = lines.filter(({ fate }) => fate === "skipped").length;
  return { name, bytes: workbookBytes({ 名册: sheetOf(all) }, type), rows, rejected: lines.filter(({ fate }) => fate !== "row" && fate !== "skipped").map(({ row }) => row), skipped };
}

// A last line without a line break and without text is no line.
const wholeCsv = csvFile.filter((file) => file.lastBreak || file.lines.at(-1)?.text !== "");

/** Clean lines, a person each. */
function cleanLines(count: number, firstBirth: number): Line[] {
  return Array.from({ length: count }, (_, i) => {
    const cells = [idNumber(firstBirth + (i % 28), Math.floor(i / 28)), "张三", "甲村", "350"];
    return { text: cells.join(","), height: 1, fate: "row", cells };
  });
}
// More of them than are looked at when the file is opened.
const before = cleanLines(2_100, 19_600_101);
const behind = cleanLines(60, 19_700_101);

describe("rows = accepted + duplicates + rejected, from the file to the findings", () => {
  it(`damaged files, each a roster or several together one roster (${RUNS} files of each format)`, async () => {
    const folder = await tempFolder();
    await fc.assert(
      fc.asyncProperty(wholeCsv, sheetRows, sheetRows, fc.constantFrom(null, null, null, 0, 1, 2), async (csv, xlsx, xls, alone) => {
        const truths = [ofCsv("低保1.csv", csv), ofSheet("低保2.xlsx", "xlsx", xlsx), ofSheet("低保3.xls", "biff8", xls)];
        for (const files of [truths.filter((_, i) => i === alone), truths.filter((_, i) => i !== alone)].filter(({ length }) => length > 0)) {
          const { seen, expected } = await accountsOf(folder, files);
          expect(seen).toEqual(expected);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it(`a CSV file that the engine may read by itself, for both its ends are clean, until it meets the middle (${RUNS / 2} files)`, async () => {
    const folder = await tempFolder();
    await fc.assert(
      fc.asyncProperty(fc.array(oddLine, { minLength: 1, maxLength: 3 }), fc.constantFrom("utf-8", "bom"), fc.constantFrom("\n", "\r\n"), async (odd, encoding, newline) => {
        const lines = [...before, ...odd, ...behind];
        const { seen, expected } = await accountsOf(folder, [ofCsv("低保.csv", { lines, encoding, newline, title: false, lastBreak: true })]);
        expect(seen).toEqual(expected);
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it.each(["xlsx", "biff8"] as const)(`%s: a workbook with bytes changed that can still be read (${RUNS / 5} files)`, async (type) => {
    const folder = await tempFolder();
    const path = join(folder, type === "xlsx" ? "低保.xlsx" : "低保.xls");
    const sound = workbookBytes({ 名册: sheetOf(Array.from({ length: 30 }, (_, i) => ({ cells: [idNumber(19_600_101, i % 25), "张三", "甲村", i] }))) }, type);
    const change = fc.record({ at: fc.nat({ max: sound.length - 1 }), to: fc.nat({ max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = Buffer.from(sound);
        for (const { at, to } of changes) bytes[at] = to;
        await writeFile(path, bytes);
        const { rosters: [roster] } = await openFile(path, { kinds });
        if (roster === undefined) return;
        // A damaged file may fail only once it is read: then there is nothing to add up.
        const read = await Promise.all(roster.sheets.map((sheet) => readAll(sheet))).catch(() => null);
        if (read === null) return;
        const { summaries: [summary] } = await compared([roster]);
        const [rows, rejected] = [read.reduce((sum, sheet) => sum + sheet.rows.length, 0), read.reduce((sum, sheet) => sum + sheet.rejected.length, 0)];
        expect(summary).toMatchObject({ rows: rows + rejected, rejected, skipped: read.reduce((sum, sheet) => sum + sheet.skipped, 0) });
        expect((summary?.accepted ?? 0) + (summary?.duplicates ?? 0) + (summary?.rejected ?? 0)).toBe(summary?.rows);
      }),
      { numRuns: RUNS / 5 },
    );
  });
});
