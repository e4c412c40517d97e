import type { FindingCode, FindingRow, PreviousCounts } from "@doudi/contract";
import type { CheckMark, PreviousFindings } from "./previousFindings.js";

/** A comparison in progress: show it every finding of today, then ask what is left of the earlier ones. */
export interface PreviousComparison {
  /** Tells whether the finding was there before, and what was written beside it. */
  see(findingId: string): { status: "new" | "same"; mark: CheckMark | null };
  /** Earlier findings that were not seen; `notChecked` where their check did not run this time. */
  unseen(): AsyncIterable<{ row: FindingRow; status: "gone" | "notChecked"; mark: CheckMark | null }>;
  /** Counts of what was seen so far; `gone` and `notChecked` are complete once `unseen` has been read to its end. */
  counts(): PreviousCounts;
}

/** Marks each finding of today new or same against an earlier comparison, and finds those that are gone. */
export function comparePrevious(previous: PreviousFindings, notRun: Iterable<FindingCode> = []): PreviousComparison {
  const skipped = new Set<string>(notRun);
  const seen = new Set<string>();
  const counts: PreviousCounts = { new: 0, same: 0, gone: 0, notChecked: 0, carried: 0 };
  return {
    see(findingId) {
      const mark = previous.marks.get(findingId) ?? null;
      const status = previous.ids.has(findingId) ? "same" : "new";
      counts[status] += 1;
      if (mark !== null) counts.carried += 1;
      if (status === "same") seen.add(findingId);
      return { status, mark };
    },
    async *unseen() {
      counts.gone = 0;
      counts.notChecked = 0;
      for await (const row of previous.rows()) {
        if (seen.has(row.finding_id)) continue;
        const status = skipped.has(row.finding) ? "notChecked" : "gone";
        counts[status] += 1;
        yield { row, status, mark: previous.marks.get(row.finding_id) ?? null };
      }
    },
    counts: () => ({ ...counts }),
  };
}
