import { FINDING_COLUMNS, type FindingRow, maskId, maskText } from "@doudi/contract";
import { CsvFile } from "./csvFile.js";
import { guardFormula } from "@doudi/report/csv";

/** Columns that hold words out of the rosters; a cell of them must never become a formula. */
const FREE_TEXT = new Set<string>(["name", "division", "household_no", "reason", "source"]);

/** Writes findings.csv as the findings stream by. With `ids` masked no long number is left in any column but `rows`. */
export class FindingsCsv {
  readonly #file: CsvFile;
  readonly #masked: boolean;

  constructor(path: string, ids: "full" | "masked") {
    this.#file = new CsvFile(path, FINDING_COLUMNS);
    this.#masked = ids === "masked";
  }

  async write(batch: readonly FindingRow[]): Promise<void> {
    for (const row of batch) this.#file.add(FINDING_COLUMNS.map((column) => this.#cell(column, row[column])));
    await this.#file.flush();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #cell(column: (typeof FINDING_COLUMNS)[number], text: string): string {
    const shown = !this.#masked ? text : column === "id_number" ? maskId(text) : FREE_TEXT.has(column) ? maskText(text) : text;
    return FREE_TEXT.has(column) ? guardFormula(shown) : shown;
  }
}
