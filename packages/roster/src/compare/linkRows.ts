import type { Bilingual, RosterKind } from "@doudi/contract";
import type { Engine } from "../engine/engine.js";
import type { BlockingKey } from "../link/blockingKeys.js";
import { kindsSent, type RosterView } from "../persons/rosterView.js";
import { tableOf } from "../standardise/rosterTable.js";
import { batchesOf } from "./batchesOf.js";
import { makeLinkPairs, makeLinkTables } from "./linkPairs.js";
import { scoreLinks } from "./scoreLinks.js";
import { unidentifiedRows } from "./unidentifiedRows.js";

/** Rows without a usable id that are compared at most. A roster that would exceed them (one without an id column, say) is left out. */
const MAX_UNIDENTIFIED = 300_000;

export interface LinkStatistics {
  /** Rows without a usable id. */
  unidentified: number;
  pairs: number;
  /** Rows that share no key with anybody, or every key with more persons than the key's cap. */
  overCap: number;
  /** Blocking keys that would have made too many pairs. */
  keysLeftOut: BlockingKey[];
  /** Rosters that have too many such rows for anything to be proposed. */
  notCompared: { kind: RosterKind; rows: number }[];
}

/**
 * Proposes for each row without a usable id the person it probably is, among the persons of all rosters. Pairs that share a
 * key are found set-based in the engine, scored here and put into table link(row_kind, row_id, pid, person_kind,
 * person_row, probability, weights): proposals only, nobody is taken off anything by a score.
 */
export async function linkRows(engine: Engine, view: RosterView, persons: number, mostPairs?: number): Promise<LinkStatistics> {
  const kinds = kindsSent(view);
  const { compared, notCompared, unidentified } = await affordable(engine, kinds);
  const rows = await unidentifiedRows(engine, view, compared);
  const statistics: LinkStatistics = { unidentified, pairs: 0, overCap: 0, keysLeftOut: [], notCompared };
  let proposals: (readonly (string | null)[])[] = [];
  if (rows.length > 0) {
    await makeLinkTables(engine, view, kinds, rows);
    const { reached, leftOut } = await makeLinkPairs(engine, persons, mostPairs);
    statistics.overCap = rows.length - reached;
    statistics.keysLeftOut = leftOut;
    const scored = await scoreLinks(engine, rows, persons);
    statistics.pairs = scored.pairs;
    proposals = scored.proposals;
  }
  await engine.load("link_text", ["row_kind", "row_id", "pid", "person_kind", "person_row", "probability", "weights"], batchesOf(proposals));
  await engine.run("CREATE TABLE link AS SELECT row_kind, CAST(row_id AS BIGINT) AS row_id, CAST(pid AS BIGINT) AS pid, person_kind, CAST(person_row AS BIGINT) AS person_row, CAST(probability AS DECIMAL(9, 4)) AS probability, weights FROM link_text");
  return statistics;
}

/** What a reader must know of the links: on what no row without a usable id was compared, because too many persons share it. */
export function linkWarnings({ keysLeftOut }: LinkStatistics): Bilingual[] {
  if (keysLeftOut.length === 0) return [];
  const [zh, en] = [keysLeftOut.map((key) => key.zh).join("；"), keysLeftOut.map((key) => key.en).join("; ")];
  return [{
    zh: `推断疑似同一人时,下列线索相同的人太多,没有逐一比对,可能有遗漏:${zh}。`,
    en: `Too many persons share the following with rows that have no usable id, so they were not compared by it and probable links may be missing: ${en}.`,
  }];
}

/** The rosters whose rows without a usable id can all be compared, the ones with the fewest first. */
async function affordable(engine: Engine, kinds: readonly RosterKind[]): Promise<{ compared: RosterKind[]; notCompared: LinkStatistics["notCompared"]; unidentified: number }> {
  const counts: { kind: RosterKind; rows: number }[] = [];
  for (const kind of kinds) {
    const [row] = await engine.rows(`SELECT count(*) AS n FROM ${tableOf(kind)} AS t WHERE t.pid IS NULL`);
    counts.push({ kind, rows: Number(row?.["n"] ?? 0) });
  }
  const unidentified = counts.reduce((sum, { rows }) => sum + rows, 0);
  const taken = new Set<RosterKind>();
  let left = MAX_UNIDENTIFIED;
  for (const { kind, rows } of [...counts].sort((a, b) => a.rows - b.rows)) {
    if (rows > left) break;
    taken.add(kind);
    left -= rows;
  }
  return { compared: kinds.filter((kind) => taken.has(kind)), notCompared: counts.filter(({ kind }) => !taken.has(kind)), unidentified };
}
