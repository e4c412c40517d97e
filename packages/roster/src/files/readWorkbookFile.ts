import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { DoudiError } from "@doudi/contract";
import { checkZip } from "./checkZip.js";
import { assertUnchanged, fileStamp } from "./fileStamp.js";
import { readWorkbook, type SheetGrid } from "./readWorkbook.js";
import { DEFAULT_LIMITS } from "./unpackLimits.js";

/** The sheets of a workbook as text. Throws file_empty, file_encrypted, file_damaged, file_too_large, file_changed. */
export async function readWorkbookFile(path: string, name: string): Promise<SheetGrid[]> {
  const stamp = await fileStamp(path);
  if (stamp.bytes === 0) throw new DoudiError("file_empty", { file: name });
  if (stamp.bytes > DEFAULT_LIMITS.totalBytes) throw new DoudiError("file_too_large", { file: name, detail: `${stamp.bytes} bytes` });
  const bytes = await readFile(path);
  await assertUnchanged(path, name, stamp);
  const format = extname(name).toLowerCase() === ".xls" ? "xls" : "xlsx";
  if (format === "xlsx") await checkZip(bytes, name, DEFAULT_LIMITS);
  return readWorkbook(bytes, name, format);
}
