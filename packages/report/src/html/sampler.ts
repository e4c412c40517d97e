import { type FindingCode, isFindingCode } from "@doudi/contract";
import { severityRank } from "../findingOrder.js";
import type { SampleRow, Samples } from "./reportContext.js";

const MOST = 5;

/** Keeps the first few findings of each kind, the more severe first, while findings stream by. */
export function sampler(most = MOST): { add(row: SampleRow): void; samples(): Samples } {
  const kept = new Map<FindingCode, SampleRow[]>();
  return {
    add(row) {
      if (!isFindingCode(row.finding)) return;
      const rows = kept.get(row.finding) ?? [];
      kept.set(row.finding, rows);
      const rank = severityRank(row.severity);
      const at = rows.findIndex((other) => severityRank(other.severity) > rank);
      if (at === -1) rows.push(row);
      else rows.splice(at, 0, row);
      if (rows.length > most) rows.pop();
    },
    samples: () => Object.fromEntries(kept),
  };
}
