import type { Lang, Simulation, SimulationSide } from "@doudi/contract";
import { formatCount } from "../figures.js";
import { htmlPage } from "../html/htmlPage.js";
import { html, type Markup } from "../html/markup.js";
import { reportStyle } from "../html/reportStyle.js";
import { costSentence, schemeName, simulationContext, supposition, type SimulationContext } from "./simulationContext.js";
import { lawSection, notices, runSection, schemeSection, schemesSection, totals } from "./simulationSections.js";
import { contentsNav, type Section, sectionList } from "../html/sections.js";

const STYLE = `
.muted{color:var(--muted)}
.beware{margin:12px 0 0;font-size:14px}
.keys.money{grid-template-columns:repeat(2,1fr);margin-bottom:12px}
.keys.money .value{font-size:30px}
@media screen and (max-width:640px){.beware{margin:12px 0 0;font-size:14px}
.keys.money{grid-template-columns:minmax(0,1fr)}.keys.money .value{font-size:25px}}
@media print{.keys.money .value{font-size:17pt}.figures{font-size:7.5pt}.figures th,.figures td{padding:2pt 4pt}}
`;

/** The page of a simulation as text: totals, drawings, tables. No script, nothing fetched. */
export function renderSimulation(simulation: Simulation, lang: Lang): string {
  const context = simulationContext(simulation, lang);
  const { say, changed } = context;
  const title = say("title", { place: simulation.after.place.name });
  const sections: Section[] = [
    { id: "totals", label: say("totals"), body: totals(context) },
    { id: "schemes", label: say("bySchemes"), body: schemesSection(context) },
    ...changed.map((scheme) => ({ id: `scheme-${scheme.id}`, label: schemeName(context, scheme), body: schemeSection(context, scheme) })),
    { id: "notices", label: say("notices"), body: notices(context) },
    { id: "law", label: say("law"), body: lawSection(context) },
    { id: "run", label: say("run"), body: runSection(context) },
  ].filter(({ body }) => body !== null);
  const body = html`<div class="page">
${header(context, title)}
${contentsNav(say("contents"), sections)}
${sectionList(sections)}
</div>`;
  return htmlPage({ lang, title: `${title} ${simulation.after.date}`, style: `${reportStyle(`${title}  ${simulation.after.date}`)}${STYLE}`, body });
}

function header(context: SimulationContext, title: string): Markup {
  const { simulation, say, lang } = context;
  const { before, after, households, persons } = simulation;
  const side = ({ place, date, set }: SimulationSide): string => [`${place.name} ${date}`, ...set.map(({ name, value }) => `${name[lang]} ${value[lang]}`)].join(lang === "zh" ? "，" : ", ");
  const facts: [string, string][] = [
    [say("before"), side(before)],
    [say("after"), side(after)],
    [say("households"), say("householdCount", { households: formatCount(households), persons: formatCount(persons) })],
    [say("packs"), after.packs.map((pack) => `${pack.name[lang]} ${pack.version}`).join(lang === "zh" ? "、" : ", ")],
  ];
  return html`<header class="masthead">
<p class="product">${say("product")}</p>
<h1>${title}</h1>
<p class="lead">${supposition(context)}${lang === "zh" ? "" : " "}${costSentence(context)}</p>
<p class="caution">${say("caution")}</p>
<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
</header>
`;
}
