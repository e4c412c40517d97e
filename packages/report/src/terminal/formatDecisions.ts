import type { Bilingual, DecisionSummary, Lang, SchemeSummary } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { formatCount, formatMegabytes, formatSeconds, formatYuan } from "../figures.js";
import { speaker } from "../speaker.js";
import { columns, oneLine } from "./columns.js";
import { inks } from "./inks.js";

/** The words of the summary of decisions on the terminal. */
const TEXT = {
  title: { zh: "{place}（{code}）逐户判定，基准日 {date}", en: "Decisions, {place} ({code}), as of {date}" },
  packs: { zh: "政策包 {packs}；{engine}", en: "Packs {packs}; {engine}" },
  input: { zh: "判定 {households} 户 {persons} 人", en: "Decided {households} households, {persons} persons" },
  rejected: { zh: "另有 {rejected} 户数据有误，没有判定（{problems} 处，见 rejected.csv）", en: "{rejected} more have something wrong in their data and were not decided ({problems} problems, see rejected.csv)" },
  scheme: { zh: "项目", en: "Scheme" },
  unit: { zh: "单位", en: "Per" },
  household: { zh: "户", en: "household" },
  person: { zh: "人", en: "person" },
  yes: { zh: "符合", en: "Yes" },
  no: { zh: "不符合", en: "No" },
  unknown: { zh: "待补材料", en: "Unknown" },
  cost: { zh: "每月金额（元）", en: "Yuan a month" },
  missing: { zh: "缺得最多的材料", en: "Missing most often" },
  townships: { zh: "每月金额最多的乡镇（元）", en: "Townships by cost (yuan a month)" },
  noTownship: { zh: "未填区划", en: "no division given" },
  amountUnknown: { zh: "{name}：{count} 个符合的算不出金额（缺参数或材料）", en: "{name}: the amount of {count} entitled could not be worked out (a parameter or fact is missing)" },
  amounts: { zh: "金额待定", en: "Amounts left open" },
  set: { zh: "本次改用的参数（不是政策包的值）", en: "Parameters set for this run (not the packs' values)" },
  unsourced: { zh: "依据待核实的参数", en: "Parameters without a verified source" },
  more: { zh: "等共 {count} 项，见 summary.json", en: "{count} in all, see summary.json" },
  warnings: { zh: "提醒", en: "Warnings" },
  time: { zh: "用时 {time}，内存最高 {memory}", en: "{time}, {memory} of memory at most" },
  written: { zh: "结果在 {folder}", en: "Written to {folder}" },
} as const satisfies Record<string, Bilingual>;

const SHOWN = 8;

interface FormatOptions {
  /** Colour and weight by ANSI codes; off for files and pipes. */
  color: boolean;
  /** Where the outputs lie, named in the last lines. */
  folder?: string;
  files?: readonly string[];
}

/** A run of decisions in a screenful: who is entitled to what, what it costs a month, what is missing. Ends without a line break. */
export function formatDecisions(summary: DecisionSummary, lang: Lang, { color, folder, files = [] }: FormatOptions): string {
  const say = speaker(TEXT, lang);
  const { bold, dim, red, amber } = inks(color);
  const [comma, colon] = lang === "zh" ? ["、", "："] : [", ", ": "];
  const list = (title: string, lines: readonly string[], ink: (text: string) => string): string[] => {
    const shown = lines.slice(0, SHOWN).map((line) => `  ${oneLine(line)}`);
    return lines.length === 0 ? [] : ["", ink(title), ...shown, ...(lines.length > SHOWN ? [`  ${say("more", { count: lines.length })}`] : [])];
  };
  const packs = summary.packs.map(({ id, version }) => `${id} ${version}`).join(comma);
  const engine = `${summary.engine.name === "duckdb" ? "DuckDB" : "PostgreSQL"} ${summary.engine.version}`;
  const paying = summary.townships.filter(({ costFenMonth }) => costFenMonth > 0);
  return [
    bold(say("title", { place: summary.place.name, code: summary.place.code, date: summary.date })),
    dim(say("packs", { packs, engine })),
    "",
    bold(say("input", { households: formatCount(summary.households), persons: formatCount(summary.persons) })),
    ...(summary.rejected === 0 ? [] : [red(say("rejected", { rejected: formatCount(summary.rejected), problems: formatCount(summary.problems) }))]),
    "",
    ...columns(
      [say("scheme"), say("unit"), say("yes"), say("no"), say("unknown"), say("cost")],
      summary.schemes.map((scheme) => [capitalised(scheme.name[lang]), say(scheme.unit), formatCount(scheme.yes), formatCount(scheme.no), formatCount(scheme.unknown), amountOf(scheme)]),
      2,
      dim,
    ),
    ...list(say("missing"), summary.schemes.filter(({ missing }) => missing.length > 0).map(({ name, missing }) => `${capitalised(name[lang])}${colon}${missing.slice(0, 3).map((each) => `${each.name[lang]} ${formatCount(each.count)}`).join(comma)}`), amber),
    ...list(say("amounts"), summary.schemes.filter(({ amountUnknown }) => amountUnknown > 0).map(({ name, amountUnknown }) => say("amountUnknown", { name: capitalised(name[lang]), count: formatCount(amountUnknown) })), amber),
    ...list(say("townships"), paying.map(({ code, name, costFenMonth }) => `${name ?? code ?? say("noTownship")}  ${formatYuan(costFenMonth)}`), bold),
    ...list(say("set"), summary.set.map(({ name, value }) => `${name[lang]} = ${value}`), amber),
    ...list(say("unsourced"), summary.unsourced.map(({ name, value }) => `${name[lang]} = ${value}`), amber),
    ...list(say("warnings"), summary.warnings, amber),
    "",
    dim(say("time", { time: formatSeconds(summary.totalSeconds, lang), memory: formatMegabytes(summary.peakMemoryBytes) })),
    ...(folder === undefined ? [] : [bold(say("written", { folder })), ...files.map((file) => `  ${file}`)]),
  ].join("\n");
}

/** No figure where nobody's amount is known: 0.00 would say that it costs nothing. */
function amountOf({ yes, amountUnknown, costFenMonth }: SchemeSummary): string {
  return costFenMonth === null || (yes > 0 && amountUnknown === yes) ? "—" : formatYuan(costFenMonth);
}
