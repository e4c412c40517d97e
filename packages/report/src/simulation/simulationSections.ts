import type { SimulationCounts, SimulationScheme } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { formatCount, formatLargeYuan, formatMegabytes, formatSeconds, formatYuan, formatYuanChange } from "../figures.js";
import { chartFigure } from "../html/chartFigure.js";
import { dataTable } from "../html/dataTable.js";
import { html, type Content, type Markup } from "../html/markup.js";
import { changeShare, costChange, schemeName, townshipName, unitOf, type SimulationContext } from "./simulationContext.js";

const COLORS = { before: { color: "#c9d6e3", edge: "#5f7185" }, after: { color: "#123f7a" } } as const;
/** A drawing shows so many townships at most, the others together. */
const TOWNSHIPS_DRAWN = 18;

/** The figures to carry away: the cost of all schemes, and who moves in the one that changes most. */
export function totals(context: SimulationContext): Markup {
  const { say, cost, changed, lang } = context;
  const figure = (term: string, value: string, note: string): Markup => html`<div><dt>${term}</dt><dd><span class="value">${value}</span><span class="note">${note}</span></dd></div>`;
  const [most] = changed;
  const unit = most === undefined ? "" : `${unitOf(context, most)} · ${schemeName(context, most)}`;
  return html`<dl class="keys money">
${figure(say("costYear"), formatLargeYuan(cost.after, lang), say("costNote", { before: formatYuan(cost.before) }))}
${figure(say("costChange"), `${cost.after > cost.before ? "+" : ""}${formatLargeYuan(cost.after - cost.before, lang)}`, changeShare(cost))}
</dl>
${most === undefined ? html`<p class="lead">${say("nothing")}</p>` : html`<dl class="keys">
${(["enters", "leaves", "raised", "lowered"] as const).map((key) => figure(say(key), formatCount(most.total[key]), unit))}
${most.total.doubtful === 0 ? null : html`<div class="row"><dt>${say("doubtful")}</dt><dd>${formatCount(most.total.doubtful)} ${unit}</dd></div>`}
</dl>`}
${cautions(context).length === 0 ? null : html`<p class="beware"><span class="tag doubt">${say("notices")}</span> <a href="#notices">${cautions(context).join(lang === "zh" ? "；" : "; ")}</a></p>`}`;
}

/** What stands under the notices, in a line. */
function cautions({ simulation, say }: SimulationContext): string[] {
  const open = simulation.schemes.filter(({ total }) => total.unknown.before + total.unknown.after > 0).length;
  const doubtful = simulation.unsourced.filter(({ status }) => status === "unsourced" || status === "demo").length;
  return [
    ...(open === 0 ? [] : [say("openSchemes", { count: open })]),
    ...(doubtful === 0 ? [] : [say("unsourcedTitle", { count: doubtful })]),
    ...(simulation.rejected === 0 ? [] : [say("rejectedNote", { count: formatCount(simulation.rejected) }).replace(/[。.]$/, "")]),
  ];
}

/** What makes the figures less than they seem. */
export function notices(context: SimulationContext): Markup | null {
  const { simulation, say, lang } = context;
  const open = simulation.schemes.filter(({ total }) => total.unknown.before + total.unknown.after > 0);
  const unpriced = simulation.schemes.filter(({ total }) => total.unpriced.before + total.unpriced.after > 0);
  const doubtful = simulation.unsourced.filter(({ status }) => status === "unsourced" || status === "demo");
  const others = [
    ...(simulation.rejected === 0 ? [] : [say("rejectedNote", { count: formatCount(simulation.rejected) })]),
    ...unpriced.map((scheme) => say("unpricedNote", { scheme: schemeName(context, scheme), before: formatCount(scheme.total.unpriced.before), after: formatCount(scheme.total.unpriced.after) })),
    ...simulation.warnings,
  ];
  if (open.length + others.length + doubtful.length === 0) return null;
  return html`${open.length === 0 ? null : html`<div class="notice doubt"><h3>${say("unknownHeading")}</h3><p>${say("unknownNote")}</p><ul>${open.map((scheme) => html`<li>${say("unknownTitle", { scheme: schemeName(context, scheme), before: formatCount(scheme.total.unknown.before), after: formatCount(scheme.total.unknown.after) })}</li>`)}</ul></div>`}
${others.length === 0 ? null : html`<div class="notice"><h3>${say("warnings")}</h3><ul>${others.map((text) => html`<li>${text}</li>`)}</ul></div>`}
${doubtful.length === 0 ? null : html`<div class="notice doubt"><h3>${say("unsourcedTitle", { count: doubtful.length })}</h3><p>${say("unsourcedNote")}</p>${dataTable({
    caption: say("unsourcedTitle", { count: doubtful.length }),
    quietCaption: true,
    columns: [{ header: say("parameter") }, { header: say("value"), look: "short" }, { header: say("status"), look: "short" }],
    rows: doubtful.map(({ name, value, status }) => [capitalised(name[lang]), value[lang], say(`status_${status}`)]),
  })}</div>`}`;
}

