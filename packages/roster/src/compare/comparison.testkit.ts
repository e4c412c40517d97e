import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FindingCode, FindingRow, Lang, RosterKind, RosterSummary } from "@doudi/contract";
import { loadLibrary, type PackLibrary, type Policy, resolvePolicy } from "@doudi/policy";
import { stringify } from "yaml";
import { DuckdbEngine } from "../engine/duckdbEngine.js";
import type { Engine } from "../engine/engine.js";
import { loadKinds } from "../files/kinds.js";
import { readManifest } from "../files/manifest.js";
import { openFolder } from "../files/openFolder.js";
import type { RosterFile } from "../files/source.js";
import { tempFolder } from "../files/tempFolder.testkit.js";
import { type Cell, workbookBytes } from "../files/workbook.testkit.js";
import { vocabularyOf } from "../load/vocabulary.js";
import { type Comparison, compareRosters } from "./compareRosters.js";
import type { SmallRosters } from "./personChecks.js";

export const kinds = loadKinds();
const severalRows = new Set([...kinds.byCode.values()].filter((kind) => kind.severalRows).map(({ kind }) => kind));
let packs: PackLibrary | null = null;
const policies = new Map<string, Policy>();

/** Where and when most tests play: Fugong county, the law of 30 June 2020. */
const FUGONG = { place: "533323", date: "2020-06-30" };

export interface ComparisonOptions {
  place?: string;
  date?: string;
  lang?: Lang;
  manifest?: readonly object[];
  small?: SmallRosters;
  mostPairs?: number;
}

export interface ComparisonOutcome {
  findings: FindingRow[];
  summaries: RosterSummary[];
  /** Findings in short: "code id", in the order they were read. */
  found: string[];
  of(code: FindingCode): FindingRow[];
  summary(kind: RosterKind): RosterSummary;
  /** The checks not run, with what they say in the language of the run. */
  notRun: Record<string, string>;
  partial: Record<string, RosterKind[]>;
  comparison: Comparison;
}

/** Compares a folder of these files under the real packs. Throws where a file is refused. */
export async function compareFiles(files: Readonly<Record<string, string | Uint8Array>>, options: ComparisonOptions = {}): Promise<ComparisonOutcome> {
  const { place, date, lang = "zh" } = { ...FUGONG, ...options };
  const folder = await tempFolder({ ...files, ...(options.manifest === undefined ? {} : { "manifest.yaml": stringify(options.manifest) }) });
  const manifest = options.manifest === undefined ? {} : { manifest: await readManifest(join(folder, "manifest.yaml")) };
  const opened = await openFolder(folder, { kinds, date, ...manifest });
  if (opened.problems.length > 0) throw new Error(opened.problems.map(({ file, message }) => `${file}: ${message.zh}`).join("\n"));
  const engine = await DuckdbEngine.open({ threads: 1 });
  try {
    const comparison = await compareRosters({
      engine, vocabulary: vocabularyOf(kinds), policy: policyOf(place, date), rosters: opened.rosters,
      place: { code: place, name: place }, lang, severalRows, townshipOf: (name) => ({ name, code: null }), ...(options.small === undefined ? {} : { small: options.small }), ...(options.mostPairs === undefined ? {} : { mostPairs: options.mostPairs }),
    });
    const findings: FindingRow[] = [];
    for await (const batch of comparison.findings()) findings.push(...batch);
    return {
      findings, comparison,
      summaries: comparison.rosterSummaries,
      found: findings.map((row) => `${row.finding} ${row.id_number}`),
      of: (code) => findings.filter((row) => row.finding === code),
      summary: (kind) => comparison.rosterSummaries.find((summary) => summary.kind === kind) ?? fail(`no roster ${kind}`),
      notRun: Object.fromEntries(comparison.plan.notRun.map(({ check, message }) => [check, message[lang]])),
      partial: Object.fromEntries(comparison.plan.partial.map(({ check, missing }) => [check, missing])),
    };
  } finally {
    await engine.close();
  }
}

/** A CSV file with a header: one line a row, cells in the order of the header, "" where a row lacks one. */
export function csv(header: string, ...rows: readonly (string | number | undefined)[][]): string {
  const width = header.split(",").length;
  return [header, ...rows.map((row) => Array.from({ length: width }, (_, i) => String(row[i] ?? "")).join(","))].map((line) => `${line}\n`).join("");
}

/** The same table as a workbook of one sheet. */
export function xlsx(text: string): Buffer {
  const rows: Cell[][] = text.trimEnd().split("\n").map((line) => line.split(","));
  return workbookBytes({ Sheet1: rows });
}

/** Runs the checks of data quality alone over files of rosters. The tables stay in the engine. */
export function qualityOf(engine: Engine, rosters: readonly RosterFile[]): Promise<Comparison> {
  const { place, date } = FUGONG;
  const policy = policyOf(place, date);
  return compareRosters({
    engine, vocabulary: vocabularyOf(kinds), policy: { ...policy, checks: policy.checks.filter(({ id }) => id.startsWith("quality.")) }, rosters,
    place: { code: place, name: place }, lang: "zh", severalRows, townshipOf: (name) => ({ name, code: null }),
  });
}

/** What the real packs say at a place on a day. */
function policyOf(place: string, date: string): Policy {
  packs ??= readPacks();
  const known = policies.get(`${place} ${date}`) ?? resolvePolicy(packs, { division: place, date });
  policies.set(`${place} ${date}`, known);
  return known;
}

function readPacks(): PackLibrary {
  const root = fileURLToPath(new URL("../../../../policies/", import.meta.url));
  const paths = readdirSync(root, { recursive: true }).map(String).filter((path) => path.endsWith(".yaml"));
  return loadLibrary(paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })));
}

function fail(message: string): never {
  throw new Error(message);
}
