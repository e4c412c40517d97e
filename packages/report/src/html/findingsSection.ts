import { FINDING_GROUPS, type FindingCount, type FindingGroup, FINDINGS, SEVERITIES } from "@doudi/contract";
import { formatCount, formatPercent } from "../figures.js";
import { capitalised, findingLabel, groupLabel } from "../findingLabel.js";
import { SEVERITY_LABELS } from "../severityLabels.js";
import { chartFigure } from "./chartFigure.js";
import { dataTable } from "./dataTable.js";
import { html, type Markup } from "./markup.js";
import { GROUP_COLORS, SEVERITY_COLORS } from "./palette.js";
import type { ReportContext } from "./reportContext.js";

/** Kinds that somebody must go and check; data quality and probable links are desk work. */
const FIELD_GROUPS = ["missed", "wrong", "unclaimed", "conflict"] as const satisfies FindingGroup[];
const MOST_TOWNSHIPS = 24;

export function findingsSection(context: ReportContext): Markup {
  const { summary, say, total } = context;
  return html`<section aria-labelledby="findings"><h2 id="findings">${say("findings")}</h2>
${total === 0 ? html`<p>${say("noFindings")}</p>` : [byKind(context), byTownship(context)]}
${summary.findings.length === 0 ? null : kindTable(context)}</section>
`;
}

function byKind({ summary, lang, say, total }: ReportContext): Markup {
  const kinds = summary.findings.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const [most] = kinds;
  return chartFigure({
    title: most === undefined ? "" : say("byKindTitle", { kind: findingLabel(most.code, lang), count: formatCount(most.count), share: formatPercent(most.count / total) }),
    note: say("byKindNote"),
    chart: {
      id: "by-kind", unit: say("axisFindings"), stacked: true, format: formatCount, tick: formatCount,
      categories: kinds.map(({ code }) => findingLabel(code, lang)),
      series: SEVERITIES.map((severity) => ({ name: `${say("severity")}${lang === "zh" ? "" : " "}${SEVERITY_LABELS[severity][lang]}`, ...SEVERITY_COLORS[severity], values: kinds.map((kind) => kind.severity[severity]) })),
    },
    tableLabel: say("figuresBehind"),
    table: dataTable({
      caption: say("findingsTable"),
      columns: [{ header: say("kind") }, ...SEVERITIES.map((severity) => ({ header: capitalised(SEVERITY_LABELS[severity][lang]), look: "number" as const })), { header: say("total"), look: "number" }],
      rows: kinds.map((kind) => [findingLabel(kind.code, lang), ...SEVERITIES.map((severity) => formatCount(kind.severity[severity])), formatCount(kind.count)]),
    }),
  });
}

interface TownshipCounts {
  name: string;
  groups: Record<FindingGroup, number>;
  field: number;
  total: number;
}

function byTownship({ summary, lang, say }: ReportContext): Markup | null {
  const townships = countByTownship(summary.findings, say("noTownship"));
  const field = townships.reduce((sum, township) => sum + township.field, 0);
  const [most] = townships;
  if (most === undefined || field === 0) return null;
  const shown = townships.length > MOST_TOWNSHIPS ? townships.slice(0, MOST_TOWNSHIPS - 1) : townships;
  const rest = townships.slice(shown.length);
  const bars = rest.length === 0 ? shown : [...shown, sumTownships(rest, say("otherTownships", { count: formatCount(rest.length) }))];
  const groups = Object.keys(FINDING_GROUPS) as FindingGroup[];
  return chartFigure({
    title: say("byTownshipTitle", { township: most.name, count: formatCount(most.field), share: formatPercent(most.field / field) }),
    note: say("byTownshipNote"),
    chart: {
      id: "by-township", unit: say("axisFindings"), stacked: true, format: formatCount, tick: formatCount,
      categories: bars.map(({ name }) => name),
      series: FIELD_GROUPS.map((group) => ({ name: groupLabel(group, lang), color: GROUP_COLORS[group], values: bars.map((township) => township.groups[group]) })),
    },
    printTable: true,
    tableLabel: say("figuresBehind"),
    table: dataTable({
      caption: say("townshipTable"),
      columns: [{ header: say("township") }, ...groups.map((group) => ({ header: groupLabel(group, lang), look: "number" as const })), { header: say("total"), look: "number" }],
      rows: townships.map((township) => [township.name, ...groups.map((group) => formatCount(township.groups[group])), formatCount(township.total)]),
    }),
  });
}

function noCounts(): Record<FindingGroup, number> {
  return { missed: 0, wrong: 0, unclaimed: 0, conflict: 0, quality: 0, link: 0 };
}

function countByTownship(findings: readonly FindingCount[], noTownship: string): TownshipCounts[] {
  const byName = new Map<string, TownshipCounts>();
  for (const { code, byTownship } of findings) {
    const { group } = FINDINGS[code];
    for (const { township, count } of byTownship) {
      const name = township === "" ? noTownship : township;
      const counts = byName.get(name) ?? { name, groups: noCounts(), field: 0, total: 0 };
      byName.set(name, counts);
      counts.groups[group] += count;
      counts.total += count;
      if ((FIELD_GROUPS as readonly FindingGroup[]).includes(group)) counts.field += count;
    }
  }
  return [...byName.values()].sort((a, b) => b.field - a.field || b.total - a.total);
}

function sumTownships(townships: readonly TownshipCounts[], name: string): TownshipCounts {
  const sum: TownshipCounts = { name, groups: noCounts(), field: 0, total: 0 };
  for (const { groups, field, total } of townships) {
    for (const group of Object.keys(groups) as FindingGroup[]) sum.groups[group] += groups[group];
    sum.field += field;
    sum.total += total;
  }
  return sum;
}

function kindTable({ summary, lang, say, total }: ReportContext): Markup {
  const high = summary.findings.reduce((sum, { severity }) => sum + severity.high, 0);
  const medium = summary.findings.reduce((sum, { severity }) => sum + severity.medium, 0);
  const low = summary.findings.reduce((sum, { severity }) => sum + severity.low, 0);
  return dataTable({
    caption: say("findingsTable"),
    columns: [{ header: say("kind") }, { header: say("group"), look: "aside" }, ...SEVERITIES.map((severity) => ({ header: capitalised(SEVERITY_LABELS[severity][lang]), look: "number" as const })), { header: say("total"), look: "number" }],
    rows: summary.findings.map(({ code, severity, count }) => [findingLabel(code, lang), groupLabel(FINDINGS[code].group, lang), formatCount(severity.high), formatCount(severity.medium), formatCount(severity.low), formatCount(count)]),
    foot: [say("total"), "", formatCount(high), formatCount(medium), formatCount(low), formatCount(total)],
  });
}
