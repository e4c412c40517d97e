import { FINDING_CODES, type FindingCode, isSeverity, maskId, maskName, maskText } from "@doudi/contract";
import { formatCount } from "../figures.js";
import { capitalised, findingLabel } from "../findingLabel.js";
import { places } from "../places.js";
import { SEVERITY_LABELS } from "../severityLabels.js";
import { dataTable } from "./dataTable.js";
import { html, type Markup } from "./markup.js";
import type { ReportContext, SampleRow } from "./reportContext.js";

/** Kinds whose reasons name persons other than the one found. */
const NAMES_OTHERS = new Set<FindingCode>(["conflict.name", "conflict.household", "link.probable"]);

/** The first few findings of each kind, masked. */
export function samplesSection(context: ReportContext): Markup | null {
  const { summary, lang, samples, say } = context;
  const placeOf = places(summary);
  const kinds = FINDING_CODES.filter((code) => (samples[code]?.length ?? 0) > 0);
  if (kinds.length === 0) return null;
  const counts = new Map(summary.findings.map(({ code, count }) => [code, count]));
  return html`<section class="samples" aria-labelledby="samples"><h2 id="samples">${say("samples")}</h2>
<p class="note screen">${say("samplesNote")}</p><p class="note print">${say("samplesPaper")}</p>
${kinds.map((code) => {
    const rows = samples[code] ?? [];
    const title = say("samplesOf", { kind: findingLabel(code, lang), count: formatCount(Math.max(counts.get(code) ?? 0, rows.length)), shown: rows.length });
    return html`<details><summary>${title}</summary>${dataTable({
      caption: title,
      quietCaption: true,
      stack: true,
      columns: [{ header: say("name") }, { header: say("id"), look: "code" }, { header: say("severity"), look: "short" }, { header: say("division") }, { header: say("reason"), look: "wide" }, { header: say("source") }],
      rows: rows.map((row) => [
        row.name === "" ? "—" : maskName(row.name),
        row.id_number === "" ? "—" : maskId(row.id_number),
        isSeverity(row.severity) ? capitalised(SEVERITY_LABELS[row.severity][lang]) : row.severity,
        placeOf(row.division).label,
        reason(code, row) ?? html`<span class="note">${say("reasonWithheld")}</span>`,
        row.source,
      ]),
    })}</details>
`;
  })}</section>
`;
}

function reason(code: FindingCode, row: SampleRow): string | null {
  if (row.others === undefined && NAMES_OTHERS.has(code)) return null;
  return maskText(row.reason, [row.name, ...(row.others ?? [])]);
}
