import type { CitationView, ExplainedScheme, Explanation, Lang, Outcome } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { formatYuan } from "../figures.js";
import { speaker } from "../speaker.js";
import { EXPLANATION_TEXT } from "./explanationText.js";
import { citationLabel } from "../citationLabel.js";

/** What the page and the terminal text of an explanation are drawn from. */
export interface ExplanationContext {
  readonly explanation: Explanation;
  readonly lang: Lang;
  readonly say: (key: keyof typeof EXPLANATION_TEXT, info?: Record<string, string | number>) => string;
}

export function explanationContext(explanation: Explanation, lang: Lang): ExplanationContext {
  return { explanation, lang, say: speaker(EXPLANATION_TEXT, lang) };
}

const ORDER: Record<Outcome, number> = { unknown: 0, yes: 1, no: 2 };

/** What cannot be determined first, then what is due, then what is not. */
export function schemesInOrder({ explanation }: ExplanationContext): ExplainedScheme[] {
  return explanation.schemes.toSorted((a, b) => ORDER[a.outcome] - ORDER[b.outcome]);
}

/** Schemes in order, those of persons that come to no for several members taken together. */
export function schemeGroups(context: ExplanationContext): ExplainedScheme[][] {
  const groups: ExplainedScheme[][] = [];
  for (const scheme of schemesInOrder(context)) {
    const group = scheme.outcome === "no" && scheme.member !== null ? groups.find(([first]) => first?.id === scheme.id && first.outcome === "no") : undefined;
    if (group) group.push(scheme);
    else groups.push([scheme]);
  }
  return groups;
}

/** One sentence for a group of `schemeGroups`. */
export function groupSentence(context: ExplanationContext, group: readonly ExplainedScheme[]): string {
  const [first] = group;
  if (!first) return "";
  if (group.length === 1) return outcomeSentence(context, first);
  const { say, lang } = context;
  return say("sentenceNo", { scheme: capitalised(first.name[lang]), details: say("forMembers", { members: membersLabel(context, group.flatMap(({ member }) => member ?? [])) }) });
}

/** The result of a scheme in one sentence. */
export function outcomeSentence(context: ExplanationContext, scheme: ExplainedScheme): string {
  const { say, lang } = context;
  const who = scheme.member === null ? "" : lang === "zh" ? `（${memberLabel(context, scheme.member)}）` : `, ${memberLabel(context, scheme.member)}`;
  const name = `${capitalised(scheme.name[lang])}${who}`;
  const join = lang === "zh" ? "：" : "; ";
  switch (scheme.outcome) {
    case "yes":
      return say("sentenceYes", { scheme: name, details: yesDetails(context, scheme) });
    case "no": {
      const because = reasonList(context, scheme);
      return say("sentenceNo", { scheme: name, details: because === "" ? "" : `${lang === "zh" ? "：" : ", because "}${because}` });
    }
    case "unknown": {
      const missing = missingList(context, scheme);
      return say("sentenceUnknown", { scheme: name, details: missing === "" ? "" : `${join}${missing}` });
    }
  }
}

function yesDetails(context: ExplanationContext, scheme: ExplainedScheme): string {
  const { say, lang } = context;
  const join = lang === "zh" ? "：" : "; ";
  const priced = scheme.parts.some(({ label }) => label === "amount");
  const missing = missingList(context, scheme);
  return [
    scheme.class === null ? "" : say("withClass", { class: classLabel(scheme.class[lang], lang) }),
    scheme.amountFenMonth === null ? (priced ? `${say("withoutAmount")}${missing === "" ? "" : join + missing}` : "") : say("withAmount", { amount: yuanText(scheme.amountFenMonth, lang) }),
    scheme.until === null ? "" : say("withUntil", { until: scheme.until }),
  ].join("");
}

/** A class that is one letter needs its word. */
function classLabel(text: string, lang: Lang): string {
  return /^[A-Z0-9]$/.test(text) ? (lang === "zh" ? `${text} 类` : `class ${text}`) : text;
}

const REASONS_SHOWN = 3;

/** The rules that decided, each with whether it held: 收入符合低保条件不成立. */
export function reasonList({ lang, say }: ExplanationContext, { reasons }: ExplainedScheme): string {
  const shown = reasons.slice(0, REASONS_SHOWN).map(({ name, state }) => (lang === "zh" ? `“${name.zh}”${stateWord(state, say)}` : `“${name.en}” ${stateWord(state, say)}`));
  const more = reasons.length > shown.length ? say("moreMissing", { count: reasons.length, rest: reasons.length - shown.length }) : "";
  return `${shown.join(lang === "zh" ? "，" : ", ")}${more}`;
}

/** 缺家庭存款、成员2的劳动能力 */
export function missingList(context: ExplanationContext, { missing }: ExplainedScheme): string {
  if (missing.length === 0) return "";
  const { say, lang } = context;
  const shown = missing.slice(0, REASONS_SHOWN).map(({ name, members }) => {
    const fact = lang === "zh" ? name.zh : `“${name.en}”`;
    return members.length === 0 ? fact : say("missingOf", { who: membersLabel(context, members), fact });
  });
  const more = missing.length > shown.length ? say("moreMissing", { count: missing.length, rest: missing.length - shown.length }) : "";
  return say("missing", { facts: `${shown.join(lang === "zh" ? "、" : ", ")}${more}` });
}

export function membersLabel(context: ExplanationContext, members: readonly number[]): string {
  if (members.length > 1 && members.length === context.explanation.household.members.length) return context.say("everyone");
  return members.map((no) => memberLabel(context, no)).join(context.lang === "zh" ? "、" : ", ");
}

/** A member as people may see it: the masked name with the relation to the head, else the number. */
export function memberLabel({ explanation, say, lang }: ExplanationContext, no: number): string {
  const member = explanation.household.members.find((each) => each.no === no);
  const name = member?.name ?? say("member", { no });
  const relation = member?.relation?.[lang];
  return relation === undefined ? name : lang === "zh" ? `${name} ${relation}` : `${name} (${relation})`;
}

/** The mark of an outcome, beside its colour. */
export const SIGNS = { yes: "✓", no: "✗", unknown: "?" } as const satisfies Record<Outcome, string>;

export function stateWord(state: Outcome, say: ExplanationContext["say"]): string {
  return say(({ yes: "holds", no: "fails", unknown: "unclear" } as const)[state]);
}

/** 1,234.50 元 or 1,234.50 yuan, out of fen. */
export function yuanText(fen: number, lang: Lang): string {
  return `${formatYuan(fen)} ${lang === "zh" ? "元" : "yuan"}`;
}

/** A document's number or title, and the clause. */
export function citationLine(source: CitationView | null, { lang, say }: ExplanationContext): string {
  if (!source) return say("noSource");
  return `${citationLabel(source, lang)}${source.clause === "" ? "" : ` ${source.clause}`}${source.verified ? "" : lang === "zh" ? `（${say("notVerified")}）` : ` (${say("notVerified")})`}`;
}
