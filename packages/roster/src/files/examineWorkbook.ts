import { DoudiError } from "@doudi/contract";
import type { ExaminedFile } from "./examinedTable.js";
import type { Kinds } from "./kinds.js";
import type { UnpackLimits } from "./unpackLimits.js";
export async function examineWorkbook(_path: string, name: string, _kinds: Kinds, _format: "xlsx" | "xls", _limits: UnpackLimits): Promise<ExaminedFile> {
  throw new DoudiError("file_unreadable", { file: name, detail: "workbook" });
}
