import type { SiteChange, SiteExample, SiteNode, SitePart } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { dataTable } from "../html/dataTable.js";
import { html, type Content, type Markup } from "../html/markup.js";
import { partsMarkup, phraseMarkup } from "../html/phraseMarkup.js";
import { SEVERITY_LABELS } from "../severityLabels.js";
import { anchorOf, type SiteContext } from "./siteContext.js";

/** A rule, check or scheme: its clause, its content in words, what it uses and what uses it, its examples. */
export function nodeCard(context: SiteContext, node: SiteNode): Markup {
  const { say, lang } = context;
  const changed = node.changedBy.filter((key) => !isCitationOnly(context, key));
  const cited = node.changedBy.filter((key) => isCitationOnly(context, key));
  return html`<article class="node" id="${anchorOf(node.key)}">
<h3>${capitalised(node.name[lang])}</h3>
<p class="meta"><code>${node.id}</code>${node.unit === null ? null : html`<span>${say(`unit_${node.unit}`)}</span>`}${node.gives === null || node.gives.en === "boolean" ? null : html`<span>${say("gives", { type: node.gives[lang] })}</span>`}<span>${context.citation(node.source)}</span><span>${context.period(node.period)}</span></p>
${partsWords(context, node.parts, node.gives?.en === "boolean")}${asWritten(context, node.parts)}
${links([
    [say("uses"), node.uses.length === 0 ? null : context.linkedList(node.uses)],
    [say("usedBy"), node.usedBy.length === 0 ? null : context.linkedList(node.usedBy)],
    [say("changedBy"), changed.length === 0 ? null : context.linkedPacks(changed)],
    [say("clauseIn"), cited.length === 0 ? null : context.linkedPacks(cited)],
  ])}${examplesTable(context, node.examples)}</article>
`;
}

/** What a pack changes of what stands above it, and why. */
export function changeCard(context: SiteContext, change: SiteChange, values: Content): Markup {
  const { say, lang } = context;
  const target = context.find(change.of);
  return html`<article class="node" id="${anchorOf(change.key)}">
<h3>${capitalised(change.name[lang])}${change.absent ? html`<span class="tag doubt">${say("absent")}</span>` : null}</h3>
<p class="meta">${target === undefined ? null : html`<span>${say(target.kind)}</span>`}<span>${context.citation(change.source)}</span><span>${context.period(change.period)}</span></p>
${change.why === null ? null : html`<p class="why">${change.why[lang]}</p>`}
${values}${partsWords(context, change.parts, true)}${asWritten(context, change.parts)}
<dl class="links"><dt>${say("changesWhat")}</dt><dd>${context.linked(change.of)}${target === undefined ? null : lang === "zh" ? `（${context.packName(target.packId)}）` : ` (${context.packName(target.packId)})`}</dd></dl>
${examplesTable(context, change.examples)}</article>
`;
}

function isCitationOnly(context: SiteContext, key: string): boolean {
  const named = context.find(key);
  return named !== undefined && context.pack(named.packId)?.changes.find((change) => change.key === key)?.citationOnly === true;
}

function partsWords(context: SiteContext, parts: readonly SitePart[], yesNo: boolean): Markup {
  const { say, lang } = context;
  const cases = parts.filter(({ label }) => label === "case");
  const others = parts.filter(({ label }) => label !== "case");
  return html`${others.map((part) => {
    const label = part.label === "is" ? (yesNo ? say("part_is") : say("part_value")) : say(`part_${part.label}`);
    return html`<div class="words"><h4>${label}</h4>${part.words === null ? null : phraseMarkup(part.words[lang], lang, context.link)}</div>
`;
  })}${cases.length === 0 ? null : html`<div class="words">${cases.map((part) => caseRow(context, part, cases.length))}</div>
`}`;
}

