const SPECIAL = /[\\\t\n\r\0]/;
const ALL_SPECIAL = /[\\\t\n\r\0]/g;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\uFFFD" };

/**
 * One row in the text format of COPY, its line end included. null is \N, "" stays an empty text. PostgreSQL cannot store
 * U+0000: it becomes U+FFFD, as a character that cannot be shown.
 */
function copyLine(rowid: number, cells: readonly (string | null)[]): string {
  let line = String(rowid);
  for (const cell of cells) line += `\t${cell === null ? "\\N" : escaped(cell)}`;
  return `${line}\n`;
}

/** Characters handed to COPY at a time. */
const COPY_CHARS = 256 * 1024;

/** Rows as COPY takes them from standard input, numbered from 0 in a first column; `count` tells how many went through. */
export function copyPieces(batches: AsyncIterable<readonly (readonly (string | null)[])[]>): { bytes: AsyncIterable<Buffer>; count(): number } {
  let count = 0;
  const bytes = async function* (): AsyncIterable<Buffer> {
    let piece = "";
    for await (const batch of batches) {
      for (const row of batch) {
        piece += copyLine(count, row);
        count += 1;
        if (piece.length >= COPY_CHARS) {
          yield Buffer.from(piece);
          piece = "";
        }
      }
    }
    if (piece !== "") yield Buffer.from(piece);
  };
  return { bytes: bytes(), count: () => count };
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(ALL_SPECIAL, (character) => ESCAPES[character] ?? character) : text;
}
