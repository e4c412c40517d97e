import { createHash } from "node:crypto";
import { capitalised } from "../findingLabel.js";
import { formatCount } from "../figures.js";
import { dataTable } from "../html/dataTable.js";
import { html } from "../html/markup.js";
import type { SiteContext } from "./siteContext.js";
import { sitePage } from "./sitePage.js";

/** Filters the rows of the table by what is typed, or by ?q= in the address. The page works without it: everything is listed. */
const SCRIPT = `(()=>{const q=document.getElementById("q"),s=document.getElementById("found"),e=document.getElementById("none");
const rows=[...document.querySelectorAll("tbody tr")].map(r=>[r,r.textContent.toLowerCase()]);
const run=()=>{const w=q.value.toLowerCase().split(/\\s+/).filter(Boolean);let n=0;for(const[r,t]of rows){const hit=w.every(x=>t.includes(x));r.hidden=!hit;if(hit)n++}
s.textContent=w.length?s.dataset.text.replace("{count}",n):"";e.hidden=n>0};
q.closest("form").hidden=false;q.closest("form").addEventListener("submit",v=>v.preventDefault());q.addEventListener("input",run);
q.value=new URLSearchParams(location.search).get("q")||"";run()})();`;
const SHA256 = createHash("sha256").update(SCRIPT).digest("base64");

/** Every name there is, to be searched. */
export function namesPage(context: SiteContext): string {
  const { say, lang } = context;
  const named = context.all().filter(({ kind }) => kind !== "change");
  const other = lang === "zh" ? "en" : "zh";
  return sitePage(context, {
    title: say("namesTitle"),
    lead: say("namesLead", { count: formatCount(named.length) }),
    script: { text: SCRIPT, sha256: SHA256 },
    sections: [{
      id: "names",
      label: say("names"),
      body: html`<form hidden><label class="quiet" for="q">${say("searchLabel")}</label><input id="q" type="search" placeholder="${say("searchLabel")}" autocomplete="off"> <span id="found" role="status" data-text="${say("namesFound", { count: "{count}" })}"></span></form>
<p id="none" hidden>${say("namesEmpty")}</p>
${dataTable({
        caption: say("names"),
        quietCaption: true,
        stack: true,
        columns: [{ header: say("name") }, { header: say("kind"), look: "short" }, { header: say("place"), look: "short" }, { header: say("id"), look: "code" }],
        rows: named.map(({ key, id, kind, name, packId }) => [html`${context.linked(key)}<span class="note">${capitalised(name[other])}</span>`, say(kind), context.packName(packId), id]),
      })}`,
    }],
  });
}
