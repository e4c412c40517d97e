/** What a CSV file begins with: Excel takes it for UTF-8 only with a byte order mark. */
export const CSV_START = "\ufeff";

const NEEDS_QUOTES = /[",\n\r]/;

/** One line of a CSV file as Doudi writes them: quoted where RFC 4180 asks for it, ending in \n. */
export function csvLine(cells: readonly string[]): string {
  let line = quoted(cells[0] ?? "");
  for (let i = 1; i < cells.length; i += 1) line += `,${quoted(cells[i] ?? "")}`;
  return `${line}\n`;
}

function quoted(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
