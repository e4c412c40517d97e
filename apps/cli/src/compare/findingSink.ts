import type { FindingRow, PreviousCounts } from "@doudi/contract";
import type { PreviousComparison, SampleRow, Samples } from "@doudi/report";
import { CsvFile } from "../output/csvFile.js";
import { FindingsCsv } from "../output/findingsCsv.js";
import { guardFormula } from "@doudi/report/csv";
import type { FindingTally } from "@doudi/roster";

export interface FindingSinkOptions {
  /** Path of findings.csv; null where it is not wanted. */
  csv: string | null;
  /** Path of changes.csv, which says of each finding whether it is new, same or gone; null without an earlier comparison. */
  changes: string | null;
  ids: "full" | "masked";
  tally: FindingTally;
  comparison: PreviousComparison | null;
  /** Keeps a few of each kind for the report; null where no report is wanted. */
  samples: { add(row: SampleRow): void; samples(): Samples } | null;
  /** Keep up to this many findings in memory, for the workbook. */
  keep: number;
}

/** What the findings pass through, once: the CSV, the counts, the comparison with last time, and the workbook's memory. */
export class FindingSink {
  readonly #csv: FindingsCsv | null;
  readonly #changes: CsvFile | null;
  #kept: FindingRow[] | null = [];

  constructor(private readonly options: FindingSinkOptions) {
    this.#csv = options.csv === null ? null : new FindingsCsv(options.csv, options.ids);
    this.#changes = options.changes === null ? null : new CsvFile(options.changes, ["finding_id", "finding", "status", "result", "note"]);
  }

  async write(batch: readonly FindingRow[]): Promise<void> {
    const { tally, comparison, samples, keep } = this.options;
    for (const row of batch) {
      tally.add(row);
      samples?.add(row);
      if (comparison === null) continue;
      const { status, mark } = comparison.see(row.finding_id);
      await this.#change(row, status, mark);
    }
    await this.#csv?.write(batch);
    if (this.#kept !== null && this.#kept.length + batch.length <= keep) this.#kept.push(...batch);
    else this.#kept = null;
  }

  async close(): Promise<void> {
    await this.#csv?.close();
    if (this.options.comparison !== null) {
      for await (const { row, status, mark } of this.options.comparison.unseen()) await this.#change(row, status, mark);
    }
    await this.#changes?.close();
  }

  /** All findings, null where there are more than were to be kept. */
  get kept(): FindingRow[] | null {
    return this.#kept;
  }

  samples(): Samples {
    return this.options.samples?.samples() ?? {};
  }

  previousCounts(): PreviousCounts | null {
    return this.options.comparison?.counts() ?? null;
  }

  async #change(row: FindingRow, status: string, mark: { result: string; note: string } | null): Promise<void> {
    await this.#changes?.write([row.finding_id, row.finding, status, mark?.result ?? "", guardFormula(mark?.note ?? "")]);
  }
}
