import { capitalised } from "../findingLabel.js";
import { formatCount } from "../figures.js";
import { dataTable } from "../html/dataTable.js";
import { html } from "../html/markup.js";
import { rosterLabel } from "../rosterLabel.js";
import { isRosterKind } from "@doudi/contract";
import { anchorOf, type SiteContext } from "./siteContext.js";
import { sitePage } from "./sitePage.js";

const SCOPES = ["household", "member", "person", "row", "link"] as const;

/** The input vocabulary by what it is about, with what uses each fact. */
export function factsPage(context: SiteContext): string {
  const { say, site, lang } = context;
  const facts = site.packs.flatMap((pack) => pack.facts);
  return sitePage(context, {
    title: say("factsTitle"),
    lead: say("factsLead"),
    sections: SCOPES.map((scope) => {
      // A fact of several worlds stands under the first of them.
      const own = facts.filter((fact) => SCOPES.find((each) => fact.scopes.includes(each)) === scope);
      const label = say(`scope_${scope}`);
      return {
        id: scope,
        label,
        body: own.length === 0 ? null : dataTable({
          caption: label,
          quietCaption: true,
          stack: true,
          columns: [{ header: say("name") }, { header: say("type"), look: "wide" }, ...(scope === "person" || scope === "row" ? [{ header: say("rosters") }] : []), { header: say("usedBy"), look: "wide" }],
          rows: own.map((fact) => [
            html`<span id="${anchorOf(fact.key)}">${capitalised(fact.name[lang])}</span><span class="note code">${fact.id}</span>`,
            fact.values.length === 0 ? fact.type[lang] : fact.values.map((value) => value[lang]).join(lang === "zh" ? "、" : ", "),
            ...(scope === "person" || scope === "row" ? [fact.rosters.map((roster) => (isRosterKind(roster) ? rosterLabel(roster, lang) : roster)).join(lang === "zh" ? "、" : ", ")] : []),
            fact.usedBy.length === 0 ? html`<span class="muted">${say("unused")}</span>` : usedBy(context, fact.usedBy),
          ]),
        }),
      };
    }),
  });
}

const SHOWN = 8;

function usedBy(context: SiteContext, keys: readonly string[]): ReturnType<typeof html> {
  if (keys.length <= SHOWN) return context.linkedList(keys);
  return html`${context.linkedList(keys.slice(0, SHOWN))} <details><summary>${context.say("more", { count: formatCount(keys.length - SHOWN) })}</summary>${context.linkedList(keys.slice(SHOWN))}</details>`;
}
