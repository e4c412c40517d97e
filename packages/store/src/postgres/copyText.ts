const SPECIAL = /[\\\t\n\r\0]/;
const ALL_SPECIAL = /[\\\t\n\r\0]/g;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\uFFFD" };

/**
 * One row in the text format of COPY, its line end included. null is \N, "" stays an empty text. PostgreSQL cannot store
 * U+0000: it becomes U+FFFD, as a character that cannot be shown.
 */
export function copyLine(rowid: number, cells: readonly (string | null)[]): string {
  let line = String(rowid);
  for (const cell of cells) line += `\t${cell === null ? "\\N" : escaped(cell)}`;
  return `${line}\n`;
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(ALL_SPECIAL, (character) => ESCAPES[character] ?? character) : text;
}
