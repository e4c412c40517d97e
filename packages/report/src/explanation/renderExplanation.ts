import type { ExplainedScheme, Explanation, ExplainedValue, Lang } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { formatCount } from "../figures.js";
import { dataTable } from "../html/dataTable.js";
import { htmlPage } from "../html/htmlPage.js";
import { html, type Content, type Markup } from "../html/markup.js";
import type { BodyTree } from "./bodyTree.js";
import { explanationContext, yuanText, memberLabel, membersLabel, missingList, outcomeSentence, reasonList, schemeGroups, schemesInOrder, SIGNS, type ExplanationContext } from "./explanationContext.js";
import { explanationStyle } from "./explanationStyle.js";
import { citation, mark, parametersUsed, ruleTree, statusTag } from "./ruleTree.js";
import { contentsNav, type Section, sectionList } from "../html/sections.js";

/** The page of an explanation as text: what is missing first, then scheme by scheme from the sentence down to the values used. No script, nothing fetched. */
export function renderExplanation(explanation: Explanation, lang: Lang): string {
  const context = explanationContext(explanation, lang);
  const { say } = context;
  const title = say("title", { household: explanation.household.no });
  const tree = ruleTree(context);
  const sections = [
    { id: "results", label: say("results"), body: results(context) },
    ...settings(context),
    ...missing(context),
    { id: "schemes", label: say("schemes"), body: schemesInOrder(context).map((scheme, index) => schemeArticle(context, tree, scheme, index)) },
    ...unsourced(context),
    { id: "data", label: say("data"), body: data(context) },
  ];
  const body = html`<div class="page">
${header(context)}
${contentsNav(say("contents"), sections)}
${sectionList(sections)}
</div>`;
  return htmlPage({ lang, title: `${title} ${explanation.date}`, style: explanationStyle(`${title}  ${explanation.date}`), body });
}

function header({ explanation, say, lang }: ExplanationContext): Markup {
  const { place, date, packs, household, schemes, doudiVersion, inputHash } = explanation;
  const count = (outcome: ExplainedScheme["outcome"]): string => formatCount(schemes.filter((scheme) => scheme.outcome === outcome).length);
  const facts: [string, Content][] = [
    [say("place"), `${place.name} ${place.code}`],
    [say("date"), date],
    [say("members"), say("memberCount", { count: household.members.length })],
    [say("packs"), packs.map((pack) => `${pack.name[lang]} ${pack.version}`).join(lang === "zh" ? "、" : ", ")],
    ...(inputHash === null ? [] : [[say("inputHash"), html`<code>${inputHash.slice(0, 16)}</code>`] as [string, Content]]),
  ];
  return html`<header class="masthead">
<p class="product">${say("product")}</p>
<h1>${say("title", { household: household.no })}</h1>
<p class="lead">${say("lead", { place: place.name, date, yes: count("yes"), no: count("no"), unknown: count("unknown") })}</p>
<p class="caution">${say("caution")} ${say("footer", { version: doudiVersion })}${lang === "zh" ? "。" : "."}</p>
<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
</header>
`;
}

function results(context: ExplanationContext): Content {
  const { say, lang } = context;
  const schemes = schemesInOrder(context);
  const groups = schemeGroups(context);
  if (schemes.length === 0) return html`<p>${say("none")}</p>`;
  const column = (header: string, look: "number" | "short", cell: (scheme: ExplainedScheme) => string) => ({ header, look, cell });
  // A column that nothing stands in is left out.
  const extra = [
    column(say("amountMonth"), "number", (scheme) => (scheme.amountFenMonth === null ? "" : yuanText(scheme.amountFenMonth, lang))),
    column(say("class"), "short", (scheme) => scheme.class?.[lang] ?? ""),
    column(say("until"), "short", (scheme) => scheme.until ?? ""),
  ].filter(({ cell }) => schemes.some((scheme) => cell(scheme) !== ""));
  return dataTable({
    caption: say("results"),
    quietCaption: true,
    stack: true,
    columns: [{ header: say("scheme") }, { header: say("outcome"), look: "short" }, ...extra.map(({ header, look }) => ({ header, look })), { header: say("reason"), look: "wide" }],
    rows: groups.flatMap((group) => {
      const [scheme] = group;
      if (!scheme) return [];
      const members = group.flatMap(({ member }) => member ?? []);
      const because = scheme.outcome === "unknown" || (scheme.outcome === "yes" && scheme.missing.length > 0) ? missingList(context, scheme) : reasonList(context, scheme);
      return [[
        html`<a href="#scheme-${schemes.indexOf(scheme)}">${capitalised(scheme.name[lang])}</a>${members.length === 0 ? null : html`<span class="note">${membersLabel(context, members)}</span>`}`,
        html`<span class="outcome ${scheme.outcome}"><span aria-hidden="true">${SIGNS[scheme.outcome]}</span> ${say(scheme.outcome)}</span>`,
        ...extra.map(({ cell }) => cell(scheme)),
        group.length === 1 ? because : "",
      ]];
    }),
  });
}

function settings(context: ExplanationContext): Section[] {
  const { explanation, say, lang } = context;
  if (explanation.set.length === 0) return [];
  return [{ id: "set", label: say("setTitle"), body: html`<div class="notice doubt"><p>${say("setNote")}</p><ul>${explanation.set.map(({ name, text }) => html`<li>${capitalised(name[lang])} <b>${text?.[lang] ?? ""}</b></li>`)}</ul></div>` }];
}

