import { isPlausibleId } from "./classifyRow.js";
import { foldHeader } from "./foldHeader.js";
import { findColumn, type HeaderIndex, type Kinds } from "./kinds.js";

/** One column of a header: its text, and the group above it where the header takes two rows. */
export interface HeaderCell {
  text: string;
  group: string;
  sub: string;
}

export interface HeaderLayout {
  /** Index of the header's first row among the rows given. */
  index: number;
  rows: 1 | 2;
  cells: HeaderCell[];
  /** Texts of the rows above the header. */
  title: string[];
}

const SEARCHED_ROWS = 40;
const IDENTITY = new Set(["id_number", "name", "head_id", "head_name", "certificate"]);

/**
 * Finds the header among the first rows of a table: the row (or two rows) with the most known headers, of which one
 * must tell who a row speaks of. `groupRows` are rows with cells merged sideways, which favours them as the upper of two.
 * Null where there is none.
 */
export function findHeader(rows: readonly (readonly string[])[], kinds: Kinds, groupRows: ReadonlySet<number> = new Set()): HeaderLayout | null {
  let best: { score: number; index: number; size: 1 | 2; cells: HeaderCell[] } | null = null;
  const last = Math.min(rows.length, SEARCHED_ROWS);
  for (let index = 0; index < last; index += 1) {
    const row = rows[index] ?? [];
    if (row.some(isPlausibleId)) break;
    const single = row.map((text) => ({ text: text.trim(), group: "", sub: text.trim() }));
    const score = scoreHeader(single, kinds);
    if (score > (best?.score ?? 0)) best = { score, index, size: 1, cells: single };
    const below = rows[index + 1];
    if (below === undefined || below.some(isPlausibleId)) continue;
    const joined = joinRows(row, below);
    if (joined === null) continue;
    const joinedScore = scoreHeader(joined, kinds) + (groupRows.has(index) ? 0.75 : -0.25);
    if (joinedScore > (best?.score ?? 0)) best = { score: joinedScore, index, size: 2, cells: joined };
  }
  if (best === null) return null;
  const title = rows.slice(0, best.index).map((row) => joinTitle(row)).filter((text) => text !== "");
  return { index: best.index, rows: best.size, cells: trimEnd(best.cells), title };
}

/** The standard column of one header cell in the words of `index`; null where it is unknown or speaks of somebody else. */
export function columnOfHeader(cell: HeaderCell, index: HeaderIndex, kinds: Kinds): string | null {
  if (cell.group === "" || cell.sub === "") return findColumn(index, cell.group === "" ? cell.sub : cell.group);
  const joined = findColumn(index, cell.group + cell.sub);
  if (joined !== null) return joined;
  const group = foldHeader(cell.group);
  const isOther = !index.selfPrefixes.includes(group) && kinds.otherPersons.some((person) => group.includes(person));
  const alone = isOther ? null : findColumn(index, cell.sub);
  if (alone !== null) return alone;
  for (const ending of kinds.groupEndings) {
    if (!group.endsWith(ending) || group === ending) continue;
    const shortened = findColumn(index, group.slice(0, -ending.length) + cell.sub);
    if (shortened !== null) return shortened;
  }
  return null;
}

function scoreHeader(cells: readonly HeaderCell[], kinds: Kinds): number {
  const found = new Set<string>();
  let repeated = 0;
  let filled = 0;
  let ignored = 0;
  for (const cell of cells) {
    if (cell.text === "") continue;
    filled += 1;
    const column = columnOfHeader(cell, kinds.anyHeader, kinds);
    if (column === null) {
      if (kinds.ignoredHeaders.has(foldHeader(cell.sub))) ignored += 1;
    } else if (found.has(column)) repeated += 1;
    else found.add(column);
  }
  if (![...found].some((column) => IDENTITY.has(column))) return 0;
  const known = found.size + ignored / 2;
  // One known word among many is a data row (a cell that says 户主), not a header.
  if (known < 2 && filled > 2) return 0;
  return known - repeated / 2;
}

/** Two rows as one header: a group reaches over the empty cells to its right as long as there is something below. */
function joinRows(upper: readonly string[], lower: readonly string[]): HeaderCell[] | null {
  if (upper.filter((text) => text.trim() !== "").length < 2) return null;
  if (!lower.some((text) => text.trim() !== "")) return null;
  const cells: HeaderCell[] = [];
  let group = "";
  for (let column = 0; column < Math.max(upper.length, lower.length); column += 1) {
    const above = (upper[column] ?? "").trim();
    const sub = (lower[column] ?? "").trim();
    if (above !== "") group = above;
    else if (sub === "" || (lower[column - 1] ?? "").trim() === "") group = "";
    cells.push({ text: group !== "" && sub !== "" && group !== sub ? `${group}/${sub}` : sub === "" ? above : sub, group: group === sub ? "" : sub === "" ? above : group, sub });
  }
  return cells;
}

function joinTitle(row: readonly string[]): string {
  const texts = row.map((text) => text.trim()).filter((text) => text !== "");
  return texts.filter((text, index) => text !== texts[index - 1]).join(" ");
}

function trimEnd(cells: readonly HeaderCell[]): HeaderCell[] {
  const last = cells.findLastIndex((cell) => cell.text !== "");
  return cells.slice(0, last + 1);
}