/** Parameters and rules that the two laws have differently. */
export function lawSection({ simulation, say, lang }: SimulationContext): Markup | null {
  const { parameters, rules } = simulation;
  if (parameters.length + rules.length === 0) return null;
  const value = (side: (typeof parameters)[number]["before"]): Content => (side.text === null ? html`<span class="muted">${say("noValue")}</span>` : html`${side.text[lang]}${side.status === "verified" ? null : html` <span class="tag doubt">${say(`status_${side.status}`)}</span>`}`);
  return html`${parameters.length === 0 ? null : dataTable({
    caption: say("parameter"),
    quietCaption: true,
    stack: true,
    columns: [{ header: say("parameter") }, { header: say("before") }, { header: say("after") }],
    rows: parameters.map((each) => [capitalised(each.name[lang]), value(each.before), value(each.after)]),
  })}${rules.length === 0 ? null : html`<details><summary>${say("rulesChanged", { count: rules.length })}</summary>${dataTable({
    caption: say("rulesChanged", { count: rules.length }),
    quietCaption: true,
    columns: [{ header: say("rule") }, { header: say("status") }],
    rows: rules.map(({ name, side }) => [capitalised(name[lang]), say(`side_${side}`)]),
  })}</details>`}`;
}

/** Every scheme that changes, in a drawing and a table. */
export function schemesSection(context: SimulationContext): Markup | null {
  const { changed, say, lang, simulation, cost } = context;
  const [most] = changed;
  if (most === undefined) return null;
  const paid = changed.filter(({ total }) => total.costFenYear.before + total.costFenYear.after > 0);
  const drawing = paid.length < 2 ? null : chartFigure({
    title: say("schemeTitle", { scheme: schemeName(context, most), change: signed(costChange(most.total), context) }),
    note: say("schemeNote"),
    chart: costChart(context, "schemes", paid.map((scheme) => ({ name: schemeName(context, scheme), ...scheme.total }))),
  });
  const same = simulation.schemes.filter((scheme) => !changed.includes(scheme)).map((scheme) => schemeName(context, scheme));
  return html`${drawing}${countsTable(context, say("bySchemes"), say("scheme"), changed.map((scheme) => ({ name: schemeName(context, scheme), unit: unitOf(context, scheme), ...scheme.total })), changed.length < 2 ? null : { name: say("total"), cost }, true)}
${same.length === 0 ? null : html`<p class="note">${say("unchanged", { schemes: same.join(lang === "zh" ? "、" : ", ") })}</p>`}`;
}

/** One scheme by township and class. */
export function schemeSection(context: SimulationContext, scheme: SimulationScheme): Markup {
  const { say } = context;
  const name = schemeName(context, scheme);
  const townships = scheme.townships.map((township) => ({ ...township, name: townshipName(context, township) }));
  const byChange = townships.toSorted((a, b) => Math.abs(costChange(b)) - Math.abs(costChange(a)));
  const [most] = byChange;
  const change = most === undefined ? 0 : costChange(most);
  const drawn = byChange.slice(0, TOWNSHIPS_DRAWN);
  const pays = scheme.total.costFenYear.before + scheme.total.costFenYear.after > 0;
  const drawing = most === undefined || !pays || townships.length < 2 ? null : chartFigure({
    title: say(change === 0 ? "townshipTitleSame" : change > 0 ? "townshipTitleMore" : "townshipTitleLess", { township: most.name, change: formatLargeYuan(Math.abs(change), context.lang) }),
    // The others are in the table: their sum would press the bars of each township flat.
    note: townships.length > drawn.length ? say("townshipNoteMost", { scheme: name, count: drawn.length, all: townships.length }) : say("townshipNote", { scheme: name }),
    chart: costChart(context, `townships-${scheme.id}`, drawn),
  });
  return html`${drawing}${countsTable(context, say("townshipTable", { scheme: name }), say("township"), townships, townships.length < 2 ? null : { name: say("total"), counts: scheme.total, cost: scheme.total.costFenYear })}${classesTable(context, scheme, name)}`;
}

