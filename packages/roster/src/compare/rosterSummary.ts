import type { Bilingual, Lang, RosterKind, RosterSummary } from "@doudi/contract";
import type { Engine } from "../engine/engine.js";
import type { LoadedRoster } from "../load/loadedRoster.js";
import { type Duplicates, laterTable } from "../persons/duplicates.js";
import type { RosterView } from "../persons/rosterView.js";
import type { LinkStatistics } from "./linkRows.js";
import { tableOf } from "../standardise/rosterTable.js";

/** What became of every row of every file: rows = accepted + duplicates + rejected. */
export async function rosterSummaries(engine: Engine, view: RosterView, loaded: readonly LoadedRoster[], duplicates: ReadonlyMap<RosterKind, Duplicates>, lang: Lang, links: LinkStatistics): Promise<RosterSummary[]> {
  const summaries: RosterSummary[] = [];
  for (const roster of loaded) {
    const identified = await countsBySource(engine, `SELECT t.src AS src, count(t.pid) AS n FROM ${tableOf(roster.kind)} AS t GROUP BY t.src`);
    const twice = (duplicates.get(roster.kind)?.duplicateRows ?? 0) === 0 ? new Map<number, number>()
      : await countsBySource(engine, `SELECT t.src AS src, count(*) AS n FROM ${tableOf(roster.kind)} AS t JOIN ${laterTable(roster.kind)} AS l ON l.row_id = t.rowid WHERE l.duplicate GROUP BY t.src`);
    for (const file of new Set(roster.sources.map((source) => source.file))) {
      const sources = roster.sources.flatMap((source, src) => (source.file === file ? [{ ...source, src }] : []));
      const stored = sources.reduce((sum, { rows }) => sum + rows, 0);
      const later = sources.reduce((sum, { src }) => sum + (twice.get(src) ?? 0), 0);
      const rejected = roster.rejected.filter((row) => row.file === file.name).length;
      const [first] = sources;
      summaries.push({
        kind: roster.kind, file: file.name, sheets: sources.map(({ sheet }) => sheet.sheet).filter((sheet) => sheet !== ""),
        sha256: file.sha256, bytes: file.bytes, period: file.period?.label ?? null, version: file.version, sentBy: file.sentBy,
        rows: stored + rejected, accepted: stored - later, duplicates: later, rejected,
        skipped: roster.skipped.get(file) ?? 0,
        membersListed: view.membersListed(roster.kind),
        identified: sources.reduce((sum, { src }) => sum + (identified.get(src) ?? 0), 0),
        columns: first === undefined ? [] : first.sheet.headers.map((header, i) => ({ header, column: first.sheet.mapping[i] ?? null })),
        warnings: [...file.warnings, ...(roster.warnings.get(file) ?? []), ...notLinked(links, roster.kind)].map((warning) => warning[lang]),
      });
    }
  }
  return summaries;
}

async function countsBySource(engine: Engine, sql: string): Promise<Map<number, number>> {
  return new Map((await engine.rows(sql)).map((row) => [Number(row["src"]), Number(row["n"])]));
}

function notLinked({ notCompared }: LinkStatistics, kind: RosterKind): Bilingual[] {
  return notCompared.filter((left) => left.kind === kind).map(({ rows }) => ({
    zh: `有 ${rows} 行没有可用的身份证号,数量过多,未推断是否同一人。`,
    en: `${rows} rows have no usable id; they are too many to be compared with persons by name.`,
  }));
}
