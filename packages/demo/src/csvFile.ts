import { encodeGb18030 } from "./gb18030.js";
import { Pen } from "./pen.js";
import type { Random } from "./random.js";
import type { Cell, RosterRow } from "./rosterRow.js";
import type { CsvLayout } from "./rosterLayout.js";
import { spell, totalOf } from "./workbookFile.js";

/** The bytes of a CSV roster; sets `at` of each row to file##line, the line on which the record begins. */
export function csvFile(layout: CsvLayout, rows: RosterRow[], random: Random): Buffer {
  const pen = new Pen(layout.habits, random);
  const records: string[] = [];
  let line = 1;
  const put = (cells: Cell[]) => {
    const record = cells.map(quoted).join(",");
    records.push(record, layout.newline);
    line += 1 + (record.split("\n").length - 1);
  };
  for (const title of layout.title) put([title, ...Array.from({ length: layout.columns.length - 1 }, () => "")]);
  put(layout.columns.map((column) => column.header));
  for (const [i, row] of rows.entries()) {
    row.at = `${layout.file}##${line}`;
    row.order = i;
    put(spell(row, layout.columns, pen, i + 1));
  }
  if (layout.total) put(layout.columns.map((column, i) => (i === 0 ? "合计" : totalOf(column, rows, (yuan) => yuan.toFixed(2)))));
  for (const foot of layout.foot) put([foot, ...Array.from({ length: layout.columns.length - 1 }, () => "")]);
  const text = records.join("");
  if (layout.encoding === "gb18030") return encodeGb18030(text);
  return Buffer.from(layout.encoding === "utf-8-bom" ? `\ufeff${text}` : text, "utf8");
}

function quoted(cell: Cell): string {
  const text = typeof cell === "object" ? String(cell.serial) : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
