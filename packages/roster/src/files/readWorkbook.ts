import { isUtf8 } from "node:buffer";
import zlib from "node:zlib";
import { DoudiError } from "@doudi/contract";
import { CFB, read, set_cptable, type DenseWorkSheet, type Range, type WorkBook } from "@e965/xlsx";
import { cellText } from "./cellText.js";
import { damagedWorkbook } from "./damagedWorkbook.js";

/** A sheet as text: the rows that hold anything, by their number in the sheet (from 1). */
export interface SheetGrid {
  sheet: string;
  rows: { row: number; cells: string[] }[];
  /** Merged cells, rows and columns from 0. */
  merges: readonly Range[];
  hiddenRows: ReadonlySet<number>;
  /** Cells that hold a formula error, by row number. */
  errorRows: ReadonlyMap<number, number>;
  filtered: boolean;
  hiddenSheet: boolean;
}

/** SheetJS unpacks with Node's zlib when it is given one; it asks for a counter by a name that Node has since changed. */
class InflateRaw extends zlib.InflateRaw {
  override get bytesRead(): number {
    return this.bytesWritten;
  }
}

/** Reads every worksheet of a workbook that was checked before. Throws file_encrypted and file_damaged. */
export async function readWorkbook(bytes: Buffer, name: string, format: "xlsx" | "xls"): Promise<SheetGrid[]> {
  const workbook = await parseWorkbook(bytes, name, format);
  const date1904 = workbook.Workbook?.WBProps?.date1904 === true;
  const grids: SheetGrid[] = [];
  for (const [index, sheet] of workbook.SheetNames.entries()) {
    const worksheet = workbook.Sheets[sheet] as DenseWorkSheet | undefined;
    const state = workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0;
    // Charts and dialogs have no cells.
    if (worksheet?.["!data"] === undefined) continue;
    grids.push(sheetGrid(sheet, worksheet, date1904, state !== 0));
  }
  return grids;
}

async function parseWorkbook(bytes: Buffer, name: string, format: "xlsx" | "xls"): Promise<WorkBook> {
  const options = { dense: true, cellNF: true, cellText: false, cellHTML: false, cellFormula: false, cellStyles: true } as const;
  try {
    CFB.utils.use_zlib({ ...zlib, InflateRaw });
    if (format === "xlsx") return read(bytes, { ...options, type: "buffer" });
    if (bytes.subarray(0, 4).toString("hex") !== "d0cf11e0") {
      // A page saved as .xls: texts stay texts, or long ids would become numbers.
      const text = isUtf8(bytes) ? bytes.toString("utf8") : new TextDecoder("gb18030").decode(bytes);
      return read(text, { ...options, type: "string", raw: true });
    }
    const container = CFB.read(bytes, { type: "buffer" });
    if (CFB.find(container, "EncryptedPackage") !== null || CFB.find(container, "EncryptionInfo") !== null) throw new DoudiError("file_encrypted", { file: name });
    if (CFB.find(container, "Workbook") === null && CFB.find(container, "Book") === null) throw new Error("no Workbook stream");
    // Workbooks older than Excel 97 keep their text in a code page.
    set_cptable(await import("@e965/xlsx/dist/cpexcel.full.mjs"));
    return read(bytes, { ...options, type: "buffer" });
  } catch (error) {
    if (error instanceof DoudiError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    if (/password|encrypt/i.test(message)) throw new DoudiError("file_encrypted", { file: name }, { cause: error });
    throw damagedWorkbook(name, error);
  }
}

function sheetGrid(sheet: string, worksheet: DenseWorkSheet, date1904: boolean, hiddenSheet: boolean): SheetGrid {
  const rows: SheetGrid["rows"] = [];
  const errorRows = new Map<number, number>();
  const hiddenRows = new Set<number>();
  const data = worksheet["!data"] ?? [];
  const properties = worksheet["!rows"] ?? [];
  // forEach leaves out the holes of a sheet whose last row is number 1,048,576.
  data.forEach((line, index) => {
    const cells: string[] = [];
    let filled = false;
    let errors = 0;
    line?.forEach((cell, column) => {
      const text = cellText(cell, date1904);
      if (text === "") return;
      while (cells.length < column) cells.push("");
      cells[column] = text;
      if (cell.t === "e") errors += 1;
      filled ||= text.trim() !== "";
    });
    if (!filled) return;
    rows.push({ row: index + 1, cells });
    if (errors > 0) errorRows.set(index + 1, errors);
    if (properties[index]?.hidden === true) hiddenRows.add(index + 1);
  });
  return { sheet, rows, merges: worksheet["!merges"] ?? [], hiddenRows, errorRows, filtered: worksheet["!autofilter"] !== undefined, hiddenSheet };
}
