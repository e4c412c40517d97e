import type { SitePack } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { formatCount } from "../figures.js";
import { dataTable } from "../html/dataTable.js";
import { html, type Content, type Markup } from "../html/markup.js";
import type { SiteContext } from "./siteContext.js";
import { sitePage } from "./sitePage.js";
import { statusTag } from "./parameterSection.js";
import type { Section } from "../html/sections.js";

/** The way in: places as they stand under each other, where they differ, and which values nobody has confirmed. */
export function indexPage(context: SiteContext): string {
  const { say, site } = context;
  const sum = (count: (pack: SitePack) => number): string => formatCount(site.packs.reduce((total, pack) => total + count(pack), 0));
  const examples = (pack: SitePack): number => [...pack.nodes, ...pack.changes].reduce((total, node) => total + node.examples.length, 0);
  return sitePage(context, {
    title: say("indexTitle"),
    lead: say("indexLead", { places: formatCount(site.places.length), nodes: sum((pack) => pack.nodes.length), parameters: sum((pack) => pack.parameters.length), facts: sum((pack) => pack.facts.length), examples: sum(examples) }),
    head: html`<p class="caution">${say("indexCaution")}</p>
`,
    sections: [
      { id: "places", label: say("places"), body: html`<p class="note">${say("placesNote")}</p>${tree(context, site.packs.filter((pack) => pack.chain.length === 1))}` },
      { id: "schemes", label: say("schemesByPlace"), body: schemesTable(context) },
      { id: "differ", label: say("differ"), body: differencesTable(context) },
      ...unsourcedSection(context),
      { id: "documents", label: say("documents"), body: documentsTable(context) },
    ],
  });
}

function tree(context: SiteContext, packs: readonly SitePack[]): Markup {
  const { say, site } = context;
  return html`<ul class="tree">${packs.map((pack) => {
    const below = site.packs.filter((each) => each.chain.at(-2) === pack.id);
    const changes = pack.changes.filter((change) => !change.citationOnly).length;
    return html`<li><div><b>${context.packName(pack.id)}</b><a href="${context.path(`places/${pack.division}.html`)}">${say("placeLink")}</a><a href="${context.path(`packs/${pack.id}.html`)}">${say("packLink")}</a><span class="counts">${say("ownCount")} ${formatCount(pack.nodes.length)} · ${say("changedCount")} ${formatCount(changes)} · ${say("citedCount")} ${formatCount(pack.changes.length - changes)}</span></div>${below.length === 0 ? null : tree(context, below)}</li>`;
  })}</ul>
`;
}

/** Which scheme each place has on the day of the site, and whose words they are. */
function schemesTable(context: SiteContext): Markup | null {
  const { say, site, lang } = context;
  const schemes = site.packs.flatMap((pack) => pack.nodes.filter(({ kind }) => kind === "scheme"));
  if (schemes.length === 0) return null;
  return html`<p class="note">${say("schemesByPlaceNote", { date: site.date })}</p>${dataTable({
    caption: say("schemesByPlace"),
    quietCaption: true,
    columns: [{ header: say("scheme") }, ...site.places.map(({ name }) => ({ header: capitalised(name[lang]) }))],
    rows: schemes.map(({ key }) => [context.linked(key), ...site.places.map((place) => {
      const standing = place.nodes.find((node) => node.key === key)?.standing ?? "off";
      if (standing === "off") return html`<span class="muted">—</span>`;
      if (standing === "inherited") return say("has");
      const tag = html`<span class="tag${standing === "own" ? " own" : standing === "changed" ? " changed" : ""}">${say(`standing_${standing}`)}</span>`;
      return context.linkedChange(place.chain.at(-1) ?? "", key, tag);
    })]),
  })}`;
}

function differencesTable(context: SiteContext): Markup | null {
  const { say, site, lang } = context;
  const changes = site.packs.flatMap((pack) => pack.changes.filter((change) => !change.citationOnly).map((change) => ({ pack, change })));
  const targets = [...new Set(changes.map(({ change }) => change.of))];
  if (targets.length === 0) return null;
  const order = new Map(context.all().map(({ key }, index) => [key, index]));
  targets.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  return html`<p class="note">${say("differNote")}</p>${dataTable({
    caption: say("differ"),
    quietCaption: true,
    stack: true,
    columns: [{ header: say("item") }, { header: say("kind"), look: "short" }, { header: say("changedBy"), look: "wide" }],
    rows: targets.map((target) => {
      const own = changes.filter(({ change }) => change.of === target);
      const kind = context.find(target)?.kind;
      const where: Content[] = own.map(({ pack, change }) => html`<p><a href="${context.link(change.key) ?? "#"}">${context.packName(pack.id)}</a>${change.absent ? html` <span class="tag doubt">${say("absent")}</span>` : null} <span class="muted">${change.why?.[lang] ?? ""}</span></p>`);
      return [context.linked(target), kind === undefined ? "" : say(kind), where];
    }),
  })}`;
}

function unsourcedSection(context: SiteContext): Section[] {
  const { say, site, lang } = context;
  const values = site.packs.flatMap((pack) => pack.parameters.flatMap((parameter) => parameter.tracks.flatMap((track) => track.values.filter(({ status }) => status !== "verified").map((value) => ({ parameter, track, value })))));
  if (values.length === 0) return [];
  const label = say("unsourcedTitle", { count: formatCount(values.length) });
  const body = html`<p class="note">${say("unsourcedNote")}</p>${dataTable({
    caption: label,
    quietCaption: true,
    stack: true,
    columns: [{ header: say("parameter") }, { header: say("value"), look: "short" }, { header: say("place"), look: "short" }, { header: say("status"), look: "short" }, { header: say("period"), look: "short" }],
    rows: values.map(({ parameter, track, value }) => [context.linked(parameter.key), value.text[lang], context.packName(track.packId), statusTag(context, value.status), context.period(value)]),
  })}`;
  return [{ id: "unsourced", label, body }];
}

function documentsTable(context: SiteContext): Markup {
  const { say, site, lang } = context;
  return dataTable({
    caption: say("documents"),
    quietCaption: true,
    stack: true,
    columns: [{ header: say("document"), look: "wide" }, { header: say("place"), look: "short" }, { header: say("period"), look: "short" }, { header: say("status"), look: "short" }],
    rows: site.packs.flatMap((pack) => pack.documents.map((document) => [
      html`<a href="${context.link(document.key) ?? "#"}">${capitalised(document.title[lang])}</a>${document.number === null ? null : html`<span class="note">${document.number}</span>`}`,
      context.packName(pack.id), context.period(document),
      document.verified ? say("status_verified") : html`<span class="tag doubt">${say("notVerified")}</span>`,
    ])),
  });
}
