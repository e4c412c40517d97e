import { foldName } from "../text/foldName.js";
import { namePinyin } from "../text/namePinyin.js";
import { surnameOf } from "../text/surnameOf.js";
import { BLOCKING_KEYS, type BlockingColumn, type BlockingKey } from "./blockingKeys.js";
import { foldPlace } from "./comparePlace.js";
import type { LinkRecord } from "./linkRecord.js";

type Columns = Record<BlockingColumn, string | null>;

/** What the engine's columns hold for a row. */
function blockingColumns(record: LinkRecord, sameNumbering: boolean): Columns {
  const digits = record.idText === null || record.idText.includes("E") ? null : record.idText;
  const name = record.name === null ? null : foldName(record.name);
  const rest = name === null ? [] : [...name].slice(1);
  return {
    id_left: digits !== null && digits.length >= 14 ? digits : null,
    id_whole: digits !== null && digits.length >= 17 && !digits.endsWith("000") ? digits : null,
    folded_name: name,
    name_pinyin: record.name === null ? null : namePinyin(record.name),
    surname: record.name === null ? null : surnameOf(record.name),
    name_rest: rest.length >= 2 ? rest.join("") : null,
    birth_date: record.birthDate,
    birth_year: record.birthDate?.slice(0, 4) ?? null,
    sex: record.sex,
    township: record.township === null ? null : foldPlace(record.township),
    village: record.village === null ? null : foldPlace(record.village),
    folded_head: record.headName === null ? null : foldName(record.headName),
    household_no: sameNumbering ? record.householdNo : null,
  };
}

function keyOf(columns: Columns, key: BlockingKey): string | null {
  const values: string[] = [];
  for (const { column, left, right } of key.parts) {
    const value = columns[column];
    if (value === null) return null;
    values.push(left !== undefined ? value.slice(0, left) : right !== undefined ? value.slice(-right) : value);
  }
  return values.join("\u0000");
}

/** The candidates (positions in `persons`) of each row, and how many pairs each key gave. */
export function blockPairs(rows: { record: LinkRecord; sameNumbering: boolean }[], persons: LinkRecord[]): { candidates: Set<number>[]; pairsByKey: Map<string, number>; overCap: Map<string, number> } {
  const candidates = rows.map(() => new Set<number>());
  const pairsByKey = new Map<string, number>();
  const overCap = new Map<string, number>();
  const rowColumns = rows.map(({ record, sameNumbering }) => blockingColumns(record, sameNumbering));
  const personColumns = persons.map((person) => blockingColumns(person, true));
  for (const key of BLOCKING_KEYS) {
    const blocks = new Map<string, number[]>();
    for (const [i, columns] of personColumns.entries()) {
      const value = keyOf(columns, key);
      if (value === null) continue;
      const block = blocks.get(value);
      if (block === undefined) blocks.set(value, [i]);
      else block.push(i);
    }
    for (const [i, columns] of rowColumns.entries()) {
      const value = keyOf(columns, key);
      const block = value === null ? undefined : blocks.get(value);
      if (block === undefined) continue;
      if (block.length > key.cap) {
        overCap.set(key.id, (overCap.get(key.id) ?? 0) + 1);
        continue;
      }
      pairsByKey.set(key.id, (pairsByKey.get(key.id) ?? 0) + block.length);
      for (const person of block) candidates[i]?.add(person);
    }
  }
  return { candidates, pairsByKey, overCap };
}
