import { formatMegabytes, formatSeconds } from "../figures.js";
import { dataTable } from "./dataTable.js";
import { html, type Markup } from "./markup.js";
import type { ReportContext } from "./reportContext.js";

/** How long the run took and where. */
export function runSection({ summary, lang, say }: ReportContext): Markup {
  return html`<section class="run" aria-labelledby="run"><h2 id="run">${say("run")}</h2>
<p>${say("runLine", { time: formatSeconds(summary.totalSeconds, lang), memory: formatMegabytes(summary.peakMemoryBytes) })}</p>
${dataTable({ caption: say("timings"), columns: [{ header: say("step") }, { header: say("seconds"), look: "number" }], rows: summary.timings.map(({ step, seconds }) => [step, seconds.toFixed(2)]) })}</section>
`;
}
