import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { DoudiError, type FindingRow } from "@doudi/contract";
import { VOLUMES_FOLDER } from "../workbook/volumesFolder.js";
import type { CheckMark, PreviousFindings } from "./previousFindings.js";
import { readFindingsCsv } from "./readFindingsCsv.js";

/**
 * Reads an earlier comparison: the output folder (findings.csv, findings.xlsx and the volumes a township, as far as they are there),
 * or one workbook as the clerk filled it in. Throws DoudiError previous_missing or previous_unreadable.
 */
export async function readPrevious(path: string): Promise<PreviousFindings> {
  const { csv, workbooks } = await locate(path);
  if (csv === null && workbooks.length === 0) throw new DoudiError("previous_missing", { path });
  const ids = new Set<string>();
  const marks = new Map<string, CheckMark>();
  // A folder's csv has every finding; a workbook may add those its check could not look at last time.
  const fromWorkbooks = new Map<string, FindingRow>();
  const { readFindingsWorkbook } = await import("./readFindingsWorkbook.js");
  for (const workbook of workbooks) {
    for (const { row, mark, gone } of await readable(workbook, () => readFindingsWorkbook(workbook))) {
      if (gone) continue;
      ids.add(row.finding_id);
      fromWorkbooks.set(row.finding_id, row);
      if (mark !== null) marks.set(row.finding_id, mark);
    }
  }
  if (csv !== null) {
    await readable(csv, async () => {
      for await (const row of readFindingsCsv(csv)) {
        ids.add(row.finding_id);
        fromWorkbooks.delete(row.finding_id);
      }
    });
  }
  return {
    path,
    ids,
    marks,
    async *rows() {
      if (csv !== null) yield* readFindingsCsv(csv);
      yield* fromWorkbooks.values();
    },
  };
}

async function locate(path: string): Promise<{ csv: string | null; workbooks: string[] }> {
  const kind = await stat(path).catch(() => null);
  if (kind === null) throw new DoudiError("previous_missing", { path });
  if (!kind.isDirectory()) return path.toLowerCase().endsWith(".csv") ? { csv: path, workbooks: [] } : { csv: null, workbooks: [path] };
  const names = await list(path);
  const volumes = (await list(join(path, VOLUMES_FOLDER))).map((name) => join(VOLUMES_FOLDER, name));
  return {
    csv: names.includes("findings.csv") ? join(path, "findings.csv") : null,
    // "~$…" is what a spreadsheet program leaves beside an open file.
    workbooks: [...names, ...volumes].filter((name) => name.toLowerCase().endsWith(".xlsx") && !basename(name).startsWith("~$")).map((name) => join(path, name)),
  };
}

async function list(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort();
}

async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new DoudiError("previous_unreadable", { path, detail: error instanceof Error ? error.message : String(error) }, { cause: error });
  }
}
