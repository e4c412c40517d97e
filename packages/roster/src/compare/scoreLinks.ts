import type { RosterKind } from "@doudi/contract";
import type { Engine, SqlRow } from "../engine/engine.js";
import { linkModelFor } from "../link/linkModel.js";
import type { FieldWeight, LinkRecord } from "../link/linkRecord.js";
import { type CandidateLink, resolveLinks } from "../link/resolveLinks.js";
import { scorePair } from "../link/scorePair.js";
import type { UnidentifiedRow } from "./unidentifiedRows.js";

/** Log odds below which a pair moves no probability, and is forgotten at once. */
const HOPELESS_BITS = -20;

interface Candidate extends CandidateLink {
  rowKind: RosterKind;
  rowId: number;
  personKind: RosterKind;
  personRow: number;
  weights: FieldWeight[];
}

/** Scores the pairs of table link_pair and proposes a person for each row that has a likely one: lines of table link. */
export async function scoreLinks(engine: Engine, rows: readonly UnidentifiedRow[], persons: number): Promise<{ pairs: number; proposals: (string | null)[][] }> {
  const [places] = await engine.rows("SELECT count(DISTINCT township) AS townships, count(DISTINCT village) AS villages FROM link_p");
  const model = linkModelFor({ persons, townships: Number(places?.["townships"] ?? 1), villages: Number(places?.["villages"] ?? 1) });
  const frequency = await nameFrequency(engine);
  const records = new Map<number, { pid: string; kind: RosterKind; row: number; record: LinkRecord }>();
  for await (const batch of engine.stream("SELECT p.record, CAST(p.pid AS VARCHAR) AS pid, p.kind, p.row_id, p.id, p.name, p.birth_date, p.sex, p.township_raw, p.village_raw, p.household_raw, p.head_name FROM link_p AS p WHERE p.record IN (SELECT record FROM link_pair)")) {
    for (const row of batch) records.set(Number(row["record"]), personRecord(row));
  }
  const already = new Set<string>();
  for await (const batch of engine.stream("SELECT DISTINCT x.n, CAST(p.pid AS VARCHAR) AS pid, p.kind FROM link_pair AS x JOIN link_p AS p ON p.record = x.record")) {
    for (const row of batch) if (rows[Number(row["n"])]?.kind === row["kind"]) already.add(`${row["n"]}|${row["pid"]}`);
  }
  const scored: Candidate[] = [];
  let pairs = 0;
  for await (const batch of engine.stream("SELECT n, record FROM link_pair ORDER BY n, record")) {
    for (const pair of batch) {
      const row = rows[Number(pair["n"])];
      const person = records.get(Number(pair["record"]));
      if (row === undefined || person === undefined) continue;
      pairs += 1;
      const { bits, weights } = scorePair(row.record, person.record, model, frequency, { inSameRoster: already.has(`${pair["n"]}|${person.pid}`) });
      if (bits > HOPELESS_BITS) scored.push({ row: String(pair["n"]).padStart(9, "0"), roster: row.kind, person: person.pid, bits, rowKind: row.kind, rowId: row.rowid, personKind: person.kind, personRow: person.row, weights });
    }
  }
  const proposals = resolveLinks(scored).filter(({ probability }) => probability >= 0.5).map(({ candidate, probability }) => [
    candidate.rowKind, String(candidate.rowId), candidate.person, candidate.personKind, String(candidate.personRow), probability.toFixed(4), JSON.stringify(candidate.weights),
  ]);
  return { pairs, proposals };
}

function personRecord(row: SqlRow): { pid: string; kind: RosterKind; row: number; record: LinkRecord } {
  const text = (key: string): string | null => (typeof row[key] === "string" ? row[key] : null);
  return {
    pid: String(row["pid"]), kind: row["kind"] as RosterKind, row: Number(row["row_id"]),
    record: { name: text("name"), idText: text("id"), birthDate: text("birth_date"), sex: row["sex"] === "male" ? "male" : "female", township: text("township_raw"), village: text("village_raw"), householdNo: text("household_raw"), headName: text("head_name") },
  };
}

/** Share of the persons who bear a folded name, from the persons that rows are compared with. */
async function nameFrequency(engine: Engine): Promise<(folded: string) => number> {
  const counts = new Map<string, number>();
  let total = 0;
  for await (const batch of engine.stream("SELECT folded_name, count(DISTINCT pid) AS n FROM link_p WHERE folded_name IS NOT NULL GROUP BY folded_name")) {
    for (const row of batch) {
      counts.set(String(row["folded_name"]), Number(row["n"]));
      total += Number(row["n"]);
    }
  }
  return (folded) => (counts.get(folded) ?? 0) / Math.max(total, 1);
}
