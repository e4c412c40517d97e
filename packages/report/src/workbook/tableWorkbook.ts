import { PassThrough, type Readable } from "node:stream";
import { cellText } from "./cellText.js";
import { BODY_STYLES, HEADER_STYLE } from "./sheetStyles.js";

export interface WorkbookTable {
  /** Of the sheet. */
  name: string;
  columns: readonly { header: string; /** In characters. */ width: number }[];
  /** Texts, one a column. Cells are texts even where they look like formulas. */
  rows: AsyncIterable<readonly (readonly string[])[]>;
}

/** A plain table as an .xlsx file, made while it is read. */
export function tableWorkbook(table: WorkbookTable): Readable {
  const file = new PassThrough();
  fill(file, table).catch((error: unknown) => file.destroy(error instanceof Error ? error : new Error(String(error))));
  return file;
}

async function fill(file: PassThrough, { name, columns, rows }: WorkbookTable): Promise<void> {
  const { default: exceljs } = await import("exceljs");
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ stream: file, useStyles: true, useSharedStrings: false });
  const sheet = workbook.addWorksheet(name, { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = columns.map(({ width }) => ({ width }));
  addRow(columns.map(({ header }) => header), HEADER_STYLE);
  let count = 0;
  for await (const batch of rows) {
    for (const cells of batch) addRow(cells, BODY_STYLES.wrapped[count++ % 2 === 0 ? 0 : 1]);
    // Waits until whoever downloads has taken what is there.
    if (file.writableNeedDrain) await new Promise((resolve) => file.once("drain", resolve).once("close", resolve));
    if (file.destroyed) return;
  }
  sheet.commit();
  await workbook.commit();

  function addRow(cells: readonly string[], style: object): void {
    const row = sheet.addRow(cells.map(cellText));
    row.eachCell((cell) => {
      cell.style = style;
    });
    row.commit();
  }
}
