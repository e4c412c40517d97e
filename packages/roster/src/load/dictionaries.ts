import type { Bilingual } from "@doudi/contract";
import { identifier } from "../engine/dialect.js";
import type { Dictionary } from "../standardise/rosterTable.js";
import type { Present, TableSource } from "./tableSource.js";

/** The columns whose texts stand for codes. */
export function codedColumns(columns: Present): string[] {
  return [...columns].filter(([, { column }]) => column.type === "enum" || column.type === "boolean").map(([id]) => id);
}

/** The dictionary of each coded column: the usual texts, and what the relation's own texts turn out to mean. */
export async function dictionariesFrom(source: TableSource, relation: string, only?: readonly string[]): Promise<{ byColumn: Map<string, Dictionary>; warnings: Bilingual[] }> {
  const { engine, vocabulary, kind, present, file } = source;
  const byColumn = new Map<string, Dictionary>();
  const warnings: Bilingual[] = [];
  for (const id of only ?? codedColumns(present)) {
    const codes = present.get(id)?.column.codes ?? [];
    const known = vocabulary.knownTexts(kind, id);
    // The frequent texts first: the engine compares with one after the other.
    const dictionary = new Map<string, number>();
    const unknown: { text: string; rows: number }[] = [];
    for (const row of await engine.rows(`SELECT ${identifier(id)} AS text, count(*) AS n FROM ${relation} AS r WHERE ${identifier(id)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`)) {
      const text = String(row["text"]);
      const code = known.get(text) ?? vocabulary.codeOf(kind, id, text);
      if (code !== null) dictionary.set(text, codes.indexOf(code) + 1);
      else if (text.trim() !== "") unknown.push({ text, rows: Number(row["n"]) });
    }
    for (const [text, code] of known) if (!dictionary.has(text)) dictionary.set(text, codes.indexOf(code) + 1);
    byColumn.set(id, dictionary);
    if (unknown.length > 0) {
      const shown = unknown.slice(0, 5).map(({ text, rows }) => `${text}×${rows}`).join("、");
      const header = present.get(id)?.header ?? id;
      warnings.push({
        zh: `${file.name}:“${header}”列有 ${unknown.length} 种写法不认识(${shown}),按不详处理。`,
        en: `${file.name}: ${unknown.length} values of column "${header}" are not understood (${shown}) and count as unknown.`,
      });
    }
  }
  return { byColumn, warnings };
}
