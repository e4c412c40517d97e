import type { SiteTrack, SiteValue } from "@doudi/contract";
import { asRational } from "../backend/arithmetic.js";
import { formatBoth } from "../format.js";
import type { DatedValue, Pack, PackLibrary, ParameterNode } from "../pack/packLibrary.js";
import { chainOf } from "../pack/packLibrary.js";
import { isNumeric, type Type } from "../type.js";
import type { Value } from "../value.js";
import type { SiteNames } from "./siteNames.js";

/** A parameter's own values, then those of each pack below that sets its own. */
export function siteTracks(library: PackLibrary, pack: Pack, node: ParameterNode, names: SiteNames): SiteTrack[] {
  const below = [...library.packs.values()].filter((each) => each !== pack && chainOf(each).includes(pack));
  const changed = below.flatMap((each): SiteTrack[] => {
    const overrides = each.overrides.filter((override) => override.written.replaces === node.written.id && override.values !== null);
    if (overrides.length === 0) return [];
    return [{ packId: each.id, why: overrides[0]?.written.why ?? null, values: overrides.flatMap((override) => siteValues(each, override.values ?? [], node, names)) }];
  });
  return [{ packId: pack.id, why: null, values: siteValues(pack, node.values, node, names) }, ...changed];
}

export function siteValues(pack: Pack, values: readonly DatedValue[], { type, unit }: Pick<ParameterNode, "type" | "unit">, names: SiteNames): SiteValue[] {
  return values.map((each) => ({
    from: each.from,
    to: each.to,
    text: formatBoth(type, each.value, unit),
    size: sizeOf(type, each.value),
    status: each.written.status,
    source: names.citation(pack, each.source),
  }));
}

function sizeOf(type: Type, value: Value): number | null {
  if (!isNumeric(type)) return null;
  const { n, d } = asRational(value);
  const number = Number(n) / Number(d);
  return type.kind === "money" ? number / 100 : number;
}
