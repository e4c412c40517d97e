import { FINDING_GROUPS, type FindingGroup, FINDINGS } from "@doudi/contract";
import { formatCount, formatPercent } from "../figures.js";
import { groupLabel } from "../findingLabel.js";
import { html, type Markup } from "./markup.js";
import type { ReportContext } from "./reportContext.js";

/** Title, what was compared, under which law, with what. */
export function reportHeader({ summary, lang, say, total }: ReportContext): Markup {
  const rows = summary.rosters.reduce((sum, roster) => sum + roster.rows, 0);
  const packs = summary.packs.map((pack) => `${pack.name[lang]} ${pack.version}`).join(lang === "zh" ? "、" : ", ");
  const facts: [string, string][] = [
    [say("place"), `${summary.place.name} ${summary.place.code}`],
    [say("date"), summary.date],
    [say("packs"), packs],
    [say("engine"), `${summary.engine.name === "duckdb" ? "DuckDB" : "PostgreSQL"} ${summary.engine.version}`],
    [say("version"), `Doudi ${summary.doudiVersion}`],
  ];
  return html`<header class="masthead">
<p class="product">${say("product")}</p>
<h1>${say("title", { place: summary.place.name })}</h1>
<p class="lead">${say("lead", { rosters: formatCount(summary.rosters.length), rows: formatCount(rows), date: summary.date, findings: formatCount(total) })}</p>
<p class="caution">${say("caution")}</p>
<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
</header>
`;
}

/** The figures to carry away: findings a group, rows read, and the change since the last run. */
export function keyFigures({ summary, lang, say, total }: ReportContext): Markup {
  const rows = summary.rosters.reduce((sum, roster) => sum + roster.rows, 0);
  const accepted = summary.rosters.reduce((sum, roster) => sum + roster.accepted, 0);
  const figure = (term: string, value: string, note: string, harm = false): Markup =>
    html`<div${harm ? html` class="harm"` : null}><dt>${term}</dt><dd><span class="value">${value}</span><span class="note">${note}</span></dd></div>`;
  const group = (code: FindingGroup): Markup => {
    const own = summary.findings.filter((finding) => FINDINGS[finding.code].group === code);
    const count = own.reduce((sum, finding) => sum + finding.count, 0);
    const high = own.reduce((sum, finding) => sum + finding.severity.high, 0);
    return figure(groupLabel(code, lang), formatCount(count), say("ofHigh", { count: formatCount(high) }), code === "wrong" && count > 0);
  };
  const { previous } = summary;
  return html`<section aria-labelledby="key"><h2 id="key">${say("keyFigures")}</h2>
<dl class="keys">
${figure(say("findings"), formatCount(total), say("ofHigh", { count: formatCount(summary.findings.reduce((sum, finding) => sum + finding.severity.high, 0)) }))}
${(Object.keys(FINDING_GROUPS) as FindingGroup[]).map(group)}
${figure(say("rowsRead"), formatCount(rows), say("rowsNote", { rosters: formatCount(summary.rosters.length), share: formatPercent(rows === 0 ? null : accepted / rows) }))}
${previous === undefined ? null : html`<div class="row"><dt>${say("previous")}</dt><dd>${say("previousFigures", { new: formatCount(previous.new), same: formatCount(previous.same), gone: formatCount(previous.gone), notChecked: formatCount(previous.notChecked) })}</dd></div>`}
</dl></section>
`;
}
