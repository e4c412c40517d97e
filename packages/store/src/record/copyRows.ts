import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { identifier } from "@doudi/roster";
import { from as copyFrom } from "pg-copy-streams";
import { copyPieces } from "../postgres/copyText.js";
import { clientOf, type Work } from "./database.js";

/**
 * Makes a table that lives as long as the transaction and fills it with COPY: column `rowid` counts the rows from 0.
 *
 * @param columns name → type as SQL has it
 * @returns the number of rows
 */
export async function copyRows(work: Work, table: string, columns: Readonly<Record<string, string>>, batches: AsyncIterable<readonly (readonly (string | null)[])[]>): Promise<number> {
  const client = clientOf(work);
  const definitions = Object.entries({ rowid: "bigint", ...columns }).map(([name, type]) => `${identifier(name)} ${type}`);
  await client.query(`CREATE TEMPORARY TABLE ${identifier(table)} (${definitions.join(", ")}) ON COMMIT DROP`);
  const pieces = copyPieces(batches);
  await pipeline(Readable.from(pieces.bytes, { objectMode: true }), client.query(copyFrom(`COPY ${identifier(table)} FROM STDIN (FORMAT text)`)));
  await client.query(`ANALYZE ${identifier(table)}`);
  return pieces.count();
}
