import { type Kinds, standardiseValue } from "@doudi/roster";

/** What stands in a cell where a text was not understood. */
const NOT_UNDERSTOOD = "不详";

/** Reads cells of roster rows, which hold texts for people, as values again. */
export class RosterValues {
  constructor(private readonly kinds: Kinds) {}

  /** The code of an enum, boolean or grade column; null where the cell does not say. */
  code(cells: Readonly<Record<string, string>>, column: string): string | null {
    const text = cells[column] ?? "";
    return text === "" || text === NOT_UNDERSTOOD ? null : standardiseValue(this.kinds, column, text);
  }

  /** Fen of 1234.50元; null where the cell does not say. */
  fen(cells: Readonly<Record<string, string>>, column: string): number | null {
    const match = /^(-?\d+)\.(\d\d)元$/.exec(cells[column] ?? "");
    if (match === null) return null;
    const fen = Number(`${match[1] ?? ""}${match[2] ?? ""}`);
    return Number.isSafeInteger(fen) && fen >= 0 ? fen : null;
  }

  /** YYYY-MM-DD; null where the cell does not say. */
  day(cells: Readonly<Record<string, string>>, column: string): string | null {
    const text = cells[column] ?? "";
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null;
  }
}
