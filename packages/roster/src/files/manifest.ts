import { readFile } from "node:fs/promises";
import { DoudiError, isRosterKind, type RosterKind } from "@doudi/contract";
import { parse } from "yaml";
import { detectPeriod } from "./detectPeriod.js";

/** What a manifest says of a file or of one of its sheets; what it leaves out is found from the file itself. */
export interface ManifestEntry {
  /** Path relative to the folder, with / between parts. */
  file: string;
  sheet?: string;
  kind?: RosterKind;
  period?: string;
  /** Of several versions of one kind and period the highest counts. */
  version?: string;
  /** Names a piece of a roster that comes in several files (a township, say); pieces are all read. */
  part?: string;
  sent_by?: string;
  /** Header → standard column, or null to leave the header out. */
  columns?: Record<string, string | null>;
}

export interface Manifest {
  path: string;
  entries: ManifestEntry[];
}

const TEXTS = ["sheet", "period", "version", "part", "sent_by"] as const;
const KEYS = new Set<string>(["file", "kind", "columns", ...TEXTS]);

/** Reads a manifest: a YAML list of entries, or a mapping with the list under `files`. Throws manifest_invalid. */
export async function readManifest(path: string): Promise<Manifest> {
  const fail = (detail: string): never => {
    throw new DoudiError("manifest_invalid", { file: path, detail });
  };
  let raw: unknown;
  try {
    raw = parse(await readFile(path, "utf8"));
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  const list = Array.isArray(raw) ? raw : isRecord(raw) ? (raw["files"] ?? raw["entries"]) : null;
  if (!Array.isArray(list)) return fail("files: []");
  return { path, entries: list.map((item: unknown, index) => readEntry(item, index, fail)) };
}

function readEntry(item: unknown, index: number, fail: (detail: string) => never): ManifestEntry {
  if (!isRecord(item) || typeof item["file"] !== "string") return fail(`#${index + 1}: file`);
  const entry: ManifestEntry = { file: item["file"].replaceAll("\\", "/") };
  const unknown = Object.keys(item).find((key) => !KEYS.has(key));
  if (unknown !== undefined) fail(`${entry.file}: ${unknown}`);
  for (const key of TEXTS) {
    const value = item[key];
    if (value === undefined || value === null) continue;
    if (typeof value !== "string" && typeof value !== "number") fail(`${entry.file}: ${key}`);
    entry[key] = String(value);
  }
  if (entry.period !== undefined && detectPeriod(entry.period) === null) fail(`${entry.file}: period ${entry.period}`);
  const kind = item["kind"];
  if (kind !== undefined) entry.kind = typeof kind === "string" && isRosterKind(kind) ? kind : fail(`${entry.file}: kind ${String(kind)}`);
  const columns = item["columns"];
  if (columns !== undefined) {
    if (!isRecord(columns) || Object.values(columns).some((value) => value !== null && typeof value !== "string")) return fail(`${entry.file}: columns`);
    entry.columns = columns as Record<string, string | null>;
  }
  return entry;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The entries that speak of a file, in order. */
export function entriesOf(manifest: Manifest | undefined, name: string): ManifestEntry[] {
  const base = name.slice(name.lastIndexOf("/") + 1);
  return (manifest?.entries ?? []).filter((entry) => entry.file === name || entry.file === base);
}
