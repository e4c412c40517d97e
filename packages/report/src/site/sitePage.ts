import { html, type Content, type Markup } from "../html/markup.js";
import { htmlPage } from "../html/htmlPage.js";
import type { SiteContext } from "./siteContext.js";
import { siteStyle } from "./siteStyle.js";
import { contentsNav, type Section, sectionList } from "../html/sections.js";

interface SitePage {
  title: string;
  lead: string;
  /** Below the lead: facts about the page. */
  head?: Content;
  /** Names and paths of what stands above, the home page aside. */
  crumbs?: readonly { label: string; href: string | null }[];
  sections: readonly Section[];
  script?: { text: string; sha256: string };
}

/** One page of the site with its header, its contents at the side and its footer. */
export function sitePage(context: SiteContext, { title, lead, head = null, crumbs = [], sections, script }: SitePage): string {
  const { say, lang, site } = context;
  const shown = sections.filter(({ body }) => body !== null);
  const style = siteStyle(`${say("siteTitle")} · ${title} · ${site.date}`);
  const body = html`<div class="page">
<header class="masthead">
${siteBar(context)}
${crumbs.length === 0 ? null : html`<p class="crumbs">${crumbs.map(({ label, href }, index) => html`${index === 0 ? null : html` <span aria-hidden="true">›</span> `}${href === null ? html`<span aria-current="page">${label}</span>` : html`<a href="${href}">${label}</a>`}`)}</p>`}
<h1>${title}</h1>
<p class="lead">${lead}</p>
${head}</header>
${contentsNav(say("contents"), shown)}
${sectionList(shown)}
<footer class="foot">${say("footer", { version: site.doudiVersion, date: site.date })}</footer>
</div>`;
  return htmlPage({ lang, title: `${title} · ${say("product")}`, style, body, ...(script === undefined ? {} : { script }) });
}

function siteBar(context: SiteContext): Markup {
  const { say, lang, here } = context;
  const other = lang === "zh" ? "en" : "zh";
  const link = (path: string, label: string): Markup => html`<a href="${context.path(path)}"${here === path ? html` aria-current="page"` : null}>${label}</a>`;
  return html`<div class="bar"><nav class="site" aria-label="${say("site")}"><a class="product" href="${context.path("index.html")}">${say("product")}</a>${link("index.html", say("siteTitle"))}${link("facts.html", say("facts"))}${link("names.html", say("names"))}</nav>
<form role="search" action="${context.path("names.html")}" method="get"><label class="quiet" for="q-bar">${say("searchLabel")}</label><input id="q-bar" type="search" name="q" placeholder="${say("searchLabel")}" autocomplete="off"><button>${say("search")}</button></form>
<a class="lang" hreflang="${other === "zh" ? "zh-CN" : "en"}" lang="${other === "zh" ? "zh-CN" : "en"}" href="${context.path(`../${other}/${here}`)}">${say("otherLang")}</a></div>`;
}
