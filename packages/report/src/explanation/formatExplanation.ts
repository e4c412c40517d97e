import type { ExplainedParameter, Explanation, Lang, Outcome, PhrasePart } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { BodyTree, type TreeDrawing } from "./bodyTree.js";
import { citationLine, explanationContext, groupSentence, memberLabel, membersLabel, schemeGroups, schemesInOrder, SIGNS, type ExplanationContext } from "./explanationContext.js";
import { type Ink, inks } from "../terminal/inks.js";
import { CHOICE_WORDS } from "../choiceWords.js";

interface FormatOptions {
  /** Colour and weight by ANSI codes; off for files and pipes. */
  color: boolean;
}

/** An explanation for the terminal: the results, unknowns first, then each scheme as a tree. Ends without a line break. */
export function formatExplanation(explanation: Explanation, lang: Lang, { color }: FormatOptions): string {
  const context = explanationContext(explanation, lang);
  const { say } = context;
  const { bold, dim, green, amber } = inks(color);
  const ink: Record<Outcome, Ink> = { yes: green, no: dim, unknown: amber };
  const colon = lang === "zh" ? "：" : ": ";
  const { household, place, date, packs, set, schemes } = explanation;
  const lines = [
    bold(say("title", { household: household.no })),
    dim(`${place.name} ${place.code} · ${date} · ${packs.map(({ id, version }) => `${id} ${version}`).join(lang === "zh" ? "、" : ", ")}`),
    dim(`${say("members")} ${household.members.map(({ no }) => `${no} ${memberLabel(context, no)}`).join(lang === "zh" ? "、" : ", ")}`),
    ...(set.length === 0 ? [] : [amber(`${say("setTitle")}${colon}${set.map(({ name, text }) => `${name[lang]} = ${text?.[lang] ?? ""}`).join(lang === "zh" ? "、" : ", ")}`)]),
    "",
    ...(schemes.length === 0 ? [say("none")] : schemeGroups(context).map((group) => {
      const outcome = group[0]?.outcome ?? "unknown";
      return ink[outcome](`${SIGNS[outcome]} ${groupSentence(context, group)}`);
    })),
  ];
  const tree = new BodyTree(explanation, lang, drawing(context, { dim, amber, ink }));
  for (const scheme of schemesInOrder(context)) {
    const who = scheme.member === null ? "" : ` ${memberLabel(context, scheme.member)}`;
    lines.push("", bold(`${capitalised(scheme.name[lang])}${who}`), dim(`  ${citationLine(scheme.source, context)}`));
    for (const { name, members } of scheme.missing) lines.push(amber(`  ? ${capitalised(name[lang])}${members.length === 0 ? "" : `${colon}${membersLabel(context, members)}`}`));
    for (const part of scheme.parts) {
      lines.push(`  ${part.state === null ? "" : `${SIGNS[part.state]} `}${say(`part_${part.label}`)}${part.state === null ? `${colon}${part.label === "until" && part.text.en === "unknown" ? say("noEnd") : part.text[lang]}` : ""}`);
      lines.push(...indent(tree.body(part).flat(), 2), ...indent(parameterLines(context, part.parameters, dim, amber), 2));
    }
  }
  return lines.map((line) => line.trimEnd()).join("\n");
}

interface Inks {
  dim: Ink;
  amber: Ink;
  ink: Record<Outcome, Ink>;
}

function drawing(context: ExplanationContext, { dim, amber, ink }: Inks): TreeDrawing<string[]> {
  const { say, lang } = context;
  const signed = (state: Outcome | undefined, text: string): string => (state === undefined ? text : `${ink[state](SIGNS[state])} ${text}`);
  const colon = lang === "zh" ? "：" : ":";
  return {
    opensIdle: false,
    line: (phrase, single, below) => (single === null ? [signed(phrase.state, partsText(phrase.parts, lang)), ...indent(below.flat())] : below.flat()),
    list: (phrase, items) => [signed(phrase.state, `${capitalised(partsText(phrase.lead, lang))}${colon}`), ...indent(items.flat())],
    choice: (_phrase, branches) => branches.flatMap(({ when, result, taken }, index) => {
      const idle = taken === false ? ` (${say("notTaken")})` : "";
      if (when === null) return [dim(`${CHOICE_WORDS.last[lang]}${idle}`), ...indent(result)];
      return [dim((index === 0 ? CHOICE_WORDS.first : CHOICE_WORDS.next)[lang]), ...indent(when), dim(`${CHOICE_WORDS.result[lang]}${idle}`), ...indent(result)];
    }),
    rule(rule, body) {
      const value = rule.state === null ? ` = ${rule.text[lang]}` : "";
      const who = rule.member === null ? "" : ` · ${memberLabel(context, rule.member)}`;
      const head = signed(rule.state ?? undefined, `${capitalised(rule.name[lang])}${value}${who}`);
      if (body === null) return [`${head} ${dim(`(${say(context.explanation.schemes.some(({ id }) => id === rule.id) ? "seeThere" : "seeAbove")})`)}`];
      const changes = rule.overrides.map((override) => `${say("localChange", { pack: override.pack[lang] })}${override.why === null ? "" : `${colon} ${override.why[lang]}`}${override.source === null ? "" : ` — ${citationLine(override.source, context)}`}`);
      const notes = [`${citationLine(rule.source, context)}${rule.notInForce ? ` · ${say("notInForce")}` : ""}`, ...changes];
      return [head, ...indent([...notes.map((note) => dim(note)), ...body.flat(), ...parameterLines(context, rule.parameters, dim, amber)])];
    },
    members: (table, rows) => table.rows.flatMap(({ member, counted, text }, index) => [
      `${dim("·")} ${memberLabel(context, member)} ${counted === "unknown" ? amber(say("unclear")) : say(counted === "yes" ? "countedYes" : "countedNo")}${text === null ? "" : ` ${text[lang]}`}`,
      ...indent((rows[index]?.below ?? []).flat()),
    ]),
  };
}

function parameterLines(context: ExplanationContext, parameters: readonly ExplainedParameter[], dim: Ink, amber: Ink): string[] {
  const { say, lang } = context;
  return parameters.map(({ name, text, status, source, from }) => {
    const line = `${capitalised(name[lang])}${text === null ? "" : ` = ${text[lang]}`}${from === null ? "" : ` ${say("since", { from })}`}`;
    return status === "verified" ? dim(`${line} — ${citationLine(source, context)}`) : amber(`${line} [${say(`status_${status}`)}]`);
  });
}

function partsText(parts: readonly PhrasePart[], lang: Lang): string {
  return parts.map((part) => (typeof part === "string" ? part : part.value === undefined ? part.text : lang === "zh" ? `${part.text}（${part.value}）` : `${part.text} (${part.value})`)).join("");
}

function indent(lines: readonly string[], by = 1): string[] {
  return lines.map((line) => `${"  ".repeat(by)}${line}`);
}
