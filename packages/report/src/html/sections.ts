import { html, type Content, type Markup } from "./markup.js";

/** A part of a page with its heading; `id` is its anchor. */
export interface Section {
  id: string;
  label: string;
  body: Content;
}

/** The contents at the side of a page. */
export function contentsNav(heading: string, sections: readonly Pick<Section, "id" | "label">[]): Markup {
  return html`<nav class="contents" aria-label="${heading}"><p>${heading}</p><ul>${sections.map(({ id, label }) => html`<li><a href="#${id}">${label}</a></li>`)}</ul></nav>`;
}

/** The sections one below the other. */
export function sectionList(sections: readonly Section[]): Markup {
  return html`<main>
${sections.map(({ id, label, body }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${label}</h2>
${body}</section>
`)}</main>`;
}
