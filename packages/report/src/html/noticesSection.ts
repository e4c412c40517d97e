import type { FindingCode, Lang } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { findingList, notRunReason, partialReason } from "../notices.js";
import { dataTable } from "./dataTable.js";
import { html, type Markup } from "./markup.js";
import type { ReportContext } from "./reportContext.js";

/** What limits everything below, on the first page: files not read, checks not run, values without a source. Nothing where there is nothing to say. */
export function noticesSection({ summary, lang, say }: ReportContext): Markup | null {
  const panels: Markup[] = [];
  const panel = (look: "harm" | "doubt" | "doubt wider" | "plain", title: string, note: string | null, body: Markup): void => {
    panels.push(html`<section class="notice ${look}"><h3>${title}</h3>${note === null ? null : html`<p>${note}</p>`}${body}</section>`);
  };
  const count = (list: readonly unknown[]): { count: number } => ({ count: list.length });

  if (summary.unreadable.length > 0) {
    const title = say("unreadable", count(summary.unreadable));
    panel("harm", title, say("unreadableNote"), dataTable({ caption: title, quietCaption: true, stack: true, columns: [{ header: say("file") }, { header: say("why"), look: "wide" }], rows: summary.unreadable.map(({ file, message }) => [file, message]) }));
  }
  if (summary.notRun.length > 0) {
    const title = say("notRun", count(summary.notRun));
    panel("doubt", title, say("notRunNote"), dataTable({ caption: title, quietCaption: true, stack: true, columns: [{ header: say("why") }, { header: say("blocks"), look: "wide" }], rows: byReason(summary.notRun, (entry) => notRunReason(entry, lang), lang) }));
  }
  if (summary.partial.length > 0) {
    const title = say("partial", count(summary.partial));
    panel("doubt", title, null, dataTable({ caption: title, quietCaption: true, stack: true, columns: [{ header: say("why") }, { header: say("blocks"), look: "wide" }], rows: byReason(summary.partial, (entry) => partialReason(entry, lang), lang) }));
  }
  if (summary.unsourced.length > 0) {
    const title = say("unsourced", count(summary.unsourced));
    const status = (text: string): string => (text === "unsourced" ? say("statusUnsourced") : text === "demo" ? say("statusDemo") : text);
    panel("doubt wider", title, say("unsourcedNote"), dataTable({
      caption: title, quietCaption: true, stack: true,
      columns: [{ header: say("parameter") }, { header: say("value"), look: "short" }, { header: say("status"), look: "short" }, { header: say("usedBy"), look: "wide" }],
      rows: summary.unsourced.map((entry) => [capitalised(entry.name[lang]), entry.value, status(entry.status), capitalised(findingList(entry.checks, lang))]),
    }));
  }
  if (summary.warnings.length > 0) panel("plain", say("warnings", count(summary.warnings)), null, html`<ul>${summary.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`);
  if (panels.length === 0) return null;
  return html`<section aria-labelledby="notices"><h2 id="notices">${say("notices")}</h2>${panels}</section>
`;
}

/** Checks with the same reason share a line: one missing roster often holds up several. */
function byReason<T extends { check: FindingCode }>(entries: readonly T[], reasonOf: (entry: T) => string, lang: Lang): string[][] {
  const checks = new Map<string, FindingCode[]>();
  for (const entry of entries) {
    const reason = reasonOf(entry);
    checks.set(reason, [...(checks.get(reason) ?? []), entry.check]);
  }
  return [...checks].map(([reason, codes]) => [capitalised(reason), capitalised(findingList(codes, lang))]);
}
