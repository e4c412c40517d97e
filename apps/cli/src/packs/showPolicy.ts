import type { Lang } from "@doudi/contract";
import { describePolicy, type NodeLine, type ParameterLine, type PolicyDescription, type SchemeLine } from "@doudi/policy";
import { Divisions } from "@doudi/roster";
import { assertDate } from "../run/assertDate.js";
import { loadPolicy } from "./loadPolicy.js";

/** Prints what is in force in a place on a day. */
export async function showPolicy({ place: code, date, policies, json, lang }: { place: string; date: string; policies?: string; json: boolean; lang: Lang }): Promise<void> {
  assertDate(date);
  const place = Divisions.read().getPlace(code);
  const { policy, warnings } = await loadPolicy({ policies, place, date, lang });
  const description = describePolicy(policy, lang);
  for (const warning of warnings) process.stderr.write(`${warning[lang]}\n`);
  process.stdout.write(json ? `${JSON.stringify(description, null, 2)}\n` : policyText(description, place.name, lang));
}

const WORDS = {
  zh: { parameters: "参数", rules: "规则", schemes: "待遇", unit: { household: "按户", person: "按人" }, class: "类别", amount: "每月金额", end: "截止日", lead: "牵头部门", checks: "核对项", source: "出处", none: "未注明", changed: "本地改动", unless: "除外", from: "自", to: "至", unsourced: "用到无出处的参数" },
  en: { parameters: "Parameters", rules: "Rules", schemes: "Schemes", unit: { household: "per household", person: "per person" }, class: "class", amount: "amount a month", end: "until", lead: "in the lead", checks: "Checks", source: "source", none: "none given", changed: "changed here", unless: "unless", from: "from", to: "to", unsourced: "uses parameters without a source" },
} as const;
type Words = (typeof WORDS)[Lang];

function policyText(policy: PolicyDescription, name: string, lang: Lang): string {
  const words = WORDS[lang];
  const lines = [
    `${name} ${policy.division} · ${policy.date}`,
    ...policy.chain.map(({ id, version, name: pack }) => `  ${pack} ${id} ${version}`),
    "", words.parameters, ...policy.parameters.flatMap((parameter) => parameterLines(parameter, words)),
    "", words.rules, ...policy.rules.flatMap((rule) => nodeLines(rule, words)),
    "", words.schemes, ...policy.schemes.flatMap((scheme) => schemeLines(scheme, words)),
    "", words.checks,
    ...policy.checks.flatMap((check) => [
      ...nodeLines(check, words),
      ...(check.unless === null ? [] : [`      ${words.unless}: ${oneLine(check.unless)}`]),
      ...unsourcedLine(check.unsourced, words),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function schemeLines(scheme: SchemeLine, words: Words): string[] {
  const [heading = "", ...lines] = nodeLines(scheme, words);
  const parts = [[words.class, scheme.class], [words.amount, scheme.amount], [words.end, scheme.until], [words.lead, scheme.lead]] as const;
  return [`${heading} · ${words.unit[scheme.unit]}`, ...lines, ...parts.flatMap(([label, text]) => (text ? [`      ${label}: ${oneLine(text)}`] : [])), ...unsourcedLine(scheme.unsourced, words)];
}

function unsourcedLine(unsourced: readonly string[], words: Words): string[] {
  return unsourced.length === 0 ? [] : [`      ${words.unsourced}: ${unsourced.join(", ")}`];
}

function parameterLines({ id, name, value, from, to, status, source }: ParameterLine, words: Words): string[] {
  const period = [from === null ? "" : `${words.from} ${from}`, to === null ? "" : `${words.to} ${to}`].filter((part) => part !== "").join(" ");
  return [`  ${name} = ${value}  (${id})`, `      ${[status, period, `${words.source}: ${source === "" ? words.none : source}`].filter((part) => part !== "").join(" · ")}`];
}

function nodeLines({ id, name, expression, source, changed }: NodeLine, words: Words): string[] {
  return [
    `  ${name}  (${id})`,
    `      ${oneLine(expression)}`,
    `      ${words.source}: ${source === "" ? words.none : source}`,
    ...changed.map((change) => `      ${words.changed}: ${change}`),
  ];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
