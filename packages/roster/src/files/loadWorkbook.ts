import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { DoudiError } from "@doudi/contract";
import { checkZip } from "./checkZip.js";
import { assertUnchanged, type FileStamp } from "./fileStamp.js";
import { readWorkbook, type SheetGrid } from "./readWorkbook.js";
import type { UnpackLimits } from "./unpackLimits.js";

/** The sheets of a workbook, just as the file was when it was stamped. Throws file_encrypted, file_damaged, file_too_large and file_changed. */
export async function loadWorkbook(path: string, name: string, format: "xlsx" | "xls", stamp: FileStamp, limits: UnpackLimits): Promise<{ grids: SheetGrid[]; sha256: string }> {
  if (stamp.bytes > limits.totalBytes) throw new DoudiError("file_too_large", { file: name, detail: `${stamp.bytes} bytes` });
  await assertUnchanged(path, name, stamp);
  const bytes = await readFile(path);
  await assertUnchanged(path, name, stamp);
  if (bytes.length !== stamp.bytes) throw new DoudiError("file_changed", { file: name });
  if (format === "xlsx") await checkZip(bytes, name, limits);
  return { grids: await readWorkbook(bytes, name, format), sha256: createHash("sha256").update(bytes).digest("hex") };
}
