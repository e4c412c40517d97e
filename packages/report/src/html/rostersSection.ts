import type { RosterSummary } from "@doudi/contract";
import { formatCount, formatPercent, percentTick } from "../figures.js";
import { capitalised } from "../findingLabel.js";
import { rosterLabel } from "../rosterLabel.js";
import { chartFigure } from "./chartFigure.js";
import { dataTable } from "./dataTable.js";
import { html, type Markup } from "./markup.js";
import { QUALITY_COLORS } from "./palette.js";
import type { ReportContext } from "./reportContext.js";

/** Which files were read, whether every row is accounted for, and how usable the rows are. */
export function rostersSection(context: ReportContext): Markup {
  const { summary, say } = context;
  return html`<section aria-labelledby="rosters"><h2 id="rosters">${say("rosters")}</h2>
${rosterTable(context)}${summary.rosters.length === 0 ? null : qualityChart(context)}</section>
`;
}

function rosterTable({ summary, lang, say }: ReportContext): Markup {
  const sum = (key: "rows" | "accepted" | "duplicates" | "rejected"): string => formatCount(summary.rosters.reduce((total, roster) => total + roster[key], 0));
  return dataTable({
    caption: say("rostersTable"),
    stack: true,
    columns: [
      { header: say("roster") }, { header: say("file"), look: "wide" }, { header: say("period"), look: "short" }, { header: say("sentBy"), look: "short" },
      { header: say("rows"), look: "number" }, { header: say("accepted"), look: "number" }, { header: say("duplicates"), look: "number" }, { header: say("rejected"), look: "number" }, { header: say("digest"), look: "code" },
    ],
    rows: summary.rosters.map((roster) => [
      [capitalised(rosterLabel(roster.kind, lang)), roster.membersListed ? null : html` <span class="tag doubt">${say("householdsOnly")}</span>`],
      roster.sheets.length > 1 ? [roster.file, html` <span class="note">${roster.sheets.join(lang === "zh" ? "、" : ", ")}</span>`] : roster.file,
      [roster.period, roster.version].filter((part) => part !== null).join(" / ") || "—",
      roster.sentBy ?? "—",
      formatCount(roster.rows), formatCount(roster.accepted), formatCount(roster.duplicates), formatCount(roster.rejected),
      roster.sha256.slice(0, 12),
    ]),
    foot: [say("total"), "", "", "", sum("rows"), sum("accepted"), sum("duplicates"), sum("rejected"), ""],
  });
}

function qualityChart({ summary, lang, say }: ReportContext): Markup {
  const rosters = summary.rosters
    .map((roster) => ({ name: rosterName(roster, summary.rosters, lang), roster, shares: problemShares(roster) }))
    .sort((a, b) => total(b.shares) - total(a.shares));
  const [worst] = rosters;
  const names = [say("noUsableId"), say("duplicates"), say("rejected")];
  return chartFigure({
    title: worst === undefined || total(worst.shares) === 0 ? say("qualityNone") : say("qualityTitle", { roster: worst.name, rate: (total(worst.shares) * 100).toFixed(1) }),
    note: say("qualityNote"),
    chart: {
      id: "quality", unit: say("axisRows"), stacked: true, format: formatPercent, tick: percentTick,
      categories: rosters.map(({ name }) => capitalised(name)),
      series: names.map((name, index) => ({ name, ...(QUALITY_COLORS[index] ?? { color: "#6f7d8b" }), values: rosters.map(({ shares }) => shares[index] ?? 0) })),
    },
    tableLabel: say("figuresBehind"),
    table: dataTable({
      caption: say("qualityNote"),
      columns: [{ header: say("roster") }, ...names.map((header) => ({ header, look: "number" as const }))],
      rows: rosters.map(({ name, shares }) => [capitalised(name), ...shares.map((share) => formatPercent(share))]),
    }),
  });
}

function problemShares(roster: RosterSummary): number[] {
  if (roster.rows === 0) return [0, 0, 0];
  return [roster.accepted - roster.identified, roster.duplicates, roster.rejected].map((count) => count / roster.rows);
}

function total(shares: readonly number[]): number {
  return shares.reduce((sum, share) => sum + share, 0);
}

/** The kind, and the file where there are several of a kind. */
function rosterName(roster: RosterSummary, all: readonly RosterSummary[], lang: "zh" | "en"): string {
  const label = rosterLabel(roster.kind, lang);
  return all.filter(({ kind }) => kind === roster.kind).length > 1 ? `${label} ${roster.file}` : label;
}
