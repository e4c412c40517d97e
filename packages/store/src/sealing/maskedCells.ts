import { maskId } from "@doudi/contract";
import type { Keyring } from "./keyring.js";

/** What of a roster's row is opened. */
export interface SealedRow {
  readonly county_code: string;
  readonly cells: Readonly<Record<string, string>>;
  readonly sealed: Buffer | null;
  readonly key_version: number;
}

const ACCOUNTS = new Set(["bank_account", "account"]);

/** The sealed columns of a row, open: numbers of persons, certificates, accounts and phones. */
export function openCells(keyring: Keyring, { county_code: county, sealed, key_version: version }: SealedRow): Record<string, string> {
  return sealed === null ? {} : (JSON.parse(keyring.open(county, version, sealed).toString("utf8")) as Record<string, string>);
}

/** All columns of a row as people may see them: of accounts the last four characters, other numbers as maskId has them. */
export function maskedCells(keyring: Keyring, row: SealedRow): Record<string, string> {
  const masked = Object.entries(openCells(keyring, row)).map(([column, value]) => [column, ACCOUNTS.has(column) ? `${"*".repeat(Math.max(0, value.length - 4))}${value.slice(-4)}` : maskId(value)] as const);
  return { ...row.cells, ...Object.fromEntries(masked) };
}
