import type { Lang, RosterKind } from "@doudi/contract";
import { literal } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import type { LoadedRoster } from "../load/loadedRoster.js";
import type { Vocabulary } from "../load/vocabulary.js";
import type { Duplicates } from "../persons/duplicates.js";
import { householdKey, type RosterView } from "../persons/rosterView.js";
import { tableOf } from "../standardise/rosterTable.js";

/** Describes the loaded rosters for the planning of person rows and checks. */
export async function viewOf(
  input: { engine: Engine; vocabulary: Vocabulary; policy: { date: string }; lang: Lang; severalRows: ReadonlySet<RosterKind> },
  loaded: readonly LoadedRoster[],
  duplicates: ReadonlyMap<RosterKind, Duplicates>,
): Promise<RosterView> {
  const { engine, vocabulary, lang } = input;
  const byKind = new Map(loaded.map((roster) => [roster.kind, roster]));
  const headsOnly = new Set<RosterKind>();
  for (const roster of loaded) if (await listsHeadsOnly(engine, vocabulary, roster)) headsOnly.add(roster.kind);

  const codes = (kind: RosterKind, column: string): readonly string[] => vocabulary.column(kind, column)?.codes ?? [];
  const byNumber = (kind: RosterKind, column: string, number: string, text: (code: string) => string): string =>
    codes(kind, column).length === 0 ? "CAST(NULL AS VARCHAR)" : `CASE ${number} ${codes(kind, column).map((code, i) => `WHEN ${i + 1} THEN ${literal(text(code))}`).join(" ")} END`;
  return {
    dialect: engine.dialect,
    lang,
    date: input.policy.date,
    has: (kind) => byKind.has(kind),
    hasColumn: (kind, column) => byKind.get(kind)?.columns.has(column) ?? false,
    membersListed: (kind) => !headsOnly.has(kind),
    severalRows: (kind) => input.severalRows.has(kind),
    hasLaterRows: (kind) => (duplicates.get(kind)?.persons ?? 0) > 0,
    hasDuplicateRows: (kind) => (duplicates.get(kind)?.duplicateRows ?? 0) > 0,
    code(kind, column, code) {
      const number = codes(kind, column).indexOf(code) + 1;
      if (number === 0) throw new Error(`${kind}.${column} has no code ${code}`);
      return number;
    },
    codeText: (kind, column, number) => byNumber(kind, column, number, (code) => code),
    codeLabel: (kind, column, number) => byNumber(kind, column, number, (code) => vocabulary.codeLabels(kind, column).get(code)?.[lang] ?? code),
    columnLabel: (kind, column) => vocabulary.label(kind, column),
  };
}

/** From this share of rows on that name a spouse, a child and so on, a roster lists members, however many it leaves out. */
const MEMBER_SHARE = 0.05;

/**
 * Whether a roster lists one row a household and only the number of its members: most of the households that are said to
 * have several members have one row, and it is the head's.
 */
async function listsHeadsOnly(engine: Engine, vocabulary: Vocabulary, roster: LoadedRoster): Promise<boolean> {
  if (!roster.columns.has("member_count")) return false;
  const table = tableOf(roster.kind);
  const key = `coalesce(${householdKey("t", roster.columns.has("head_name"))}, CAST(t.rowid AS VARCHAR))`;
  const households = `SELECT ${key} AS hkey, max(t.member_count) AS members, count(*) AS listed FROM ${table} AS t GROUP BY 1`;
  const [row] = await engine.rows(`SELECT count(*) FILTER (WHERE members > 1) AS larger, count(*) FILTER (WHERE members > 1 AND listed = 1) AS alone FROM (${households}) AS h`);
  const larger = Number(row?.["larger"] ?? 0);
  if (larger === 0 || Number(row?.["alone"] ?? 0) * 2 <= larger) return false;
  if (!roster.columns.has("relation")) return true;
  const head = (vocabulary.column(roster.kind, "relation")?.codes ?? []).indexOf("head") + 1;
  const [members] = await engine.rows(`SELECT count(*) AS n, count(*) FILTER (WHERE t.relation > 0 AND t.relation <> ${head}) AS others FROM ${table} AS t`);
  return Number(members?.["others"] ?? 0) < MEMBER_SHARE * Number(members?.["n"] ?? 0);
}
