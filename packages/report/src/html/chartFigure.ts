import { barChart, type BarChartData } from "./barChart.js";
import { type Content, html, type Markup } from "./markup.js";

interface ChartFigure {
  /** States what the chart shows, as a finding. */
  title: string;
  /** How to read it. */
  note: string;
  chart: BarChartData;
  /** The figures behind the chart, where they do not stand below it anyway. */
  table?: Markup;
  tableLabel?: string;
  /** The figures stand nowhere else, so they go to paper too. */
  printTable?: boolean;
}

/** A chart with its statement, legend and, behind it, its figures. */
export function chartFigure({ title, note, chart, table, tableLabel = "", printTable = false }: ChartFigure): Markup {
  const legend: Content =
    chart.series.length < 2
      ? null
      : html`<ul class="legend">${chart.series.map(({ name, color, edge }) => html`<li><span class="swatch" style="background:${color};border-color:${edge ?? color}"></span>${name}</li>`)}</ul>`;
  return html`<figure class="chart" aria-labelledby="${chart.id}-title">
<figcaption><h3 id="${chart.id}-title">${title}</h3><p class="note">${note}</p></figcaption>
${legend}<div role="img" aria-label="${title}">${barChart(chart)}</div>
${table === undefined ? null : html`<details class="behind${printTable ? " paper" : ""}"><summary>${tableLabel}</summary>${table}</details>
`}</figure>
`;
}