function caseRow(context: SiteContext, part: SitePart, count: number): Markup {
  const { say, lang } = context;
  const reason = part.reason?.[lang];
  const when = part.words === null ? (count === 1 ? null : html`<p class="muted">${capitalised(say("alwaysApplies"))}</p>`) : phraseMarkup(part.words[lang], lang, context.link);
  return html`<div class="case"><span>${part.severity === null ? null : html`<span class="tag${part.severity === "high" ? " doubt" : ""}">${say("severity", { level: SEVERITY_LABELS[part.severity][lang] })}</span>`}</span><div>${when}${reason === undefined || reason.kind !== "line" ? null : html`<p>“${partsMarkup(reason.parts, context.link)}”</p>`}</div></div>`;
}

function asWritten({ say }: SiteContext, parts: readonly SitePart[]): Markup | null {
  const written = parts.filter((part) => part.written !== null);
  if (written.length === 0) return null;
  return html`<details><summary>${say("written")}</summary><pre><code>${written.map((part) => `${part.label === "case" ? "when" : part.label}: ${part.written ?? ""}`).join("\n")}</code></pre></details>`;
}

/** Labelled links; what has none is left out. */
export function links(rows: readonly (readonly [string, Markup | null])[]): Markup | null {
  const filled = rows.filter(([, linked]) => linked !== null);
  if (filled.length === 0) return null;
  return html`<dl class="links">${filled.map(([label, linked]) => html`<dt>${label}</dt><dd>${linked}</dd>`)}</dl>
`;
}

function examplesTable(context: SiteContext, examples: readonly SiteExample[]): Markup | null {
  if (examples.length === 0) return null;
  const { say } = context;
  const label = examples.length === 1 ? say("exampleOne") : say("examples", { count: examples.length });
  const table = dataTable({
    caption: label,
    quietCaption: true,
    stack: true,
    columns: [{ header: say("example") }, { header: say("day"), look: "short" }, { header: say("given"), look: "wide" }, { header: say("result"), look: "short" }],
    rows: examples.map((example) => [example.name, example.place === null ? example.date : `${example.date} · ${example.place}`, givenFacts(context, example), outcomeTag(context, example)]),
  });
  return html`<details><summary>${label}</summary>${table}</details>
`;
}

function givenFacts(context: SiteContext, { facts, members, set }: SiteExample): Content {
  const { say, lang } = context;
  const line = (all: SiteExample["facts"]): string => all.map(({ name, value }) => (lang === "zh" ? `${name.zh}：${value.zh}` : `${name.en}: ${value.en}`)).join(lang === "zh" ? "；" : "; ");
  const settings = set.map(({ name, value }) => html`<p>${say("setTo", { name: name[lang], value })}</p>`);
  if (members === null) return html`${facts.length === 0 ? say("nothingGiven") : line(facts)}${settings}`;
  return html`${facts.length === 0 ? null : html`<p>${line(facts)}</p>`}${members.map((each, index) => html`<p><span class="muted">${say("exampleMember", { no: index + 1 })}</span> ${each.length === 0 ? say("nothingGiven") : line(each)}</p>`)}${settings}`;
}

function outcomeTag(context: SiteContext, example: SiteExample): Content {
  const { say, lang } = context;
  const { expect, severity, states, member } = example;
  const level = severity === null ? "" : `${lang === "zh" ? "，" : ", "}${say("severity", { level: SEVERITY_LABELS[severity][lang] })}`;
  const who = member === null ? null : html`<span class="note">${say("exampleMember", { no: member })}</span>`;
  const more = states.map(({ label, value }) => html`<span class="note">${say(`state_${label}`)}${lang === "zh" ? "：" : ": "}${label === "missing" || label === "reasons" ? html`<code>${value}</code>` : value}</span>`);
  return html`${outcomeWord(context, expect, level)}${who}${more}`;
}

function outcomeWord({ say }: SiteContext, expect: string, level: string): Content {
  if (expect === "yes" || expect === "true") return html`<span class="tag yes">${say("yes")}${level}</span>`;
  if (expect === "no" || expect === "false") return html`<span class="tag">${say("no")}</span>`;
  return expect === "unknown" ? html`<span class="tag doubt">${say("unknown")}</span>` : expect;
}
