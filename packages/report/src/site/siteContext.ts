import { appliesOn, type Bilingual, type CitationView, type Lang, type PackSite, type Period, type SitePack } from "@doudi/contract";
import { capitalised } from "../findingLabel.js";
import { html, type Content, type Markup } from "../html/markup.js";
import { speaker } from "../speaker.js";
import { SITE_TEXT } from "./siteText.js";
import { citationLabel } from "../citationLabel.js";

export type NamedKind = "scheme" | "rule" | "check" | "parameter" | "fact" | "change" | "document";

/** Something that a link can lead to. */
export interface Named {
  readonly key: string;
  readonly id: string;
  readonly kind: NamedKind;
  readonly name: Bilingual;
  readonly packId: string;
}

/** What every page of the site is drawn from. `here` is the page's path from the root of its language. */
export class SiteContext {
  readonly say: (key: keyof typeof SITE_TEXT, info?: Record<string, string | number>) => string;
  private readonly packs: ReadonlyMap<string, SitePack>;

  constructor(
    readonly site: PackSite,
    readonly lang: Lang,
    private readonly named: ReadonlyMap<string, Named>,
    readonly here: string,
  ) {
    this.say = speaker(SITE_TEXT, lang);
    this.packs = new Map(site.packs.map((pack) => [pack.id, pack]));
  }

  static of(site: PackSite, lang: Lang): SiteContext {
    return new SiteContext(site, lang, namesOf(site), "index.html");
  }

  at(here: string): SiteContext {
    return new SiteContext(this.site, this.lang, this.named, here);
  }

  all(): readonly Named[] {
    return [...this.named.values()];
  }

  pack(id: string): SitePack | undefined {
    return this.packs.get(id);
  }

  packName(id: string): string {
    const pack = this.packs.get(id);
    return pack ? capitalised(pack.name[this.lang]) : id;
  }

  find(key: string): Named | undefined {
    return this.named.get(key);
  }

  /** A path from the root of the language, seen from this page. */
  path(target: string): string {
    return `${"../".repeat(this.here.split("/").length - 1)}${target}`;
  }

  /** Where a key leads from this page; null where it leads nowhere. */
  readonly link = (key: string): string | null => {
    const named = this.named.get(key);
    if (!named) return null;
    const page = named.kind === "fact" ? "facts.html" : `packs/${named.packId}.html`;
    const anchor = anchorOf(key);
    return page === this.here ? `#${anchor}` : this.path(`${page}#${anchor}`);
  };

  /** A name that links to its place. */
  linked(key: string): Markup {
    const named = this.named.get(key);
    if (!named) return html`<span>${key}</span>`;
    const href = this.link(key);
    const name = capitalised(named.name[this.lang]);
    return href === null ? html`<span>${name}</span>` : html`<a href="${href}">${name}</a>`;
  }

  /** Several linked names; what a pack below changed is named with its pack. */
  linkedList(keys: readonly string[]): Markup {
    const separator = this.lang === "zh" ? "、" : ", ";
    return html`${keys.map((key, index) => {
      const named = this.named.get(key);
      const suffix = named?.kind === "change" ? (this.lang === "zh" ? `（${this.packName(named.packId)}）` : ` (${this.packName(named.packId)})`) : null;
      return html`${index === 0 ? null : separator}${this.linked(key)}${suffix}`;
    })}`;
  }

  /** Changes of one node by the names of the packs that make them. */
  linkedPacks(keys: readonly string[]): Markup {
    const separator = this.lang === "zh" ? "、" : ", ";
    return html`${keys.map((key, index) => html`${index === 0 ? null : separator}<a href="${this.link(key) ?? "#"}">${this.packName(this.named.get(key)?.packId ?? "")}</a>`)}`;
  }

  /** The content, leading to what a pack changes of a node on the day of the site; as it is where that is nothing. */
  linkedChange(packId: string, node: string, content: Markup): Markup {
    const change = this.packs.get(packId)?.changes.find(({ of, period }) => of === node && appliesOn(period, this.site.date));
    return change === undefined ? content : html`<a href="${this.link(change.key) ?? "#"}">${content}</a>`;
  }

  citation(source: CitationView | null): Content {
    if (!source) return html`<span class="muted">${this.say("noSource")}</span>`;
    const label = citationLabel(source, this.lang);
    const href = this.link(source.doc);
    const name = href === null ? label : html`<a href="${href}"${source.number === null ? null : html` title="${source.title[this.lang]}"`}>${label}</a>`;
    const tag = source.verified ? null : html` <span class="tag doubt">${this.say("notVerified")}</span>`;
    return html`${name}${source.clause === "" ? null : ` ${source.clause}`}${tag}`;
  }

  period({ from, to }: Period): string {
    if (from !== null && to !== null) return this.say("sinceUntil", { from, to });
    if (from !== null) return this.say("since", { from });
    return to === null ? this.say("always") : this.say("until", { to });
  }
}

/** The anchor of a key on its page: what stands behind the pack's id, or all of it for facts. */
export function anchorOf(key: string): string {
  return key.slice(key.indexOf("/") + 1).replace(/~/g, "change-");
}

function namesOf(site: PackSite): Map<string, Named> {
  const all = site.packs.flatMap((pack): Named[] => [
    ...pack.nodes.map(({ key, id, kind, name }) => ({ key, id, kind, name, packId: pack.id })),
    ...pack.parameters.map(({ key, id, name }) => ({ key, id, kind: "parameter" as const, name, packId: pack.id })),
    ...pack.facts.map(({ key, id, name }) => ({ key, id, kind: "fact" as const, name, packId: pack.id })),
    ...pack.documents.map(({ key, number, title }) => ({ key, id: key.slice(key.indexOf("/") + 1), kind: "document" as const, name: number === null ? title : { zh: number, en: number }, packId: pack.id })),
    ...pack.changes.map(({ key, name, of }) => ({ key, id: of.slice(of.indexOf("/") + 1), kind: "change" as const, name, packId: pack.id })),
  ]);
  return new Map(all.map((named) => [named.key, named]));
}
