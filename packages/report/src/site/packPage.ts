import type { Bilingual, Lang, SiteDocument, SitePack } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { formatCount } from "../figures.js";
import { dataTable } from "../html/dataTable.js";
import { html, type Markup } from "../html/markup.js";
import { changeCard, links, nodeCard } from "./nodeCard.js";
import { parameterSection, timeline, valuesTable } from "./parameterSection.js";
import { anchorOf, type SiteContext } from "./siteContext.js";
import { sitePage } from "./sitePage.js";

/** What a pack itself says: changes, schemes, rules, checks, parameters, documents. */
export function packPage(context: SiteContext, pack: SitePack): string {
  const { say, lang, site } = context;
  const name = capitalised(pack.name[lang]);
  const changes = pack.changes.filter((change) => !change.citationOnly);
  const citations = pack.changes.filter((change) => change.citationOnly);
  const nodes = (kind: "scheme" | "rule" | "check"): Markup | null => {
    const own = pack.nodes.filter((node) => node.kind === kind);
    return own.length === 0 ? null : html`${jumpList(own, lang)}${own.map((node) => nodeCard(context, node))}`;
  };
  const place = site.places.find(({ division }) => division === pack.division);
  return sitePage(context, {
    title: say("packTitle", { name }),
    lead: say("packLead", { own: formatCount(pack.nodes.length), parameters: formatCount(pack.parameters.length), changed: formatCount(changes.length), cited: formatCount(citations.length) }),
    crumbs: pack.chain.map((id) => ({ label: context.packName(id), href: id === pack.id ? null : context.path(`packs/${id}.html`) })),
    head: html`<dl class="facts"><div><dt>${say("division")}</dt><dd>${pack.division}</dd></div><div><dt>${say("version")}</dt><dd>${pack.version}</dd></div>${place === undefined ? null : html`<div><dt>${say("inForce")}</dt><dd><a href="${context.path(`places/${place.division}.html`)}">${say("placeTitle", { name })}</a></dd></div>`}</dl>
`,
    sections: [
      {
        id: "changes", label: say("changes"),
        body: changes.length === 0 ? null : html`<p class="note">${say("changesNote")}</p>${jumpList(changes, lang)}${changes.map((change) => changeCard(context, change, change.values.length === 0 ? null : html`${timeline(context, change.key, capitalised(change.name[lang]), [{ packId: pack.id, why: null, values: change.values }])}${valuesTable(context, capitalised(change.name[lang]), [{ packId: pack.id, why: null, values: change.values }])}`))}`,
      },
      { id: "schemes", label: say("schemes"), body: nodes("scheme") },
      { id: "rules", label: say("rules"), body: nodes("rule") },
      { id: "checks", label: say("checks"), body: nodes("check") },
      { id: "parameters", label: say("parameters"), body: parameterSection(context, pack.parameters) },
      { id: "citations", label: say("citations"), body: citationsTable(context, citations) },
      { id: "documents", label: say("documents"), body: documentsSection(context, pack.documents) },
    ],
  });
}

/** Beyond so many, a section begins with a list of what stands in it. */
const JUMP_FROM = 8;

function jumpList(nodes: readonly { readonly key: string; readonly name: Bilingual }[], lang: Lang): Markup | null {
  if (nodes.length < JUMP_FROM) return null;
  return html`<ul class="jump">${nodes.map(({ key, name }) => html`<li><a href="#${anchorOf(key)}">${capitalised(name[lang])}</a></li>`)}</ul>`;
}

function citationsTable(context: SiteContext, citations: SitePack["changes"]): Markup | null {
  if (citations.length === 0) return null;
  const { say, lang } = context;
  return dataTable({
    caption: say("citations"),
    quietCaption: true,
    stack: true,
    columns: [{ header: say("item") }, { header: say("source"), look: "wide" }, { header: say("period"), look: "short" }, { header: say("why"), look: "wide" }],
    rows: citations.map((change) => [html`<span id="${anchorOf(change.key)}">${context.linked(change.of)}</span>`, context.citation(change.source), context.period(change.period), change.why?.[lang] ?? ""]),
  });
}

function documentsSection(context: SiteContext, documents: readonly SiteDocument[]): Markup | null {
  if (documents.length === 0) return null;
  const { say, lang } = context;
  return html`${documents.map((document) => html`<article class="node" id="${anchorOf(document.key)}">
<h3>${lang === "zh" ? `《${document.title.zh}》` : document.title.en}${document.verified ? null : html`<span class="tag doubt">${say("notVerified")}</span>`}</h3>
<p class="meta">${document.number === null ? null : html`<span>${document.number}</span>`}<span>${context.period(document)}</span></p>
${document.note === null ? null : html`<p>${document.note[lang]}</p>`}
${links([[say("usedBy"), document.citedBy.length === 0 ? null : context.linkedList(document.citedBy)]])}</article>
`)}`;
}
