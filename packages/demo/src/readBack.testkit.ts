import { readFileSync } from "node:fs";
import { join } from "node:path";
import { read, utils } from "@e965/xlsx";
import type { Demo } from "./makeDemo.js";
import type { RosterKind } from "@doudi/contract";

/** A row as it stands in a file, by header, found without the code that wrote it. */
export interface ReadRow {
  at: string;
  cells: Record<string, string>;
}

const GB18030: RosterKind[] = ["disability_care", "deaths", "vehicles"];
/** How many lines stand above the (last) header line, and the header that starts it. */
const HEADERS = /姓\s*名|户名|权利人|所有人/;

export function readRoster(demo: Demo, kind: RosterKind): ReadRow[] {
  const file = demo.files.find((one) => one.kind === kind)?.file ?? "";
  const bytes = readFileSync(join(demo.rosters, file));
  if (!file.endsWith(".csv")) return readBook(file, bytes);
  const records = splitCsv(new TextDecoder(GB18030.includes(kind) ? "gb18030" : "utf-8").decode(bytes));
  return rowsOf(records.map((record) => ({ ...record, at: `${file}##${record.line}` })));
}

function readBook(file: string, bytes: Buffer): ReadRow[] {
  const book = read(bytes);
  return book.SheetNames.flatMap((name) => {
    const sheet = book.Sheets[name];
    if (sheet === undefined || name === "封面") return [];
    for (const { s, e } of sheet["!merges"] ?? []) {
      const first = sheet[utils.encode_cell(s)];
      if (s.c === e.c && e.r > s.r && first !== undefined) for (let r = s.r + 1; r <= e.r; r += 1) sheet[utils.encode_cell({ r, c: s.c })] = first;
    }
    const lines = utils.sheet_to_json<(string | number)[]>(sheet, { header: 1, raw: true, defval: "", blankrows: true });
    return rowsOf(lines.map((cells, i) => ({ cells: cells.map(String), at: `${file}#${name}#${i + 1}` })));
  });
}

function rowsOf(lines: { cells: string[]; at: string }[]): ReadRow[] {
  const start = lines.findIndex((line) => line.cells.filter((cell) => cell !== "").length > 3 && line.cells.some((cell) => HEADERS.test(cell)));
  const headers = lines[start]?.cells ?? [];
  return lines
    .slice(start + 1)
    .filter(({ cells }) => cells.filter((cell) => cell !== "").length > 3 && !cells.includes("合计") && !cells.includes("小计") && !cells.some((cell) => headers.includes(cell) && cell.length > 3 && HEADERS.test(cell)))
    .filter(({ cells }) => !cells.includes("性别"))
    .map(({ cells, at }) => ({ at, cells: Object.fromEntries(headers.map((header, c) => [header.replace(/\s/g, ""), cells[c] ?? ""])) }));
}

/** Records of a CSV text with the line on which each begins. */
export function splitCsv(text: string): { cells: string[]; line: number }[] {
  const records: { cells: string[]; line: number }[] = [];
  let cells: string[] = [];
  let cell = "";
  let inQuotes = false;
  let line = 1;
  let begun = 1;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charAt(i);
    if (c === "\n") line += 1;
    if (inQuotes) {
      if (c !== '"') cell += c;
      else if (text.charAt(i + 1) === '"') {
        cell += '"';
        i += 1;
      } else inQuotes = false;
    } else if (c === '"') inQuotes = true;
    else if (c === "," || c === "\n") {
      cells.push(cell);
      cell = "";
      if (c === "\n") {
        records.push({ cells, line: begun });
        cells = [];
        begun = line;
      }
    } else if (c !== "\r") cell += c;
  }
  return records;
}

/** The day in a cell as YYYY-MM-DD, null where it is empty. */
export function dayIn(cell: string): string | null {
  if (cell === "") return null;
  if (/^\d{5}$/.test(cell)) return new Date(Date.UTC(1899, 11, 30 + Number(cell))).toISOString().slice(0, 10);
  const [year = "", month = "", day = ""] = /^\d{8}$/.test(cell) ? [cell.slice(0, 4), cell.slice(4, 6), cell.slice(6)] : (cell.match(/\d+/g) ?? []);
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** The 18-digit id in a cell, by other means than the package's own: null where there is none. */
export function idIn(cell: string): string | null {
  let text = cell.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  if (/^\d{15}$/.test(text)) text = `${text.slice(0, 6)}19${text.slice(6)}?`;
  if (/^\d{17}[\dX?]/.test(text) && text.length >= 20) text = text.slice(0, 18);
  if (!/^\d{17}[\dX?]$/.test(text)) return null;
  // ISO 7064 MOD 11-2, by Horner's scheme.
  let rest = 0;
  for (const digit of text.slice(0, 17)) rest = ((rest + Number(digit)) * 2) % 11;
  const check = (12 - rest) % 11;
  const last = check === 10 ? "X" : String(check);
  const day = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day) return null;
  return text.charAt(17) === "?" || text.charAt(17) === last ? text.slice(0, 17) + last : null;
}
