import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { DoudiError } from "@doudi/contract";

/** Where the households lie, and in which format. */
export type HouseholdInput =
  | { readonly format: "jsonl"; readonly path: string }
  | { readonly format: "xlsx"; readonly path: string }
  | CsvInput
  | ParquetInput;

interface CsvInput {
  readonly format: "csv";
  readonly households: string;
  readonly persons: string;
}

/** A pair of Parquet files: paths of both. */
export interface ParquetInput {
  readonly format: "parquet";
  readonly households: string;
  readonly persons: string;
}

/** Names of the pair's files: persons beside households. */
const PAIR_NAMES = [
  ["households", "persons"],
  ["家庭", "成员"],
] as const;

/**
 * Finds out what INPUT is: a file of JSON lines, a workbook, or a pair of CSV or Parquet files given by their folder or by the file
 * of households. Throws input_missing, input_kind, input_pair.
 */
export async function locateInput(path: string): Promise<HouseholdInput> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new DoudiError("input_missing", { path });
  if (found.isDirectory()) return inFolder(path);
  const extension = extname(path).toLowerCase();
  if ([".jsonl", ".ndjson", ".json"].includes(extension)) return { format: "jsonl", path };
  if ([".xlsx", ".xls"].includes(extension)) return { format: "xlsx", path };
  if (extension === ".csv" || extension === ".parquet") return besides(path, extension === ".csv" ? "csv" : "parquet");
  throw new DoudiError("input_kind", { path });
}

/** The name that the input goes by in messages: of its file, or of the file of one level. */
export function fileNameOf(input: HouseholdInput, level: "household" | "member"): string {
  if ("path" in input) return basename(input.path);
  return basename(level === "household" ? input.households : input.persons);
}

async function inFolder(folder: string): Promise<HouseholdInput> {
  const names = new Set(await readdir(folder));
  const pairs = PAIR_NAMES.flatMap(([households, persons]) => (["csv", "parquet"] as const).map((format) => ({ format, households: `${households}.${format}`, persons: `${persons}.${format}` })));
  const [first, second] = pairs.filter(({ households, persons }) => names.has(households) && names.has(persons));
  if (first === undefined) throw new DoudiError("input_pair", { path: folder });
  if (second !== undefined) throw new DoudiError("input_pair_twice", { path: folder, first: first.households, second: second.households });
  return { format: first.format, households: join(folder, first.households), persons: join(folder, first.persons) };
}

async function besides(path: string, format: "csv" | "parquet"): Promise<HouseholdInput> {
  const [folder, name] = [dirname(path), basename(path)];
  for (const [households, persons] of PAIR_NAMES) {
    for (const [own, other] of [[households, persons], [persons, households]] as const) {
      if (!name.includes(own)) continue;
      const beside = join(folder, name.replace(own, other));
      if ((await stat(beside).catch(() => null)) === null) throw new DoudiError("input_beside", { file: name, missing: basename(beside) });
      return own === households ? { format, households: path, persons: beside } : { format, households: beside, persons: path };
    }
  }
  throw new DoudiError("input_pair", { path });
}
