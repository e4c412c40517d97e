import { open } from "node:fs/promises";
import { DoudiError } from "@doudi/contract";
import { examineCsv } from "./examineCsv.js";
import type { ExaminedFile } from "./examinedTable.js";
import { examineWorkbook } from "./examineWorkbook.js";
import type { Kinds } from "./kinds.js";
import { DEFAULT_LIMITS, type UnpackLimits } from "./unpackLimits.js";

/**
 * Looks into a file, whatever its ending says: a workbook by its first bytes, else text. Throws DoudiError with the
 * code of what is wrong with it.
 */
export async function examineFile(path: string, name: string, kinds: Kinds, limits: UnpackLimits = DEFAULT_LIMITS): Promise<ExaminedFile> {
  const first = await firstBytes(path, name);
  if (first.length === 0) throw new DoudiError("file_empty", { file: name });
  const magic = first.subarray(0, 4).toString("hex");
  if (magic === "504b0304" || magic === "504b0506") return examineWorkbook(path, name, kinds, "xlsx", limits);
  if (magic === "d0cf11e0") return examineWorkbook(path, name, kinds, "xls", limits);
  const isWorkbookName = /\.(?:xlsx|xlsm|xls|et)$/i.test(name);
  // Systems export HTML tables and XML as .xls; what is neither markup nor text is a broken workbook.
  const text = first.toString("latin1").replace(/^\u00ef\u00bb\u00bf/, "").trimStart().toLowerCase();
  if (isWorkbookName && /^<(?:\?xml|!doctype|html|table|meta|head|body|style|div)/.test(text)) return examineWorkbook(path, name, kinds, "xls", limits);
  if (isWorkbookName && (/\.(?:xlsx|xlsm)$/i.test(name) || first.includes(0))) throw new DoudiError("file_damaged", { file: name, detailZh: "不是工作簿", detailEn: "not a workbook" });
  return examineCsv(path, name, kinds);
}

async function firstBytes(path: string, name: string): Promise<Buffer> {
  try {
    const handle = await open(path, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new DoudiError("file_unreadable", { file: name, detail: error instanceof Error ? error.message : String(error) }, { cause: error });
  }
}
