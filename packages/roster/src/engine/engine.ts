import type { DirectCsv } from "../files/source.js";
import type { Dialect } from "./dialect.js";

export type SqlValue = string | number | boolean | null;
export type SqlRow = Record<string, SqlValue>;

/**
 * A database that the comparison runs on. Tables have an implicit or explicit `rowid` that counts their rows from 0 in
 * the order they were loaded; a table made from one other table without filter or join keeps it (`Dialect.carryRowid`).
 */
export interface Engine {
  readonly dialect: Dialect;
  readonly version: string;
  run(sql: string): Promise<void>;
  /** Runs a statement with its joins in the order and direction in which they are written. */
  runAsWritten(sql: string): Promise<void>;
  /**
   * Whether tables made from now on keep the order of their rows. They do at first, because rowid tells the line of a row;
   * once the rosters are loaded nothing needs it, and an engine that works in parallel is faster without.
   */
  keepOrder(keep: boolean): Promise<void>;
  /** A small result, whole. 64-bit integers come as numbers, and must be safe ones. */
  rows(sql: string): Promise<SqlRow[]>;
  /** A large result in batches, in the order of the query. */
  stream(sql: string): AsyncIterable<SqlRow[]>;
  /** Makes a table of text columns and fills it in order; null stays NULL. Returns the number of rows. */
  load(table: string, columns: readonly string[], batches: AsyncIterable<readonly (readonly (string | null)[])[]>): Promise<number>;
  /** A relation that reads a pristine CSV file in parallel and in order, all columns as text; null where the engine cannot. */
  readCsv(csv: DirectCsv, columns: readonly string[]): string | null;
  close(): Promise<void>;
}
