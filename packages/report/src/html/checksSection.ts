import { capitalised, findingLabel } from "../findingLabel.js";
import { formatCount } from "../figures.js";
import { dataTable } from "./dataTable.js";
import { html, type Markup } from "./markup.js";
import type { ReportContext } from "./reportContext.js";

/** Every check in force with its clause and its rule in words, so that a finding can be argued with. */
export function checksSection({ summary, lang, say }: ReportContext): Markup {
  const counts = new Map(summary.findings.map(({ code, count }) => [code, count]));
  const packs = new Map(summary.packs.map((pack) => [pack.id, pack.name[lang]]));
  return html`<section aria-labelledby="checks"><h2 id="checks">${say("checks")}</h2>
${dataTable({
    caption: say("checksTable"),
    quietCaption: true,
    stack: true,
    columns: [{ header: say("check") }, { header: say("findings"), look: "number" }, { header: say("pack"), look: "short" }, { header: say("source"), look: "wide" }, { header: say("rule"), look: "wide" }],
    rows: summary.checks.map((check) => {
      const label = findingLabel(check.code, lang);
      const name = capitalised(check.name[lang]);
      return [
        [label, name === label ? null : html`<span class="note">${name}</span>`, html`<span class="note code">${check.code}</span>`],
        check.ran ? formatCount(counts.get(check.code) ?? 0) : html`<span class="tag doubt">${say("didNotRun")}</span>`,
        packs.get(check.pack) ?? check.pack,
        [`${check.source.doc} ${check.source.clause}`.trim(), check.source.title === "" || check.source.title === check.source.doc ? null : html`<span class="note">${check.source.title}</span>`],
        html`<code>${check.expression}</code>`,
      ];
    }),
  })}</section>
`;
}
