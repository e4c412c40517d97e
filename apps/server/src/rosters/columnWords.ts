import type { Bilingual } from "@doudi/contract";
import { loadKinds } from "@doudi/roster";

const kinds = loadKinds();

/** What the columns of rows are called: column → name in both languages, in the order in which the kinds of roster name them; the column itself where it has none. */
export function columnWords(rows: readonly { readonly cells: Readonly<Record<string, string>> }[]): Record<string, Bilingual> {
  const columns = new Set(rows.flatMap(({ cells }) => Object.keys(cells)));
  const known = [...kinds.columns.keys()].filter((column) => columns.delete(column));
  return Object.fromEntries([...known, ...columns].map((column) => [column, { zh: kinds.columns.get(column)?.zh ?? column, en: kinds.columns.get(column)?.en ?? column }]));
}