function classesTable({ say, lang }: SimulationContext, { classes }: SimulationScheme, name: string): Markup | null {
  if (classes.every(({ id }) => id === "")) return null;
  return dataTable({
    caption: say("classTable", { scheme: name }),
    columns: [{ header: say("class") }, { header: say("entitledBefore"), look: "number" }, { header: say("entitledAfter"), look: "number" }, { header: say("costBefore"), look: "number" }, { header: say("costAfter"), look: "number" }, { header: say("change"), look: "number" }],
    rows: classes.map((each) => [each.id === "" ? say("noClass") : capitalised(each.name[lang]), formatCount(each.entitled.before), formatCount(each.entitled.after), formatYuan(each.costFenYear.before), formatYuan(each.costFenYear.after), formatYuanChange(costChange(each))]),
  });
}

type Line = Pick<SimulationCounts, "entitled" | "enters" | "leaves" | "raised" | "lowered" | "costFenYear"> & { readonly name: string; readonly unit?: string };

function countsTable({ say }: SimulationContext, caption: string, first: string, lines: readonly Line[], foot: { readonly name: string; readonly counts?: SimulationCounts; readonly cost: SimulationCounts["costFenYear"] } | null, quietCaption = false): Markup {
  // Money first: on a phone the rest is reached by scrolling sideways.
  const cells = (counts: Omit<Line, "name" | "unit"> | undefined, cost: SimulationCounts["costFenYear"]): Content[] => [
    ...(cost.before + cost.after === 0 ? ["—", "—", "—"] : [formatYuan(cost.before), formatYuan(cost.after), formatYuanChange(cost.after - cost.before)]),
    ...(counts === undefined ? ["", "", "", "", "", ""] : [counts.entitled.before, counts.entitled.after, counts.enters, counts.leaves, counts.raised, counts.lowered].map(formatCount)),
  ];
  return dataTable({
    caption,
    quietCaption,
    columns: [
      { header: first }, { header: say("costBefore"), look: "number" }, { header: say("costAfter"), look: "number" }, { header: say("change"), look: "number" },
      { header: say("entitledBefore"), look: "number" }, { header: say("entitledAfter"), look: "number" }, { header: say("enters"), look: "number" }, { header: say("leaves"), look: "number" }, { header: say("raised"), look: "number" }, { header: say("lowered"), look: "number" },
    ],
    rows: lines.map((line) => [html`${line.name}${line.unit === undefined ? null : html`<span class="note">${line.unit}</span>`}`, ...cells(line, line.costFenYear)]),
    ...(foot === null ? {} : { foot: [foot.name, ...cells(foot.counts, foot.cost)] }),
  });
}

function costChart({ say, lang }: SimulationContext, id: string, lines: readonly { readonly name: string; readonly costFenYear: SimulationCounts["costFenYear"] }[]): Parameters<typeof chartFigure>[0]["chart"] {
  // 万元, or thousand yuan.
  const unit = lang === "zh" ? 1_000_000 : 100_000;
  const figure = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const tick = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
  return {
    id, stacked: false, unit: say("axis"),
    categories: lines.map(({ name }) => name),
    series: (["before", "after"] as const).map((side) => ({ name: say(side), ...COLORS[side], values: lines.map(({ costFenYear }) => costFenYear[side] / unit) })),
    format: (value) => figure.format(value),
    tick: (value) => tick.format(value),
  };
}

function signed(fen: number, { lang }: SimulationContext): string {
  const amount = formatLargeYuan(Math.abs(fen), lang);
  if (lang === "zh") return `${fen < 0 ? "减少" : "增加"} ${amount}，变化`;
  return `${fen < 0 ? "−" : "+"}${amount}`;
}

export function runSection({ simulation, say, lang }: SimulationContext): Markup {
  return html`<p>${say("runNote", { version: simulation.doudiVersion, time: formatSeconds(simulation.totalSeconds, lang), memory: formatMegabytes(simulation.peakMemoryBytes) })}</p>`;
}
