import { type FindingCode, type FindingCount, type FindingRow, type Severity } from "@doudi/contract";
import type { ResolvedTownship } from "../places/townshipResolver.js";

interface Tally {
  count: number;
  severity: Record<Severity, number>;
  /** By township; "" where the rosters name none. */
  townships: Map<string, number>;
}

/** Counts findings as they stream by: in all, by code, by severity, by township. */
export class FindingTally {
  readonly #byCode: Map<string, Tally>;
  total = 0;

  /** @param codes the checks that ran, which are listed even where they found nothing */
  constructor(readonly codes: readonly FindingCode[], private readonly townshipOf: (text: string) => ResolvedTownship) {
    this.#byCode = new Map(codes.map((code) => [code, { count: 0, severity: { high: 0, medium: 0, low: 0 }, townships: new Map() }]));
  }

  add(row: FindingRow): void {
    const tally = this.#byCode.get(row.finding);
    if (tally === undefined) throw new Error(`a finding of a check that did not run: ${row.finding}`);
    const slash = row.division.indexOf("/");
    const text = slash < 0 ? row.division : row.division.slice(0, slash);
    const township = text === "" ? "" : this.townshipOf(text).name;
    this.total += 1;
    tally.count += 1;
    tally.severity[row.severity as Severity] += 1;
    tally.townships.set(township, (tally.townships.get(township) ?? 0) + 1);
  }

  counts(): FindingCount[] {
    return this.codes.map((code) => {
      const tally = this.#byCode.get(code);
      if (tally === undefined) throw new Error(`no tally of ${code}`);
      const townships = [...tally.townships].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
      return { code, count: tally.count, severity: tally.severity, byTownship: townships.map(([township, count]) => ({ township, count })) };
    });
  }
}
