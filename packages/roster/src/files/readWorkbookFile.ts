import { extname } from "node:path";
import { DoudiError } from "@doudi/contract";
import { fileStamp } from "./fileStamp.js";
import { loadWorkbook } from "./loadWorkbook.js";
import type { SheetGrid } from "./readWorkbook.js";
import { DEFAULT_LIMITS } from "./unpackLimits.js";

/** The sheets of a workbook as text. Throws file_empty, file_encrypted, file_damaged, file_too_large, file_changed. */
export async function readWorkbookFile(path: string, name: string): Promise<SheetGrid[]> {
  const stamp = await fileStamp(path);
  if (stamp.bytes === 0) throw new DoudiError("file_empty", { file: name });
  const { grids } = await loadWorkbook(path, name, extname(name).toLowerCase() === ".xls" ? "xls" : "xlsx", stamp, DEFAULT_LIMITS);
  return grids;
}
