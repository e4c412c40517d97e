import type { RawRow } from "./source.js";

/**
 * Rows as bytes, some thousand to a piece. Texts cut out of a parsed workbook keep the whole of it in memory; packed
 * they take little more than their own length.
 */
export type PackedRows = readonly Buffer[];

const ROWS_PER_PIECE = 4096;

export function packRows(rows: readonly RawRow[]): PackedRows {
  const pieces: Buffer[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_PIECE) pieces.push(Buffer.from(JSON.stringify(rows.slice(at, at + ROWS_PER_PIECE))));
  return pieces;
}

export function* unpackRows(packed: PackedRows): Generator<RawRow[]> {
  for (const piece of packed) yield JSON.parse(piece.toString("utf8")) as RawRow[];
}
