import { DoudiError, type Bilingual } from "@doudi/contract";
import type { IdentityColumns } from "./classifyRow.js";
import { columnOfHeader, type HeaderCell } from "./findHeader.js";
import { foldHeader, headerUnit } from "./foldHeader.js";
import { findColumn, type KindDefinition, type Kinds } from "./kinds.js";

/** Headers and the standard columns they stand for, one entry a column of the table. */
export interface ColumnMapping {
  headers: string[];
  mapping: (string | null)[];
  units: (string | null)[];
  /** Headers that were left out although they are known, and why. */
  warnings: Bilingual[];
}

/**
 * Maps the headers of a table to the standard columns of its kind. `named` (from a manifest) decides first: header →
 * column, or null to leave a header out; header#2 is the second column with that header. Throws column_duplicate and
 * column_twice where two columns claim one meaning, and manifest_invalid where it names what does not exist.
 */
export function mapColumns(file: string, sheet: string, cells: readonly HeaderCell[], kind: KindDefinition, kinds: Kinds, named: Readonly<Record<string, string | null>> = {}): ColumnMapping {
  const byManifest = manifestColumns(file, cells, kind, named);
  const mapping = cells.map((cell, at) => (byManifest.has(at) ? (byManifest.get(at) ?? null) : columnOfHeader(cell, kind.headers, kinds)));
  const warnings: Bilingual[] = [];
  for (const column of new Set(mapping)) {
    if (column === null) continue;
    const claims = mapping.flatMap((claimed, at) => (claimed === column ? [at] : []));
    if (claims.length < 2) continue;
    const decided = claims.filter((at) => byManifest.get(at) === column);
    // 保障类别 is the class; 类型 under 保障情况 only reads like it.
    const spelled = claims.filter((at) => isSpelled(cells[at], column, kind));
    const best = decided.length > 0 ? decided : spelled.length > 0 ? spelled : claims;
    const kept = best.length === 1 ? best[0] : decided.length === 0 && kind.columns.get(column)?.several === "first" ? best[0] : undefined;
    if (kept === undefined) throw twice(file, sheet, cells, claims, column, kind);
    for (const at of claims) {
      if (at === kept) continue;
      mapping[at] = null;
      if (decided.length === 0) warnings.push(leftOut(cells, kept, at, kind.columns.get(column)));
    }
  }
  const headers = cells.map((cell) => cell.text);
  return { headers, mapping, units: headers.map(headerUnit), warnings };
}

/** The columns by which rows of a mapped table tell who they speak of. */
export function identityColumns(mapping: readonly (string | null)[], headers: readonly string[]): IdentityColumns {
  const at = (column: string): number[] => (mapping.includes(column) ? [mapping.indexOf(column)] : []);
  const own = [...at("id_number"), ...at("certificate")];
  const names = at("name");
  return { ids: own.length > 0 ? own : at("head_id"), names: names.length > 0 ? names : at("head_name"), header: headers.map(foldHeader) };
}

/** Whether the text of a header cell says the column by itself, without the group above it. */
function isSpelled(cell: HeaderCell | undefined, column: string, kind: KindDefinition): boolean {
  return cell !== undefined && findColumn(kind.headers, cell.sub === "" ? cell.group : cell.sub) === column;
}

function manifestColumns(file: string, cells: readonly HeaderCell[], kind: KindDefinition, named: Readonly<Record<string, string | null>>): Map<number, string | null> {
  const decided = new Map<number, string | null>();
  for (const [header, column] of Object.entries(named)) {
    if (column !== null && !kind.columns.has(column)) throw new DoudiError("manifest_invalid", { file, detail: `${column} (${kind.kind})` });
    const place = findHeaderCell(cells, header);
    if (place === undefined) throw new DoudiError("manifest_invalid", { file, detail: header });
    decided.set(place, column);
  }
  return decided;
}

/** Which cell of a header is meant by its text, or by text#2 for the second with that text; undefined where none is. */
export function findHeaderCell(cells: readonly Pick<HeaderCell, "text" | "sub">[], header: string): number | undefined {
  const numbered = /^(.+)#(\d+)$/.exec(header);
  const wanted = foldHeader(numbered?.[1] ?? header);
  const places = cells.flatMap((cell, at) => (foldHeader(cell.text) === wanted || foldHeader(cell.sub) === wanted ? [at] : []));
  return places[numbered === null ? 0 : Number(numbered[2]) - 1];
}

function twice(file: string, sheet: string, cells: readonly HeaderCell[], claims: readonly number[], column: string, kind: KindDefinition): DoudiError {
  const where = sheet === "" ? "" : `[${sheet}] `;
  const texts = claims.map((at) => cells[at]?.text ?? "");
  const [first = "", second = ""] = texts;
  if (foldHeader(first) === foldHeader(second)) {
    const places = claims.map(columnLetters).join(", ");
    return new DoudiError("column_duplicate", { file, sheet: where, header: first, count: claims.length, columns: places });
  }
  return new DoudiError("column_twice", { file, sheet: where, first, second, column: `${kind.columns.get(column)?.zh ?? column} ${column}` });
}

function leftOut(cells: readonly HeaderCell[], kept: number, dropped: number, column: Bilingual | undefined): Bilingual {
  const used = `${cells[kept]?.text ?? ""}(${columnLetters(kept)})`;
  const unused = `${cells[dropped]?.text ?? ""}(${columnLetters(dropped)})`;
  return {
    zh: `“${column?.zh ?? ""}”取自${used}列,${unused}列未采用`,
    en: `${column?.en ?? ""} is read from ${used}; ${unused} is not used`,
  };
}

/** The name of a column in a spreadsheet: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) letters = String.fromCharCode(65 + (rest % 26)) + letters;
  return letters;
}
