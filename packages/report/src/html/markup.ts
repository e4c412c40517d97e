import { maskId } from "@doudi/contract";

/** Finished HTML. Everything else that meets the `html` tag is text and is escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Content = Markup | string | number | null | false | readonly Content[];

/** Builds HTML: interpolated text is escaped, markup is taken as it is, lists are joined, null and false are nothing. */
export function html(strings: TemplateStringsArray, ...values: Content[]): Markup {
  let text = strings[0] ?? "";
  values.forEach((value, index) => {
    text += markupOf(value) + (strings[index + 1] ?? "");
  });
  return new Markup(text);
}

function markupOf(value: Content): string {
  if (value === null || value === false) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(markupOf).join("");
  return escapeHtml(String(value));
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const WHOLE_ID = /(?<![0-9A-Za-z])\d{15}(?:\d{2}[\dXx])?(?![0-9A-Za-z])/g;

/** Text for HTML. An identity number that strayed into it (a file name, a warning) is masked: the report shows none. */
export function escapeHtml(text: string): string {
  return text.replace(WHOLE_ID, maskId).replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}
