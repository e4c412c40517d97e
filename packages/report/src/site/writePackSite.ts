import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LANGS, type Lang, type PackSite } from "@doudi/contract";
import { html } from "../html/markup.js";
import { factsPage } from "./factsPage.js";
import { indexPage } from "./indexPage.js";
import { namesPage } from "./namesPage.js";
import { packPage } from "./packPage.js";
import { placePage } from "./placePage.js";
import { SiteContext } from "./siteContext.js";

interface PackSiteOptions {
  site: PackSite;
  /** An existing folder. */
  folder: string;
  /** The language that index.html leads to; both are written. */
  lang: Lang;
}

/** Writes the site of the packs: zh/ and en/ with the same pages, and index.html that leads to one of them. Nothing is fetched. Returns the number of pages. */
export async function writePackSite({ site, folder, lang }: PackSiteOptions): Promise<number> {
  const pages = LANGS.flatMap((each) => [...packSitePages(site, each)].map(([path, text]) => ({ path: `${each}/${path}`, text })));
  pages.push({ path: "index.html", text: doorway(lang) });
  for (const { path, text } of pages) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return pages.length;
}

/** The pages of one language by their paths. */
export function packSitePages(site: PackSite, lang: Lang): Map<string, string> {
  const context = SiteContext.of(site, lang);
  return new Map([
    ["index.html", indexPage(context)],
    ["facts.html", factsPage(context.at("facts.html"))],
    ["names.html", namesPage(context.at("names.html"))],
    ...site.packs.map((pack): [string, string] => [`packs/${pack.id}.html`, packPage(context.at(`packs/${pack.id}.html`), pack)]),
    ...site.places.map((place): [string, string] => [`places/${place.division}.html`, placePage(context.at(`places/${place.division}.html`), place)]),
  ]);
}

function doorway(lang: Lang): string {
  return html`<!doctype html>
<html lang="${lang === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="0; url=${lang}/index.html"><title>Doudi</title><link rel="icon" href="data:,"></head>
<body><main><h1>兜底 Doudi</h1><p><a href="zh/index.html" lang="zh-CN">中文</a> · <a href="en/index.html" lang="en">English</a></p></main></body></html>
`.text;
}
