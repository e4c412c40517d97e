import { type Content, html, type Markup } from "./markup.js";

interface TableColumn {
  header: string;
  /** Numbers are set right, in tabular figures; wide cells wrap, short ones do not; what is aside gives way on a phone. */
  look?: "number" | "wide" | "short" | "aside" | "code";
}

interface DataTable {
  caption: string;
  columns: readonly TableColumn[];
  /** The first cell of a row is its header. */
  rows: readonly (readonly Content[])[];
  foot?: readonly Content[];
  /** On a phone, rows of long text become cards; tables of figures scroll sideways instead. */
  stack?: boolean;
  /** The caption repeats a heading just above and is kept for screen readers only. */
  quietCaption?: boolean;
}

/** On paper, a table of so many rows stays on one page. */
const KEPT_WHOLE = 14;

/** A table with caption, column and row headers; the roles keep it a table for screen readers where it is laid out as cards. */
export function dataTable({ caption, columns, rows, foot, stack = false, quietCaption = false }: DataTable): Markup {
  const line = (cells: readonly Content[]): Markup =>
    html`<tr role="row">${columns.map((column, index) => {
      const look = column.look ?? "text";
      const cell = cells[index] ?? "";
      return index === 0
        ? html`<th scope="row" role="rowheader" class="${look}">${cell}</th>`
        : html`<td role="cell" class="${look}" data-label="${column.header}">${cell}</td>`;
    })}</tr>`;
  const table = html`<table role="table" class="${stack ? "stack" : "figures"}"><caption${quietCaption ? html` class="quiet"` : null}>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th scope="col" role="columnheader" class="${column.look ?? "text"}">${column.header}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(line)}</tbody>${foot === undefined ? null : html`<tfoot role="rowgroup">${line(foot)}</tfoot>`}</table>`;
  return html`<div class="scroll${rows.length <= KEPT_WHOLE ? " kept" : ""}" role="region" tabindex="0" aria-label="${caption}">${table}</div>
`;
}
