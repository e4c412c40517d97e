import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FINDING_CODES, type FindingRow } from "@doudi/contract";
import { makeDemo } from "@doudi/demo";
import { compareRosters, Divisions, DuckdbEngine, loadKinds, openFolder, townshipResolver, vocabularyOf } from "@doudi/roster";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadPolicy } from "./packs/loadPolicy.js";

const PERSONS = 100_000;
const SEED = 1;
const DATE = "2020-06-30";
const PLACE = "533323";
/** The pack's threshold for proposing a link. */
const THRESHOLD = 0.9;

interface Truth {
  finding: string;
  id_number: string;
  rows: string;
}
interface Proposal {
  row: string;
  id: string;
  probability: number;
}

let folder: string;
let truth: Truth[];
let found: FindingRow[];
let proposals: Proposal[];
let formats: Set<string>;
let rosters: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doudi-county-"));
  const demo = await makeDemo({ out: folder, persons: PERSONS, seed: SEED });
  formats = new Set(demo.files.map(({ format }) => format));
  rosters = demo.files.length;
  truth = readCsv(await readFile(demo.truth, "utf8")) as unknown as Truth[];
  const kinds = loadKinds();
  const divisions = Divisions.read();
  const place = divisions.getPlace(PLACE);
  const { policy } = await loadPolicy({ policies: undefined, place, date: DATE, lang: "zh" });
  const opened = await openFolder(demo.rosters, { kinds, date: DATE });
  if (opened.problems.length > 0) throw new Error(opened.problems.map(({ file, message }) => `${file}: ${message.en}`).join("\n"));
  const engine = await DuckdbEngine.open({});
  try {
    const severalRows = new Set([...kinds.byCode.values()].filter((kind) => kind.severalRows).map(({ kind }) => kind));
    const comparison = await compareRosters({ engine, vocabulary: vocabularyOf(kinds), policy, rosters: opened.rosters, place, lang: "zh", severalRows, townshipOf: townshipResolver(divisions, PLACE) });
    found = [];
    for await (const batch of comparison.findings()) found.push(...batch);
    const references = comparison.loaded.map((roster) => ({ kind: roster.kind, of: (rowId: number, rowNo: number | null): string => {
      const source = roster.sources.find(({ firstRowid, rows }) => rowId >= firstRowid && rowId < firstRowid + rows);
      if (source === undefined) throw new Error(`no source of row ${rowId}`);
      return `${source.file.name}#${source.sheet.sheet}#${source.firstLine === null ? rowNo : rowId - source.firstRowid + source.firstLine}`;
    } }));
    proposals = [];
    for (const { kind, of } of references) {
      for (const row of await engine.rows(`SELECT l.row_id, t.row_no, CAST(l.pid AS VARCHAR) AS pid, CAST(l.probability AS DOUBLE) AS probability FROM link AS l JOIN std_${kind} AS t ON t.rowid = l.row_id WHERE l.row_kind = '${kind}'`)) {
        proposals.push({ row: of(Number(row["row_id"]), row["row_no"] === null ? null : Number(row["row_no"])), id: String(row["pid"]), probability: Number(row["probability"]) });
      }
    }
  } finally {
    await engine.close();
  }
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe(`the demo county of ${PERSONS} persons, seed ${SEED}`, () => {
  it("comes in eight rosters and four file shapes at the least", () => {
    expect(rosters).toBeGreaterThanOrEqual(8);
    expect(formats.size).toBeGreaterThanOrEqual(4);
  });

  it("has every exact finding found and none that is not there", () => {
    const table: string[] = ["code | truth | found | precision | recall"];
    const wrong: string[] = [];
    for (const code of FINDING_CODES.filter((each) => each !== "link.probable")) {
      const expected = new Set(truth.filter(({ finding }) => finding === code).map(subject));
      const actual = new Set(found.filter(({ finding }) => finding === code).map(subject));
      const hits = [...actual].filter((each) => expected.has(each)).length;
      const [precision, recall] = [actual.size === 0 ? 1 : hits / actual.size, expected.size === 0 ? 1 : hits / expected.size];
      table.push(`${code} | ${expected.size} | ${actual.size} | ${precision.toFixed(3)} | ${recall.toFixed(3)}`);
      if (precision < 1 || recall < 1 || expected.size === 0) wrong.push(code);
    }
    console.log(table.join("\n"));
    expect(wrong).toEqual([]);
  });

  it("has its rows without a usable id linked, F1 0.95 or better at the pack's threshold", () => {
    // The row that is linked is the one that also has an id problem; the other row of the truth is the person's.
    const odd = new Set(truth.filter(({ finding }) => finding.startsWith("quality.id_")).map(({ rows }) => rows));
    const links = new Set(truth.filter(({ finding }) => finding === "link.probable").flatMap(({ rows, id_number: id }) => rows.split(";").filter((row) => odd.has(row)).map((row) => `${row}|${id.slice(0, 17)}`)));
    const quality = (threshold: number): { precision: number; recall: number; f1: number } => {
      const passing = proposals.filter(({ probability }) => probability >= threshold);
      const hits = passing.filter(({ row, id }) => links.has(`${row}|${id}`)).length;
      const [precision, recall] = [passing.length === 0 ? 1 : hits / passing.length, hits / links.size];
      return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
    };
    console.log(["threshold | precision | recall | F1", ...[0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999].map((threshold) => {
      const { precision, recall, f1 } = quality(threshold);
      return `${threshold} | ${precision.toFixed(4)} | ${recall.toFixed(4)} | ${f1.toFixed(4)}`;
    })].join("\n"));
    expect(links.size).toBeGreaterThan(100);
    expect(quality(THRESHOLD).f1).toBeGreaterThanOrEqual(0.95);
    // What the comparison reports are the proposals from the threshold on.
    expect(found.filter(({ finding }) => finding === "link.probable")).toHaveLength(proposals.filter(({ probability }) => probability >= THRESHOLD).length);
  });
});

/** What a finding is about: a row (the last where it stands beside the one it repeats), else a person. */
function subject({ finding, id_number: id, rows }: Truth | FindingRow): string {
  return finding.startsWith("quality.") ? (rows.split(";").at(-1) ?? "") : id;
}

function readCsv(text: string): Record<string, string>[] {
  const [header = [], ...lines] = text.replace(/^\ufeff/, "").trimEnd().split(/\r?\n/).map(cells);
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i] ?? ""])));
}

function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? "");
}
