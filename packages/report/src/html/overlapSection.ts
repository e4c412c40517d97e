import { type Overlap, OVERLAP_ROSTERS, type OverlapRoster } from "@doudi/contract";
import { formatCount, formatPercent, percentTick } from "../figures.js";
import { capitalised } from "../findingLabel.js";
import { rosterLabel } from "../rosterLabel.js";
import { chartFigure } from "./chartFigure.js";
import { dataTable } from "./dataTable.js";
import { html, type Markup } from "./markup.js";
import { PAIR_COLORS } from "./palette.js";
import type { ReportContext } from "./reportContext.js";

const MOST_AREAS = 25;

/** Who is on two rosters at once, a township (NJ-010, NJ-049), and households that lost their labour capacity (NJ-050). */
export function overlapSection(context: ReportContext): Markup | null {
  const { summary, say } = context;
  if (summary.overlap.length === 0) return null;
  // The county first, then its townships.
  const areas = [...summary.overlap].sort((a, b) => Number(a.level === "township") - Number(b.level === "township"));
  return html`<section aria-labelledby="overlap"><h2 id="overlap">${say("overlap")}</h2>
${dibaoAndPoor(context, areas)}${personsTable(context, areas)}${pairTables(context, areas)}${labourTable(context, areas)}</section>
`;
}

function pair(area: Overlap, of: OverlapRoster, also: OverlapRoster): Overlap["pairs"][number] | null {
  return area.pairs.find((each) => each.of === of && each.also === also) ?? null;
}

function dibaoAndPoor({ summary, say }: ReportContext, areas: readonly Overlap[]): Markup {
  const rate = (area: Overlap): number | null => pair(area, "dibao", "poor")?.rate ?? null;
  const back = (area: Overlap): number | null => pair(area, "poor", "dibao")?.rate ?? null;
  const whole = areas.filter(({ level }) => level === "county");
  const townships = areas.filter((area) => area.level === "township" && rate(area) !== null).sort((a, b) => (rate(b) ?? 0) - (rate(a) ?? 0));
  const county = whole[0];
  const countyRate = county === undefined ? null : rate(county);
  if (countyRate === null) return html`<p>${say("overlapMissing")}</p>`;
  const highest = townships[0];
  const lowest = townships.at(-1);
  const title =
    highest === undefined || lowest === undefined || highest === lowest
      ? say("overlapTitleCounty", { place: summary.place.name, rate: formatPercent(countyRate) })
      : say("overlapTitle", { place: summary.place.name, rate: formatPercent(countyRate), low: formatPercent(rate(lowest)), lowest: lowest.name, high: formatPercent(rate(highest)), highest: highest.name });
  const shown = [...whole, ...townships].slice(0, MOST_AREAS);
  return chartFigure({
    title,
    note: say("overlapNote"),
    chart: {
      id: "overlap-rate", unit: say("axisShare"), stacked: false, firstIsWhole: true, format: formatPercent, tick: percentTick,
      categories: shown.map(({ name }) => name),
      series: [
        { name: say("dibaoAlsoPoor"), color: PAIR_COLORS[0], values: shown.map((area) => rate(area) ?? 0) },
        { name: say("poorAlsoDibao"), color: PAIR_COLORS[1], values: shown.map((area) => back(area) ?? 0) },
      ],
    },
    tableLabel: say("figuresBehind"),
    table: dataTable({
      caption: say("overlapNote"),
      columns: [{ header: say("area") }, { header: say("dibaoAlsoPoor"), look: "number" }, { header: say("poorAlsoDibao"), look: "number" }],
      rows: [...whole, ...townships].map((area) => [area.name, formatPercent(rate(area)), formatPercent(back(area))]),
    }),
  });
}

function figure(count: number | null): string {
  return count === null ? "—" : formatCount(count);
}

function personsTable({ lang, say }: ReportContext, areas: readonly Overlap[]): Markup {
  return dataTable({
    caption: say("persons"),
    columns: [{ header: say("area") }, ...OVERLAP_ROSTERS.map((roster) => ({ header: capitalised(rosterLabel(roster, lang)), look: "number" as const }))],
    rows: areas.map((area) => [area.name, ...OVERLAP_ROSTERS.map((roster) => figure(area.persons[roster]))]),
  });
}

/** A table for each two rosters that were both sent: persons on both, and their share of either. */
function pairTables({ lang, say }: ReportContext, areas: readonly Overlap[]): Markup {
  const label = (roster: OverlapRoster): string => rosterLabel(roster, lang);
  const tables = OVERLAP_ROSTERS.flatMap((of, index) => OVERLAP_ROSTERS.slice(index + 1).map((also) => ({ of, also })))
    .filter(({ of, also }) => areas.some((area) => area.persons[of] !== null && area.persons[also] !== null))
    .map(({ of, also }) =>
      dataTable({
        caption: capitalised(say("pairsTable", { of: label(of), also: label(also) })),
        columns: [{ header: say("area") }, { header: say("pairCount"), look: "number" }, { header: say("pairForth", { of: label(of) }), look: "number" }, { header: say("pairForth", { of: label(also) }), look: "number" }],
        rows: areas.map((area) => {
          const forth = pair(area, of, also);
          const back = pair(area, also, of);
          return [area.name, figure(forth?.count ?? back?.count ?? null), formatPercent(forth?.rate ?? null), formatPercent(back?.rate ?? null)];
        }),
      }),
    );
  return html`<div class="pairs">${tables}</div>`;
}

function labourTable({ say }: ReportContext, areas: readonly Overlap[]): Markup | null {
  if (areas.every(({ labourLoss }) => labourLoss === null)) return null;
  const share = (count: number, of: number): string => formatPercent(of === 0 ? null : count / of);
  return dataTable({
    caption: say("labourTable"),
    columns: [
      { header: say("area") }, { header: say("households"), look: "number" },
      { header: say("completeLoss"), look: "number" }, { header: say("lossShare"), look: "number" },
      { header: say("partialLoss"), look: "number" }, { header: say("lossShare"), look: "number" },
    ],
    rows: areas.map(({ name, labourLoss }) =>
      labourLoss === null
        ? [name, "—", "—", "—", "—", "—"]
        : [name, formatCount(labourLoss.households), formatCount(labourLoss.complete), share(labourLoss.complete, labourLoss.households), formatCount(labourLoss.partial), share(labourLoss.partial, labourLoss.households)],
    ),
  });
}
