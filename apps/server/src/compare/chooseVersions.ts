import { DoudiError } from "@doudi/contract";
import { loadKinds } from "@doudi/roster";
import type { SignedVersion } from "@doudi/store";

/**
 * The versions that a run compares. Without a wish: the newest signed one of each kind whose quarter had begun by the day;
 * of events (deaths, aid), which add up, the newest of each quarter. Throws run_without_rosters, run_unsigned and
 * run_mixed, where two of one roster and quarter were named: versions are never mixed (YN-070).
 *
 * @param signed newest quarter and version first
 */
export function chooseVersions(signed: readonly SignedVersion[], date: string, wanted?: readonly number[]): number[] {
  const chosen = wanted === undefined ? newest(signed, quarterOf(date)) : named(signed, [...new Set(wanted)]);
  if (chosen.length === 0) throw new DoudiError("run_without_rosters");
  return chosen.map(({ version_id }) => version_id).sort((a, b) => a - b);
}

function newest(signed: readonly SignedVersion[], quarter: string): SignedVersion[] {
  const kinds = loadKinds();
  const chosen = new Map<string, SignedVersion>();
  for (const version of signed) {
    if (version.period > quarter) continue;
    const slot = kinds.byCode.get(version.kind)?.events === true ? `${version.kind} ${version.period}` : version.kind;
    if (!chosen.has(slot)) chosen.set(slot, version);
  }
  return [...chosen.values()];
}

function named(signed: readonly SignedVersion[], wanted: readonly number[]): SignedVersion[] {
  const slots = new Map<string, number>();
  return wanted.map((id) => {
    const version = signed.find(({ version_id }) => version_id === id);
    if (version === undefined) throw new DoudiError("run_unsigned", { version: id });
    const slot = `${version.kind} ${version.period}`;
    const other = slots.get(slot);
    if (other !== undefined) throw new DoudiError("run_mixed", { first: other, second: id });
    slots.set(slot, id);
    return version;
  });
}

function quarterOf(date: string): string {
  return `${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
}
