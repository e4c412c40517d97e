import { DoudiError } from "@doudi/contract";
import { foldHeader, headerUnit, withoutBracket } from "@doudi/roster";
import type { InputFact } from "./inputFact.js";
import type { UnknownKeys } from "./unknownKeys.js";

/** A column of a table that gives a fact; `unit` is that of its money. */
export interface TableColumn {
  readonly at: number;
  readonly fact: InputFact;
  readonly unit: "fen" | "yuan" | null;
}

/** How the household number is headed, besides the names of the fact itself. */
const HOUSEHOLD_NO = ["household_no", "户编号", "householdnumber", "户号"];

/** Whether a row of cells is the header: it has a column of household numbers. */
export function isHeader(cells: readonly string[], facts: readonly InputFact[]): boolean {
  return cells.some((cell) => isHouseholdNo(cell, facts));
}

/**
 * The columns of a table by its header: ids, keys and Chinese or English names are understood, with a bracket behind them. Columns
 * that are none go to `unknown`. Throws input_column_twice, and input_unit where a column of money does not say whether it is in
 * 元 or 分.
 */
export function readHeader(file: string, cells: readonly string[], level: InputFact["level"], facts: readonly InputFact[], unknown: UnknownKeys): { columns: TableColumn[]; householdNo: number } {
  const columns: TableColumn[] = [];
  const taken = new Map<string, string>();
  const householdNo = cells.findIndex((cell) => isHouseholdNo(cell, facts));
  cells.forEach((cell, at) => {
    const header = cell.trim();
    if (header === "" || at === householdNo) return;
    const id = isHouseholdNo(header, facts) ? "household_no" : null;
    const found = id === null ? findFact(header, facts.filter((fact) => fact.id !== "household_no" && fact.level === level)) : null;
    const name = id ?? found?.fact.id;
    if (name === undefined) return unknown.note(header, 1, facts.flatMap((fact) => (fact.level === level ? [fact.path, fact.name.zh] : [])));
    const first = id === null ? taken.get(name) : cells[householdNo];
    if (first !== undefined) throw new DoudiError("input_column_twice", { file, first, second: header });
    if (found === null) return;
    taken.set(name, header);
    columns.push({ at, fact: found.fact, unit: found.fact.type === "money" ? unitOf(file, header, found.exact) : null });
  });
  return { columns, householdNo };
}

function isHouseholdNo(header: string, facts: readonly InputFact[]): boolean {
  const folded = withoutBracket(foldHeader(header));
  const fact = facts.find(({ id }) => id === "household_no");
  return HOUSEHOLD_NO.includes(folded) || [fact?.name.zh, fact?.name.en].some((name) => name !== undefined && foldHeader(name) === folded);
}

/** `exact`: by the fact's id or key, which say fen; else by its name. */
function findFact(header: string, facts: readonly InputFact[]): { fact: InputFact; exact: boolean } | null {
  const folded = foldHeader(header);
  const bare = withoutBracket(folded);
  const exact = facts.find(({ id, path }) => id === folded || path === folded);
  if (exact !== undefined) return { fact: exact, exact: true };
  const named = facts.find(({ name }) => [name.zh, name.en].some((each) => [folded, bare].includes(foldHeader(each))));
  return named === undefined ? null : { fact: named, exact: false };
}

function unitOf(file: string, header: string, exact: boolean): "fen" | "yuan" {
  const unit = headerUnit(header) ?? (/\((yuan|fen)\)/i.exec(header.normalize("NFKC"))?.[1]?.toLowerCase() ?? null);
  if (unit === "元" || unit === "yuan") return "yuan";
  if (unit === "分" || unit === "fen" || (exact && unit === null)) return "fen";
  throw new DoudiError("input_unit", { file, header });
}
