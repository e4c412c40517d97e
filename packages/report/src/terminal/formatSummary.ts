import { FINDING_GROUPS, type FindingGroup, FINDINGS, type Lang, SEVERITIES, type Summary } from "@doudi/contract";
import { formatCount, formatMegabytes, formatSeconds } from "../figures.js";
import { capitalised, findingLabel, groupLabel } from "../findingLabel.js";
import { findingList, notRunReason, partialReason } from "../notices.js";
import { rosterLabel } from "../rosterLabel.js";
import { SEVERITY_LABELS } from "../severityLabels.js";
import { speaker } from "../speaker.js";
import { columns, oneLine } from "./columns.js";
import { TERMINAL_TEXT } from "./terminalText.js";
import { inks } from "./inks.js";

interface FormatOptions {
  /** Colour and weight by ANSI codes; off for files and pipes. */
  color: boolean;
  /** Where the outputs lie, named in the last lines. */
  folder?: string;
  /** Files written there, for example report.html. */
  files?: readonly string[];
}

/** A run in a screenful: what was read, how much was found, what was not run, where the report lies. Ends without a line break. */
export function formatSummary(summary: Summary, lang: Lang, { color, folder, files = [] }: FormatOptions): string {
  const say = speaker(TERMINAL_TEXT, lang);
  const { bold, dim, red, amber } = inks(color);
  const colon = lang === "zh" ? "：" : ": ";
  const list = (title: string, lines: readonly string[], ink: (text: string) => string): string[] => (lines.length === 0 ? [] : ["", ink(title), ...lines.map((line) => `  ${oneLine(line)}`)]);

  const packs = summary.packs.map(({ id, version }) => `${id} ${version}`).join(lang === "zh" ? "、" : ", ");
  const engine = `${summary.engine.name === "duckdb" ? "DuckDB" : "PostgreSQL"} ${summary.engine.version}`;
  const total = summary.findings.reduce((sum, { count }) => sum + count, 0);
  const lines = [
    bold(say("title", { place: summary.place.name, code: summary.place.code, date: summary.date })),
    dim(say("packs", { packs, engine })),
    ...list(say("unreadable"), summary.unreadable.map(({ file, message }) => `${file}${colon}${message}`), red),
    "",
    bold(say("rosters", { count: summary.rosters.length })),
    ...columns(
      [say("roster"), say("file"), say("rows"), say("accepted"), say("duplicates"), say("rejected")],
      summary.rosters.map((roster) => [capitalised(rosterLabel(roster.kind, lang)), oneLine(roster.file), ...[roster.rows, roster.accepted, roster.duplicates, roster.rejected].map(formatCount)]),
      2,
      dim,
    ),
    "",
    bold(say("findings", { count: formatCount(total) })),
    ...columns([say("group"), say("total"), ...SEVERITIES.map((severity) => capitalised(SEVERITY_LABELS[severity][lang]))], groupRows(summary, lang), 1, dim),
    ...(summary.previous === undefined ? [] : ["", say("previous", { ...summary.previous })]),
    ...list(say("notRun"), summary.notRun.map((entry) => `${findingLabel(entry.check, lang)}${colon}${notRunReason(entry, lang)}`), amber),
    ...list(say("partial"), summary.partial.map((entry) => `${findingLabel(entry.check, lang)}${colon}${partialReason(entry, lang)}`), amber),
    ...list(say("unsourced"), summary.unsourced.map((entry) => `${capitalised(entry.name[lang])} = ${entry.value}${lang === "zh" ? "（" : " ("}${findingList(entry.checks, lang)}${lang === "zh" ? "）" : ")"}`), amber),
    ...list(say("warnings"), summary.warnings, amber),
    "",
    dim(say("time", { time: formatSeconds(summary.totalSeconds, lang), memory: formatMegabytes(summary.peakMemoryBytes) })),
    ...(folder === undefined ? [] : [bold(say("written", { folder })), ...files.map((file) => `  ${file}`)]),
  ];
  return lines.join("\n");
}

function groupRows(summary: Summary, lang: Lang): string[][] {
  return (Object.keys(FINDING_GROUPS) as FindingGroup[]).map((group) => {
    const own = summary.findings.filter(({ code }) => FINDINGS[code].group === group);
    const sum = (of: (finding: Summary["findings"][number]) => number): string => formatCount(own.reduce((total, finding) => total + of(finding), 0));
    return [groupLabel(group, lang), sum(({ count }) => count), ...SEVERITIES.map((severity) => sum((finding) => finding.severity[severity]))];
  });
}
