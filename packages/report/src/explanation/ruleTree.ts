import type { CitationView, ExplainedBody, ExplainedRule, Outcome, PhrasePart, ValueStatus } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { dataTable } from "../html/dataTable.js";
import { html, type Content, type Markup } from "../html/markup.js";
import { BodyTree, type TreeDrawing } from "./bodyTree.js";
import { memberLabel, schemesInOrder, SIGNS, stateWord, type ExplanationContext } from "./explanationContext.js";
import { CHOICE_WORDS } from "../choiceWords.js";
import { citationLabel } from "../citationLabel.js";

/** Draws expressions with the rules below them as nested details. */
export function ruleTree(context: ExplanationContext): BodyTree<Markup> {
  return new BodyTree(context.explanation, context.lang, drawing(context));
}

function drawing(context: ExplanationContext): TreeDrawing<Markup> {
  const { say, lang } = context;
  return {
    // They are folded, so they cost no room.
    opensIdle: true,
    line(phrase, single, below) {
      // The rule's own line says everything that the sentence would.
      if (single !== null) return html`${below}`;
      return html`<div class="step"><p class="said">${mark(context, phrase.state)}<span>${partsWithValues(phrase.parts)}</span></p>${below}</div>`;
    },
    list(phrase, items) {
      return html`<div class="step"><p class="said">${mark(context, phrase.state)}<span class="heading">${capitalise(phrase.lead)}${lang === "zh" ? "：" : ":"}</span></p><div class="under">${items}</div></div>`;
    },
    choice(_phrase, branches) {
      return html`<div class="step">${branches.map(({ when, result, taken }, index) => html`<div class="branch${taken === false ? " idle" : ""}"><p class="said"><b>${when === null ? CHOICE_WORDS.last[lang] : index === 0 ? CHOICE_WORDS.first[lang] : CHOICE_WORDS.next[lang]}</b>${taken === false ? html`<span class="tag">${say("notTaken")}</span>` : null}</p>${when === null ? null : html`<div class="under">${when}</div><p class="said"><b>${CHOICE_WORDS.result[lang]}</b></p>`}<div class="under">${result}</div></div>`)}</div>`;
    },
    rule: (rule, body) => ruleDetails(context, rule, body),
    members(table, rows) {
      return html`<div class="members">${dataTable({
        caption: say("memberTable"),
        columns: [{ header: say("members") }, { header: say("counted"), look: "short" }, ...(table.rows.some(({ text }) => text !== null) ? [{ header: say("value"), look: "number" as const }] : [])],
        rows: table.rows.map(({ member, counted, text }) => [
          memberLabel(context, member),
          counted === "unknown" ? html`<span class="tag doubt">${say("unclear")}</span>` : say(counted === "yes" ? "countedYes" : "countedNo"),
          ...(table.rows.some((row) => row.text !== null) ? [text === null ? "—" : text[lang]] : []),
        ]),
      })}${rows.map(({ below }) => below)}</div>`;
    },
  };
}

function ruleDetails(context: ExplanationContext, rule: ExplainedRule, body: readonly Markup[] | null): Markup {
  const { say, lang } = context;
  const name = html`${mark(context, rule.state ?? undefined)}<span><span class="rule">${capitalised(rule.name[lang])}</span>${rule.member === null ? null : html` <span class="muted">${memberLabel(context, rule.member)}</span>`}${rule.state === null ? html` <b class="value">${rule.text[lang]}</b>` : null}${rule.notInForce ? html` <span class="tag doubt">${say("notInForce")}</span>` : null}</span>`;
  const anchor = `step-${rule.step}`;
  if (body === null) {
    const scheme = schemesInOrder(context).findIndex(({ id, member }) => id === rule.id && (member === null || member === rule.member));
    const again = scheme < 0 ? html`<a class="again" href="#${anchor}">${say("seeAbove")}</a>` : html`<a class="again" href="#scheme-${scheme}">${say("seeThere")}</a>`;
    return html`<div class="step"><p class="said">${name}${again}</p></div>`;
  }
  return html`<details class="rule" id="${anchor}"${rule.state === "unknown" || rule.text.en === "unknown" ? html` open` : null}><summary>${name}</summary><div class="under">
<p class="meta">${citation(context, rule.source)} <span>${rule.pack[lang]}</span></p>
${rule.overrides.map((override) => html`<p class="why"><b>${say("localChange", { pack: override.pack[lang] })}</b>${override.why === null ? null : html`${lang === "zh" ? "：" : ": "}${override.why[lang]}`} <span class="muted">${citation(context, override.source)}</span></p>`)}${body}
${parametersUsed(context, rule)}</div></details>`;
}

/** The parameters that an expression itself uses, each with its value, status and clause. */
export function parametersUsed(context: ExplanationContext, { parameters }: Pick<ExplainedBody, "parameters">): Markup | null {
  if (parameters.length === 0) return null;
  const { say, lang } = context;
  return html`<ul class="used" aria-label="${say("parametersUsed")}">${parameters.map((parameter) => html`<li><span>${capitalised(parameter.name[lang])}</span> ${parameter.text === null ? null : html`<b class="value">${parameter.text[lang]}</b> `}${statusTag(context, parameter.status)} <span class="muted">${parameter.from === null ? null : `${say("since", { from: parameter.from })} `}${parameter.source === null ? null : citation(context, parameter.source)}</span></li>`)}</ul>`;
}

export function statusTag({ say }: ExplanationContext, status: ValueStatus): Content {
  if (status === "verified") return null;
  return html`<span class="tag ${status === "set" ? "changed" : "doubt"}">${say(`status_${status}`)}</span>`;
}

export function citation({ say, lang }: ExplanationContext, source: CitationView | null): Content {
  if (!source) return html`<span class="muted">${say("noSource")}</span>`;
  return html`<cite${source.number === null ? null : html` title="${source.title[lang]}"`}>${citationLabel(source, lang)}${source.clause === "" ? null : ` ${source.clause}`}</cite>${source.verified ? null : html` <span class="tag doubt">${say("notVerified")}</span>`}`;
}

/** Colour is never alone: the mark has a sign, and its word for those who do not see it. */
export function mark({ say }: ExplanationContext, state: Outcome | undefined): Markup | null {
  if (state === undefined) return null;
  return html`<span class="mark ${state}" role="img" aria-label="${stateWord(state, say)}">${SIGNS[state]}</span>`;
}

function partsWithValues(parts: readonly PhrasePart[]): Markup {
  return html`${parts.map((part) => (typeof part === "string" ? part : html`<span class="name">${part.text}</span>${part.value === undefined ? null : html` <b class="value">${part.value}</b>`}`))}`;
}

function capitalise(parts: readonly PhrasePart[]): Markup {
  const [first, ...rest] = parts;
  return partsWithValues(typeof first === "string" ? [capitalised(first), ...rest] : parts);
}
