import type { Lang, Simulation } from "@doudi/contract";
import { formatCount, formatMegabytes, formatSeconds, formatYuan, formatYuanChange } from "../figures.js";
import { columns, oneLine } from "../terminal/columns.js";
import { costSentence, schemeName, simulationContext, supposition, townshipName, unitOf } from "./simulationContext.js";
import { inks } from "../terminal/inks.js";

interface FormatOptions {
  /** Colour and weight by ANSI codes; off for files and pipes. */
  color: boolean;
  /** Where the outputs lie. */
  folder?: string;
}

/** Townships shown on the terminal. */
const TOWNSHIPS_SHOWN = 8;

/** A simulation in a screenful: the cost, then who enters and leaves by scheme, then townships. Ends without a line break. */
export function formatSimulation(simulation: Simulation, lang: Lang, { color, folder }: FormatOptions): string {
  const context = simulationContext(simulation, lang);
  const { say, changed } = context;
  const { bold, dim, amber } = inks(color);
  const header = [say("entitledBefore"), say("entitledAfter"), say("enters"), say("leaves"), say("raised"), say("lowered"), say("costBefore"), say("costAfter"), say("change")];
  const cells = ({ entitled, enters, leaves, raised, lowered, costFenYear }: (typeof changed)[number]["total"]): string[] => [
    ...[entitled.before, entitled.after, enters, leaves, raised, lowered].map(formatCount), ...(costFenYear.before + costFenYear.after === 0 ? ["—", "—", "—"] : [formatYuan(costFenYear.before), formatYuan(costFenYear.after), formatYuanChange(costFenYear.after - costFenYear.before)]),
  ];
  const open = simulation.schemes.filter(({ total }) => total.unknown.before + total.unknown.after > 0);
  const [most] = changed;
  const lines = [
    bold(say("title", { place: simulation.after.place.name })),
    dim(`${say("households")} ${say("householdCount", { households: formatCount(simulation.households), persons: formatCount(simulation.persons) })}`),
    "",
    supposition(context),
    bold(costSentence(context)),
    "",
    ...(changed.length === 0 ? [say("nothing")] : columns([say("scheme"), ...header], changed.map((scheme) => [`${schemeName(context, scheme)} (${unitOf(context, scheme)})`, ...cells(scheme.total)]), 1, dim)),
    ...(most === undefined || most.townships.length < 2 ? [] : ["", bold(say("townshipTable", { scheme: schemeName(context, most) })), ...columns([say("township"), ...header], most.townships.slice(0, TOWNSHIPS_SHOWN).map((township) => [townshipName(context, township), ...cells(township)]), 1, dim)]),
    ...(most === undefined || most.townships.length <= TOWNSHIPS_SHOWN ? [] : [dim(`  ${say("otherTownships", { count: most.townships.length - TOWNSHIPS_SHOWN })}`)]),
    ...(open.length === 0 ? [] : ["", amber(say("unknownNote")), ...open.map((scheme) => amber(`  ${say("unknownTitle", { scheme: schemeName(context, scheme), before: formatCount(scheme.total.unknown.before), after: formatCount(scheme.total.unknown.after) })}`))]),
    ...(simulation.rejected === 0 ? [] : ["", amber(say("rejectedNote", { count: formatCount(simulation.rejected) }))]),
    ...(simulation.warnings.length === 0 ? [] : ["", amber(say("warnings")), ...simulation.warnings.map((warning) => `  ${oneLine(warning)}`)]),
    "",
    dim(say("runNote", { version: simulation.doudiVersion, time: formatSeconds(simulation.totalSeconds, lang), memory: formatMegabytes(simulation.peakMemoryBytes) })),
    ...(folder === undefined ? [] : [bold(say("written", { folder })), "  simulation.csv", "  simulation.html", "  summary.json"]),
  ];
  return lines.join("\n");
}
