import type { Bilingual, SiteEvent, SitePlace, SiteStanding } from "@doudi/contract";
import { effectivePeriod, fieldsOf, findParameter, inForce, nameOf, type OverrideNode, type Pack, type PackLibrary } from "../pack/packLibrary.js";
import { formatBoth } from "../format.js";
import type { Citation, Policy } from "../policy.js";
import { resolvePolicy } from "../resolvePolicy.js";
import { SiteNames } from "./siteNames.js";

/** The law of every place that has a pack, as it is on the day, with the days on which it changes. */
export function describePlaces(library: PackLibrary, date: string): SitePlace[] {
  const names = new SiteNames(library);
  const divisions = [...new Set([...library.packs.values()].map((pack) => pack.written.division))];
  return divisions.map((division) => describePlace(library, names, resolvePolicy(library, { division, date })));
}

function describePlace(library: PackLibrary, names: SiteNames, policy: Policy): SitePlace {
  const packs = policy.chain.flatMap(({ id }) => library.packs.get(id) ?? []);
  const last = packs.at(-1);
  if (!last) throw new TypeError(`no pack for ${policy.division}`);
  const live = new Map([...policy.rules.values(), ...policy.checks].map(({ id, source }): [string, Citation | null] => [id, source]));
  return {
    division: policy.division,
    name: last.written.name,
    chain: packs.map((pack) => pack.id),
    nodes: packs.flatMap((pack) => [...pack.rules.keys(), ...pack.checks.keys()].flatMap((id) => {
      const standing = standingOf(last, pack, id, policy.date, live.has(id));
      return standing === null ? [] : [{ key: `${pack.id}/${id}`, standing, packId: wordsOf(packs, pack, id, policy.date).id, source: names.citation(last, live.get(id) ?? null) }];
    })),
    parameters: packs.flatMap((pack) => [...pack.parameters.keys()].flatMap((id) => {
      const parameter = policy.parameters.get(id);
      if (!parameter) return [];
      const { formatted, status, from, packId, source } = parameter;
      return [{ key: `${pack.id}/${id}`, text: formatted, status, from, packId, source: names.citation(last, source) }];
    })),
    days: daysOf(packs, names),
  };
}

/** How the place's own pack stands to a node on the day; null for one that is not in force and that it does not switch off. */
function standingOf(last: Pack, owner: Pack, id: string, date: string, live: boolean): SiteStanding | null {
  const overrides = overridesOf(last, id, date);
  if (overrides.some((override) => override.written.absent)) return "off";
  if (!live) return null;
  if (owner === last) return "own";
  if (overrides.length === 0) return "inherited";
  return overrides.some(changesWords) ? "changed" : "cited";
}

/** The lowest pack of the chain that changes what a node says on the day, else the one that has it. */
function wordsOf(packs: readonly Pack[], owner: Pack, id: string, date: string): Pack {
  return packs.findLast((pack) => overridesOf(pack, id, date).some(changesWords)) ?? owner;
}

function overridesOf(pack: Pack, id: string, date: string): OverrideNode[] {
  return pack.overrides.filter((override) => override.written.replaces === id && inForce(override.written, override.source, date));
}

/** False where only the clause is another. */
function changesWords({ written }: OverrideNode): boolean {
  return fieldsOf(written).length > 0;
}

function daysOf(packs: readonly Pack[], names: SiteNames): SitePlace["days"] {
  const days = new Map<string, SiteEvent[]>();
  const add = (date: string | null, event: SiteEvent): void => {
    if (date === null) return;
    const events = days.get(date) ?? [];
    if (!events.some((each) => each.kind === event.kind && each.key === event.key && each.packId === event.packId)) days.set(date, [...events, event]);
  };
  for (const pack of packs) {
    const own = [...pack.rules.values(), ...pack.checks.values()];
    for (const node of own) {
      const event = { key: `${pack.id}/${node.written.id}`, name: nameOf(node.written), packId: pack.id, text: null };
      const { from, to } = effectivePeriod(node.written, node.source);
      add(from, { kind: "begins", ...event });
      add(to, { kind: "ends", ...event });
    }
    for (const override of pack.overrides) {
      if (override.values) continue;
      const target = names.find(pack, override.written.replaces);
      if (!target) continue;
      const { from, to } = effectivePeriod(override.written, override.source);
      add(from, { kind: "begins", ...target, packId: pack.id, text: null });
      add(to, { kind: "ends", ...target, packId: pack.id, text: null });
    }
    const valued = [
      ...[...pack.parameters].map(([id, node]) => ({ id, values: node.values })),
      ...pack.overrides.flatMap((override) => (override.values ? [{ id: override.written.replaces, values: override.values }] : [])),
    ];
    for (const { id, values } of valued) {
      const target = names.find(pack, id);
      const node = findParameter(pack, id);
      if (!target || !node) continue;
      for (const each of values) {
        const text: Bilingual = formatBoth(node.type, each.value, node.unit);
        add(each.from, { kind: "value", ...target, packId: pack.id, text });
      }
    }
  }
  return [...days].sort(([a], [b]) => (a < b ? 1 : -1)).map(([date, events]) => ({ date, events }));
}
