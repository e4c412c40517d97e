import type { BeforeAfter, Lang, Simulation, SimulationCounts, SimulationScheme } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { formatLargeYuan, formatPercent } from "../figures.js";
import { speaker } from "../speaker.js";
import { SIMULATION_TEXT } from "./simulationText.js";

/** What the page and the terminal text of a simulation are drawn from. */
export interface SimulationContext {
  readonly simulation: Simulation;
  readonly lang: Lang;
  readonly say: (key: keyof typeof SIMULATION_TEXT, info?: Record<string, string | number>) => string;
  /** Schemes that something changes for, those whose cost changes most first. */
  readonly changed: readonly SimulationScheme[];
  readonly cost: BeforeAfter;
}

export function simulationContext(simulation: Simulation, lang: Lang): SimulationContext {
  const changed = simulation.schemes.filter(({ total }) => isTouched(total)).toSorted((a, b) => Math.abs(costChange(b.total)) - Math.abs(costChange(a.total)));
  const sum = (side: keyof BeforeAfter): number => simulation.schemes.reduce((total, scheme) => total + scheme.total.costFenYear[side], 0);
  return { simulation, lang, say: speaker(SIMULATION_TEXT, lang), changed, cost: { before: sum("before"), after: sum("after") } };
}

function isTouched(counts: SimulationCounts): boolean {
  return counts.enters + counts.leaves + counts.doubtful + counts.raised + counts.lowered > 0 || costChange(counts) !== 0 || counts.unknown.before !== counts.unknown.after;
}

/** After less before, fen a year. */
export function costChange({ costFenYear }: Pick<SimulationCounts, "costFenYear">): number {
  return costFenYear.after - costFenYear.before;
}

/** What is supposed, in a sentence. */
export function supposition({ simulation, say, lang }: SimulationContext): string {
  const { before, after, parameters } = simulation;
  const set = after.set.map(({ id, name, value }) => {
    const old = parameters.find((each) => each.id === id)?.before.text ?? null;
    return old === null ? say("changeNone", { name: name[lang], after: value[lang] }) : say("changeOne", { name: name[lang], before: old[lang], after: value[lang] });
  });
  const sentences = [
    before.place.code === after.place.code ? "" : say("leadPlaces", { before: before.place.name, after: after.place.name }),
    before.date === after.date ? "" : say("leadDates", { before: before.date, after: after.date }),
    set.length === 0 ? "" : say("leadSet", { changes: set.join(lang === "zh" ? "，" : " and ") }),
  ];
  return sentences.filter((sentence) => sentence !== "").join(lang === "zh" ? "" : " ");
}

/** What it costs, in a sentence. */
export function costSentence({ cost, say, lang }: SimulationContext): string {
  const change = cost.after - cost.before;
  const info = { before: formatLargeYuan(cost.before, lang), after: formatLargeYuan(cost.after, lang), change: formatLargeYuan(Math.abs(change), lang), share: cost.before === 0 ? "" : lang === "zh" ? `（${changeShare(cost)}）` : ` (${changeShare(cost)})` };
  return say(change === 0 ? "totalSame" : change > 0 ? "totalMore" : "totalLess", info);
}

/** +12.3 %; a dash where there was nothing before. */
export function changeShare({ before, after }: BeforeAfter): string {
  if (before === 0) return "—";
  const share = (after - before) / before;
  return `${share > 0 ? "+" : share < 0 ? "−" : ""}${formatPercent(Math.abs(share))}`;
}

export function schemeName({ lang }: SimulationContext, { name }: Pick<SimulationScheme, "name">): string {
  return capitalised(name[lang]);
}

/** What the counts of a scheme are counts of. */
export function unitOf({ say }: SimulationContext, { unit }: Pick<SimulationScheme, "unit">): string {
  return say(unit === "person" ? "unitPerson" : "unitHousehold");
}

export function townshipName({ say }: SimulationContext, { code, name }: { readonly code: string; readonly name: string }): string {
  return name === "" ? (code === "" ? say("noTownship") : code) : name;
}
