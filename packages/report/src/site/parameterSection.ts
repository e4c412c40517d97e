import type { SiteParameter, SiteTrack, SiteValue, ValueStatus } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { dataTable } from "../html/dataTable.js";
import { html, type Content, type Markup } from "../html/markup.js";
import { links } from "./nodeCard.js";
import { anchorOf, type SiteContext } from "./siteContext.js";
import { timelineChart } from "./timelineChart.js";

/** The parameters of a pack: those whose value changes in time or from place to place with a drawing, the others in one table. */
export function parameterSection(context: SiteContext, parameters: readonly SiteParameter[]): Markup | null {
  if (parameters.length === 0) return null;
  const { say, lang } = context;
  const varied = parameters.filter(isVaried);
  const single = parameters.filter((parameter) => !isVaried(parameter));
  return html`${varied.map((parameter) => parameterCard(context, parameter))}${single.length === 0 ? null : html`${varied.length === 0 ? null : html`<h3 class="apart">${say("singles")}</h3>`}${dataTable({
    caption: say("singles"),
    quietCaption: true,
    stack: true,
    columns: [{ header: say("parameter") }, { header: say("value"), look: "short" }, { header: say("status"), look: "short" }, { header: say("source"), look: "wide" }, { header: say("usedBy"), look: "wide" }],
    rows: single.map((parameter) => {
      const value = parameter.tracks[0]?.values[0];
      return [
        html`<span id="${anchorOf(parameter.key)}">${capitalised(parameter.name[lang])}</span><span class="note code">${parameter.id}</span>`,
        value === undefined ? "—" : html`${value.text[lang]}<span class="note">${context.period(value)}</span>`,
        statusTag(context, value?.status ?? "none"),
        value === undefined ? "—" : context.citation(value.source),
        parameter.usedBy.length === 0 ? html`<span class="muted">${say("unused")}</span>` : context.linkedList(parameter.usedBy),
      ];
    }),
  })}`}`;
}

function isVaried({ tracks }: SiteParameter): boolean {
  return tracks.reduce((sum, { values }) => sum + values.length, 0) > 1;
}

function parameterCard(context: SiteContext, parameter: SiteParameter): Markup {
  const { say, lang } = context;
  const name = capitalised(parameter.name[lang]);
  return html`<article class="node" id="${anchorOf(parameter.key)}">
<h3>${name}</h3>
<p class="meta"><code>${parameter.id}</code></p>
${timeline(context, parameter.key, name, parameter.tracks)}
${valuesTable(context, name, parameter.tracks)}
${links([[say("usedBy"), parameter.usedBy.length === 0 ? null : context.linkedList(parameter.usedBy)]])}</article>
`;
}

/** The drawing with the key to its fills. */
export function timeline(context: SiteContext, key: string, name: string, tracks: readonly SiteTrack[]): Markup {
  const { say, lang, site } = context;
  const shown = tracks.filter(({ values }) => values.length > 0);
  const statuses = [...new Set(shown.flatMap(({ values }) => values.map(({ status }) => status)))];
  const label = say("timelineLabel", { name });
  return html`<div class="timeline">${timelineChart({ id: `t-${key.replace(/[^A-Za-z0-9_-]/g, "-")}`, tracks: shown, trackName: (id) => context.packName(id), lang, date: site.date, label })}
<ul class="legend">${statuses.map((status) => html`<li><span class="swatch ${SWATCHES[status]}"></span>${say(`status_${status}`)}</li>`)}</ul></div>`;
}

const SWATCHES: Record<ValueStatus, string> = { verified: "solid", unsourced: "hatch", demo: "dots", set: "solid", none: "" };

export function valuesTable(context: SiteContext, name: string, tracks: readonly SiteTrack[]): Markup {
  const { say, lang } = context;
  const several = tracks.filter(({ values }) => values.length > 0).length > 1;
  const row = (track: SiteTrack, value: SiteValue): Content[] => [
    context.period(value), html`<b>${value.text[lang]}</b>`, ...(several ? [context.packName(track.packId)] : []), statusTag(context, value.status), context.citation(value.source),
  ];
  return dataTable({
    caption: name,
    quietCaption: true,
    stack: true,
    columns: [{ header: say("period"), look: "short" }, { header: say("value"), look: "short" }, ...(several ? [{ header: say("place") }] : []), { header: say("status"), look: "short" }, { header: say("source"), look: "wide" }],
    rows: tracks.flatMap((track) => track.values.map((value) => row(track, value))),
  });
}

export function statusTag({ say }: SiteContext, status: ValueStatus): Content {
  if (status === "verified") return say("status_verified");
  return html`<span class="tag doubt">${say(`status_${status}`)}</span>`;
}
