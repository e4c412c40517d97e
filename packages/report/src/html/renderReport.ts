import type { Lang, Summary } from "@doudi/contract";
import { checksSection } from "./checksSection.js";
import { findingsSection } from "./findingsSection.js";
import { htmlPage } from "./htmlPage.js";
import { html } from "./markup.js";
import { noticesSection } from "./noticesSection.js";
import { overlapSection } from "./overlapSection.js";
import { reportContext, type Samples } from "./reportContext.js";
import { keyFigures, reportHeader } from "./reportHeader.js";
import { reportStyle } from "./reportStyle.js";
import { rostersSection } from "./rostersSection.js";
import { runSection } from "./runSection.js";
import { samplesSection } from "./samplesSection.js";
import { contentsNav } from "./sections.js";

/** The whole page as text: styles and drawings inline, no script, nothing fetched. */
export function renderReport(summary: Summary, lang: Lang, samples: Samples = {}): string {
  const context = reportContext(summary, lang, samples);
  const { say } = context;
  const title = say("title", { place: summary.place.name });
  const parts = [
    { id: "key", label: say("keyFigures"), body: keyFigures(context) },
    { id: "notices", label: say("notices"), body: noticesSection(context) },
    { id: "findings", label: say("findings"), body: findingsSection(context) },
    { id: "overlap", label: say("overlap"), body: overlapSection(context) },
    { id: "rosters", label: say("rosters"), body: rostersSection(context) },
    { id: "checks", label: say("checks"), body: checksSection(context) },
    { id: "samples", label: say("samples"), body: samplesSection(context) },
    { id: "run", label: say("run"), body: runSection(context) },
  ].filter(({ body }) => body !== null);
  const body = html`<div class="page">
${reportHeader(context)}
${contentsNav(say("contents"), parts)}
<main>
${parts.map((part) => part.body)}
</main>
</div>`;
  return htmlPage({ lang, title: `${title} ${summary.date}`, style: reportStyle(`${title}  ${summary.date}`), body });
}
