import { appliesOn, type SiteEvent, type SitePlace, type SiteStanding } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { formatCount } from "../figures.js";
import { dataTable } from "../html/dataTable.js";
import { html, type Content, type Markup } from "../html/markup.js";
import { statusTag } from "./parameterSection.js";
import type { NamedKind, SiteContext } from "./siteContext.js";
import { sitePage } from "./sitePage.js";

const KINDS = ["scheme", "rule", "check"] as const;

/** All that is in force in a place on the day of the site, whichever pack says it, and how it came about. */
export function placePage(context: SiteContext, place: SitePlace): string {
  const { say, site } = context;
  const name = capitalised(place.name[context.lang]);
  const count = (standing: SiteStanding): string => formatCount(place.nodes.filter((node) => node.standing === standing).length);
  return sitePage(context, {
    title: say("placeTitle", { name }),
    lead: say("placeLead", { date: site.date, nodes: formatCount(place.nodes.filter(({ standing }) => standing !== "off").length), own: count("own"), changed: count("changed"), cited: count("cited"), parameters: formatCount(place.parameters.length) }),
    crumbs: place.chain.map((id, index) => {
      const pack = context.pack(id);
      return { label: context.packName(id), href: index === place.chain.length - 1 || pack === undefined ? null : context.path(`places/${pack.division}.html`) };
    }),
    head: html`<dl class="facts"><div><dt>${say("division")}</dt><dd>${place.division}</dd></div><div><dt>${say("chain")}</dt><dd>${place.chain.map((id, index) => html`${index === 0 ? null : " › "}<a href="${context.path(`packs/${id}.html`)}">${context.packName(id)}</a>`)}</dd></div></dl>
`,
    sections: [
      { id: "differences", label: say("why"), body: differences(context, place) },
      ...KINDS.map((kind) => ({ id: `${kind}s`, label: say(`${kind}s`), body: nodesTable(context, place, kind) })),
      { id: "values", label: say("valuesNow"), body: valuesNow(context, place) },
      { id: "history", label: say("history"), body: history(context, place) },
    ],
  });
}

function differences(context: SiteContext, place: SitePlace): Markup | null {
  const { say, lang } = context;
  const pack = context.pack(place.chain.at(-1) ?? "");
  const changes = pack?.changes.filter((change) => !change.citationOnly && appliesOn(change.period, context.site.date)) ?? [];
  if (changes.length === 0) return null;
  return dataTable({
    caption: say("why"),
    quietCaption: true,
    stack: true,
    columns: [{ header: say("item") }, { header: say("why"), look: "wide" }, { header: say("source"), look: "wide" }, { header: say("period"), look: "short" }],
    rows: changes.map((change) => [context.linked(change.key), [change.absent ? html`<span class="tag doubt">${say("absent")}</span> ` : null, change.why?.[lang] ?? ""], context.citation(change.source), context.period(change.period)]),
  });
}

function nodesTable(context: SiteContext, place: SitePlace, kind: NamedKind): Markup | null {
  const { say } = context;
  const nodes = place.nodes.filter(({ key }) => context.find(key)?.kind === kind);
  if (nodes.length === 0) return null;
  return dataTable({
    caption: say("inForce"),
    quietCaption: true,
    stack: true,
    columns: [{ header: say("name") }, { header: say("standing"), look: "short" }, { header: say("source"), look: "wide" }],
    rows: nodes.map((node) => [context.linked(node.key), standingTag(context, place, node), context.citation(node.source)]),
  });
}

/** Which level's words apply, leading to them where they are a change. */
function standingTag(context: SiteContext, place: SitePlace, { key, standing, packId }: SitePlace["nodes"][number]): Content {
  const tag = html`<span class="${LOOKS[standing]}">${context.say(`standing_${standing}`, { pack: context.packName(packId) })}</span>`;
  return context.linkedChange(standing === "inherited" ? packId : place.chain.at(-1) ?? "", key, tag);
}

const LOOKS: Record<SiteStanding, string> = { own: "tag own", changed: "tag changed", cited: "tag", inherited: "muted", off: "tag doubt" };

function valuesNow(context: SiteContext, place: SitePlace): Markup | null {
  if (place.parameters.length === 0) return null;
  const { say, lang } = context;
  return dataTable({
    caption: say("valuesNow"),
    quietCaption: true,
    stack: true,
    columns: [{ header: say("parameter") }, { header: say("value"), look: "short" }, { header: say("status"), look: "short" }, { header: say("standing"), look: "short" }, { header: say("source"), look: "wide" }],
    rows: place.parameters.map(({ key, text, status, from, packId, source }) => [
      context.linked(key),
      status === "none" ? html`<span class="muted">${say("status_none")}</span>` : html`<b>${text[lang]}</b>${from === null ? null : html`<span class="note">${say("since", { from })}</span>`}`,
      statusTag(context, status),
      packId === place.chain.at(-1) ? html`<span class="tag own">${context.packName(packId)}</span>` : html`<span class="muted">${context.packName(packId)}</span>`,
      context.citation(source),
    ]),
  });
}

const SHOWN_EVENTS = 12;

function history(context: SiteContext, place: SitePlace): Markup | null {
  if (place.days.length === 0) return null;
  const { say } = context;
  return html`<p class="note">${say("historyNote")}</p><ul class="history">${place.days.map(({ date, events }) => html`<li><time datetime="${date}">${date}</time><div>${eventLines(context, events)}</div></li>`)}</ul>
`;
}

function eventLines(context: SiteContext, events: readonly SiteEvent[]): Markup {
  const { say, lang } = context;
  const groups = new Map<string, SiteEvent[]>();
  for (const event of events) {
    const key = `${event.packId} ${event.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  const separator = lang === "zh" ? "、" : ", ";
  return html`${[...groups.values()].map((group) => {
    const [first] = group;
    if (!first) return null;
    const shown = group.slice(0, SHOWN_EVENTS);
    const more = group.length - shown.length;
    const names = shown.map((event, index) => html`${index === 0 ? null : separator}${event.kind === "value" ? html`${context.linked(event.key)} = ${event.text?.[lang] ?? ""}` : context.linked(event.key)}`);
    const what = first.kind === "value" ? null : lang === "zh" ? `${say(first.kind)}：` : `${say(first.kind)}: `;
    return html`<p><span class="muted">${context.packName(first.packId)}${lang === "zh" ? "　" : " · "}${what}</span>${names}${more > 0 ? html`<span class="muted">${separator}${say("more", { count: more })}</span>` : null}</p>`;
  })}`;
}