/** Each missing fact once, those that hold up most schemes first. */
function missing(context: ExplanationContext): Section[] {
  const { explanation, say, lang } = context;
  const facts = new Map<string, { fact: ExplainedScheme["missing"][number]; members: Set<number>; schemes: Set<string> }>();
  for (const scheme of explanation.schemes) {
    for (const fact of scheme.missing) {
      const entry = facts.get(fact.id) ?? { fact, members: new Set<number>(), schemes: new Set<string>() };
      for (const member of fact.members) entry.members.add(member);
      entry.schemes.add(capitalised(scheme.name[lang]));
      facts.set(fact.id, entry);
    }
  }
  if (facts.size === 0) return [];
  const entries = [...facts.values()].toSorted((a, b) => b.schemes.size - a.schemes.size);
  const table = dataTable({
    caption: say("missingTitle"),
    quietCaption: true,
    stack: true,
    columns: [{ header: say("fact") }, { header: say("whose") }, { header: say("settles"), look: "wide" }],
    rows: entries.map(({ fact, members, schemes }) => [
      capitalised(fact.name[lang]),
      fact.kind === "parameter" ? say("ofPack") : members.size === 0 ? say("ofHousehold") : membersLabel(context, [...members].toSorted((a, b) => a - b)),
      schemes.size > SCHEMES_NAMED ? say("schemeCount", { count: schemes.size }) : [...schemes].join(lang === "zh" ? "、" : ", "),
    ]),
  });
  return [{ id: "missing", label: say("missingTitle"), body: html`<p class="note">${say("missingNote")}</p>${table}` }];
}

/** More schemes than this are counted, not named. */
const SCHEMES_NAMED = 4;

/** Values that were used and that no document stands behind; what has no value is missing, what was set is said above. */
function doubtful({ unsourced }: ExplainedScheme): ExplainedScheme["unsourced"] {
  return unsourced.filter(({ status }) => status === "unsourced" || status === "demo");
}

function unsourced(context: ExplanationContext): Section[] {
  const { explanation, say, lang } = context;
  const used = new Map<string, { parameter: ExplainedScheme["unsourced"][number]; schemes: Set<string> }>();
  for (const scheme of explanation.schemes) {
    for (const parameter of doubtful(scheme)) {
      const entry = used.get(parameter.id) ?? { parameter, schemes: new Set<string>() };
      entry.schemes.add(capitalised(scheme.name[lang]));
      used.set(parameter.id, entry);
    }
  }
  if (used.size === 0) return [];
  const label = say("unsourcedTitle", { count: used.size });
  const table = dataTable({
    caption: label,
    quietCaption: true,
    stack: true,
    columns: [{ header: say("parameter") }, { header: say("value"), look: "short" }, { header: say("status"), look: "short" }, { header: say("usedFor"), look: "wide" }],
    rows: [...used.values()].map(({ parameter, schemes }) => [capitalised(parameter.name[lang]), parameter.text?.[lang] ?? say("status_none"), statusTag(context, parameter.status), schemes.size > SCHEMES_NAMED ? say("schemeCount", { count: schemes.size }) : [...schemes].join(lang === "zh" ? "、" : ", ")]),
  });
  return [{ id: "unsourced", label, body: html`<p class="note">${say("unsourcedNote")}</p>${table}` }];
}

function schemeArticle(context: ExplanationContext, tree: BodyTree<Markup>, scheme: ExplainedScheme, index: number): Markup {
  const { say, lang } = context;
  const who = scheme.member === null ? null : html` <span class="muted">${memberLabel(context, scheme.member)}</span>`;
  return html`<article class="scheme ${scheme.outcome}" aria-labelledby="scheme-${index}">
<h3 id="scheme-${index}">${capitalised(scheme.name[lang])}${who}</h3>
<p class="sentence">${outcomeSentence(context, scheme)}</p>
<p class="meta"><span>${citation(context, scheme.source)}</span>${scheme.lead === null ? null : html`<span>${say("lead_department")} ${scheme.lead[lang]}</span>`}${doubtful(scheme).length === 0 ? null : html`<span><a href="#unsourced">${say("unsourcedTitle", { count: doubtful(scheme).length })}</a></span>`}</p>
${scheme.parts.map((part) => {
    // An end that is not known is no end.
    const endless = part.label === "until" && scheme.until === null;
    const open = part.label === "entitled" ? scheme.outcome !== "no" : part.text.en === "unknown" && !endless;
    const value = endless ? say("noEnd") : part.text[lang];
    return html`<details class="why-part"${open ? html` open` : null}><summary>${mark(context, part.state ?? undefined)} <b>${say(`part_${part.label}`)}</b>${part.state === null ? html`<span class="result">${value}</span>` : null}</summary><div class="tree">${tree.body(part)}
${parametersUsed(context, part)}</div></details>
`;
  })}</article>
`;
}

function data(context: ExplanationContext): Content {
  const { explanation, say, lang } = context;
  const { household } = explanation;
  const ids = new Map(household.members.flatMap(({ facts }) => facts.map(({ id, name }) => [id, name])));
  const valueOf = (facts: readonly ExplainedValue[], id: string): string => facts.find((each) => each.id === id)?.text?.[lang] ?? "";
  return html`<p class="note">${say("dataNote")}</p>
${dataTable({
    caption: say("ofHousehold"),
    columns: [{ header: say("fact") }, { header: say("value") }],
    rows: [...(household.division === null ? [] : [[say("division"), household.division]]), ...household.facts.map(({ name, text }) => [capitalised(name[lang]), text?.[lang] ?? ""])],
  })}
${dataTable({
    caption: say("members"),
    columns: [{ header: say("fact") }, ...household.members.map((member) => ({ header: memberLabel(context, member.no) }))],
    rows: [...ids].map(([id, name]) => [capitalised(name[lang]), ...household.members.map(({ facts }) => valueOf(facts, id))]),
  })}`;
}
