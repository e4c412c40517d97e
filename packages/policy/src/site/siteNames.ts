import type { Bilingual, CitationView } from "@doudi/contract";
import { chainOf, nameOf, type Pack, type PackLibrary } from "../pack/packLibrary.js";
import type { Citation } from "../policy.js";
import type { NameFinder } from "./phraseOf.js";

interface Named {
  readonly key: string;
  readonly name: Bilingual;
}

/** Where each id leads, seen from each pack: the same id may mean different things in packs that are not above each other. */
export class SiteNames {
  private readonly own = new Map<string, ReadonlyMap<string, Named>>();

  constructor(library: PackLibrary) {
    for (const pack of library.packs.values()) {
      const { facts, parameters, rules, schemes, checks } = pack.written;
      const named = [...facts, ...parameters, ...rules, ...schemes, ...checks].map((node): [string, Named] => [node.id, { key: `${pack.id}/${node.id}`, name: nameOf(node) }]);
      this.own.set(pack.id, new Map(named));
    }
  }

  find(pack: Pack, id: string): Named | undefined {
    return chainOf(pack).map((each) => this.own.get(each.id)?.get(id)).findLast((named) => named !== undefined);
  }

  finder(pack: Pack): NameFinder {
    return (id) => this.find(pack, id) ?? { key: null, name: { zh: id, en: id } };
  }

  citation(pack: Pack, citation: Citation | null): CitationView | null {
    if (!citation) return null;
    const owner = chainOf(pack).find((each) => each.documents.has(citation.doc)) ?? pack;
    return { doc: `${owner.id}/${citation.doc}`, number: citation.number, title: citation.title, clause: citation.clause, verified: citation.status === "verified" };
  }
}
