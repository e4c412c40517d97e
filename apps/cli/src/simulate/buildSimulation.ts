import { type Bilingual, maskText, type Simulation, type SimulationSide } from "@doudi/contract";
import type { SimulatedHouseholds } from "@doudi/decision";
import type { Policy, ResolvedParameter } from "@doudi/policy";
import type { Division, Divisions } from "@doudi/roster";
import { doudiVersion } from "../installation.js";
import type { SimulateRequest } from "./simulateRequest.js";

/** A law with the place it is of. */
export interface Side {
  place: Division;
  policy: Policy;
  warnings: readonly Bilingual[];
}

/** What is written to summary.json and drawn on the page. It holds nobody's number. */
export function buildSimulation(simulated: SimulatedHouseholds, before: Side, after: Side, request: SimulateRequest, divisions: Divisions): Simulation {
  const { lang } = request;
  return {
    schema: "doudi.simulation/1",
    lang,
    doudiVersion: doudiVersion(),
    before: sideOf(before),
    after: sideOf(after),
    parameters: changedParameters(before.policy, after.policy),
    rules: changedRules(before.policy, after.policy),
    households: simulated.loaded.households,
    persons: simulated.loaded.persons,
    rejected: simulated.loaded.rejected,
    schemes: simulated.schemes.map((scheme) => ({ ...scheme, townships: scheme.townships.map((township) => ({ ...township, name: divisions.find(township.code)?.name ?? "" })) })),
    unsourced: unsourced(simulated, before.policy, after.policy),
    warnings: [...new Set([...before.warnings, ...after.warnings, ...simulated.warnings].map((warning) => maskText(warning[lang])))],
    timings: simulated.timings,
    totalSeconds: Math.round(performance.now()) / 1000,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  };
}

function sideOf({ place, policy }: Side): SimulationSide {
  return {
    place: { code: place.code, name: place.name },
    date: policy.date,
    packs: policy.chain.map(({ id, version, name }) => ({ id, version, name })),
    set: [...policy.parameters.values()].filter(({ status }) => status === "set").map(({ id, name, en, formatted }) => ({ id, name: { zh: name, en }, value: formatted })),
  };
}

function changedParameters(before: Policy, after: Policy): Simulation["parameters"] {
  const ids = new Set([...before.parameters.keys(), ...after.parameters.keys()]);
  const value = (parameter: ResolvedParameter | undefined): Simulation["parameters"][number]["before"] => ({
    text: parameter === undefined || parameter.value === null ? null : parameter.formatted,
    status: parameter?.status ?? "none",
  });
  return [...ids].flatMap((id) => {
    const [old, now] = [before.parameters.get(id), after.parameters.get(id)];
    const named = now ?? old;
    if (named === undefined || value(old).text?.zh === value(now).text?.zh) return [];
    return [{ id, name: { zh: named.name, en: named.en }, before: value(old), after: value(now) }];
  });
}

/** Rules and schemes that one side alone has, or that are written otherwise. Checks decide nothing. */
function changedRules(before: Policy, after: Policy): Simulation["rules"] {
  const ids = new Set([...before.rules.keys(), ...after.rules.keys()]);
  return [...ids].flatMap((id) => {
    const [old, now] = [before.rules.get(id), after.rules.get(id)];
    const named = now ?? old;
    if (named === undefined || old?.expressionText === now?.expressionText) return [];
    return [{ id, name: named.name, side: old === undefined ? "after" as const : now === undefined ? "before" as const : "both" as const }];
  });
}

function unsourced({ decided }: SimulatedHouseholds, before: Policy, after: Policy): Simulation["unsourced"] {
  const ids = new Map<string, Set<string>>();
  for (const scheme of [...decided.before, ...decided.after]) {
    for (const code of scheme.unsourced) {
      const id = code.replace(/:set$/, "");
      ids.set(id, (ids.get(id) ?? new Set()).add(scheme.id));
    }
  }
  return [...ids].flatMap(([id, schemes]) => {
    const parameter = after.parameters.get(id) ?? before.parameters.get(id);
    // One without a value was not used.
    if (parameter === undefined || parameter.value === null) return [];
    return [{ id, name: { zh: parameter.name, en: parameter.en }, value: parameter.formatted, status: parameter.status, schemes: [...schemes] }];
  });
}
