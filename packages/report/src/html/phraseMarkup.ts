import type { Lang, Phrase, PhrasePart } from "@doudi/contract";
import { html, type Markup } from "./markup.js";
import { CHOICE_WORDS } from "../choiceWords.js";
import { capitalised } from "../findingLabel.js";

/** Where a name leads on the page, null where it leads nowhere. */
export type LinkOf = (key: string) => string | null;

/** An expression in words as HTML: sentences, lists under their headings, and choices. */
export function phraseMarkup(phrase: Phrase, lang: Lang, linkOf: LinkOf): Markup {
  switch (phrase.kind) {
    case "line":
      return html`<p>${partsMarkup(phrase.parts, linkOf)}</p>`;
    case "list":
      return html`<p class="lead-in">${capital(phrase.lead, linkOf)}${lang === "zh" ? "：" : ":"}</p><ul>${phrase.items.map((item) => html`<li>${phraseMarkup(item, lang, linkOf)}</li>`)}</ul>`;
    case "choice":
      return html`<ul class="choice">${phrase.branches.map(({ when, result }, index) => branch(when, result, index, lang, linkOf))}</ul>`;
  }
}

function branch(when: Phrase | null, result: Phrase, index: number, lang: Lang, linkOf: LinkOf): Markup {
  if (when === null) return html`<li><b>${CHOICE_WORDS.last[lang]}</b>${phraseMarkup(result, lang, linkOf)}</li>`;
  return html`<li><b>${(index === 0 ? CHOICE_WORDS.first : CHOICE_WORDS.next)[lang]}</b>${phraseMarkup(when, lang, linkOf)}<b>${CHOICE_WORDS.result[lang]}</b>${phraseMarkup(result, lang, linkOf)}</li>`;
}

export function partsMarkup(parts: readonly PhrasePart[], linkOf: LinkOf): Markup {
  return html`${parts.map((part) => {
    if (typeof part === "string") return part;
    const href = part.to === null ? null : linkOf(part.to);
    return href === null ? html`<span class="name">${part.text}</span>` : html`<a href="${href}">${part.text}</a>`;
  })}`;
}

function capital(parts: readonly PhrasePart[], linkOf: LinkOf): Markup {
  const [first, ...rest] = parts;
  return partsMarkup(typeof first === "string" ? [capitalised(first), ...rest] : parts, linkOf);
}
