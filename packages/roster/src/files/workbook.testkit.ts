import { utils, write, type WorkSheet } from "@e965/xlsx";

export type Cell = string | number | null;

/** The bytes of a workbook with these sheets: rows of cells, or worksheets made elsewhere. */
export function workbookBytes(sheets: Readonly<Record<string, Cell[][] | WorkSheet>>, bookType: "xlsx" | "biff8" = "xlsx"): Buffer {
  const book = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(book, Array.isArray(sheet) ? utils.aoa_to_sheet(sheet) : sheet, name);
  return write(book, { type: "buffer", bookType, cellStyles: true, compression: true }) as Buffer;
}
