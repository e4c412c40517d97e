import { LANGS, type Lang, type PackSite } from "@doudi/contract";
import { packSitePages } from "@doudi/report/site";

/** A page of the site, and the digest of its script where it has one. */
export interface SitePageFile {
  readonly body: string;
  readonly scriptDigests: readonly string[];
}

/** Somewhere to resolve paths against; nothing is fetched. */
const ROOT = "http://site/";
const LINK = /( (?:href|action)=")([^"#:]+(?:#[^"]*)?")/g;
const DIGEST = /script-src '(sha256-[^']+)'/;

/** The pages of the site of the packs as files of one folder: zh/packs/nation.html is zh-packs-nation.html, and links say so. */
export function sitePages(site: PackSite): ReadonlyMap<string, SitePageFile> {
  return new Map(LANGS.flatMap((lang) => [...packSitePages(site, lang)].map(([path, text]): [string, SitePageFile] => {
    const digest = DIGEST.exec(text)?.[1];
    return [nameOf(`${lang}/${path}`), { body: asOneFolder(text, lang, path), scriptDigests: digest === undefined ? [] : [digest] }];
  })));
}

function nameOf(path: string): string {
  return path.replaceAll("/", "-");
}

function asOneFolder(text: string, lang: Lang, path: string): string {
  return text.replaceAll(LINK, (_, attribute: string, target: string) => {
    const { pathname, hash } = new URL(target.slice(0, -1), `${ROOT}${lang}/${path}`);
    return `${attribute}${nameOf(pathname.slice(1))}${hash}"`;
  });
}
