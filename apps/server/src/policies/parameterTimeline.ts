import type { Bilingual, Lang, PackSite, SiteParameter, SiteValue } from "@doudi/contract";
import type { Answer } from "@doudi/contract/api";

type Parameter = Answer<"parameters">["parameters"][number];
interface Dated { readonly value: SiteValue; readonly pack: string; readonly from: string | null; readonly to: string | null }

/**
 * The parameters of a place with every value they had, have or will have there: where a pack below sets its own for a time, the
 * value above it ends and goes on behind it. `place` has six digits. Values are told in `lang`.
 */
export function parameterTimeline(site: PackSite, place: string, lang: Lang): Parameter[] {
  const covering = site.packs.filter(({ division }) => place.startsWith(division.replace(/(00)+$/, "")));
  const deepest = covering.reduce((chain, pack) => (pack.chain.length > chain.length ? pack.chain : chain), [] as readonly string[]);
  const packs = covering.filter(({ id }) => deepest.includes(id));
  const names = new Map(packs.map(({ id, name }) => [id, name]));
  return packs.flatMap((pack) => pack.parameters.map((parameter) => {
    const values = laidOver(parameter, deepest);
    const last = values.at(-1)?.pack ?? pack.id;
    return { id: parameter.id, name: parameter.name, pack: names.get(last) ?? pack.name, unit: parameter.unit ?? "", values: values.map((each) => shown(each, lang)) };
  }));
}

/** Values in order of time, those of packs further down over those above. */
function laidOver({ tracks }: SiteParameter, chain: readonly string[]): Dated[] {
  let values: Dated[] = [];
  for (const id of chain) {
    for (const track of tracks.filter(({ packId }) => packId === id)) {
      for (const value of track.values) {
        const own = { value, pack: id, from: value.from, to: value.to };
        values = [...values.flatMap((below) => without(below, own)), own];
      }
    }
  }
  return values.sort((a, b) => ((a.from ?? "") < (b.from ?? "") ? -1 : 1));
}

/** What is left of a value before and behind another. */
function without(below: Dated, above: Dated): Dated[] {
  const before = above.from !== null && (below.from === null || below.from < above.from) ? [{ ...below, to: below.to === null || below.to > above.from ? above.from : below.to }] : [];
  const behind = above.to !== null && (below.to === null || below.to > above.to) ? [{ ...below, from: below.from === null || below.from < above.to ? above.to : below.from }] : [];
  return [...before, ...behind];
}

function shown({ value, from, to }: Dated, lang: Lang): Parameter["values"][number] {
  return { from, to, value: value.text[lang], source: sourceOf(value), status: value.status };
}

function sourceOf({ source }: SiteValue): Bilingual {
  if (source === null) return { zh: "", en: "" };
  const text = (title: string): string => `${source.number ?? title}${source.clause === "" ? "" : ` ${source.clause}`}`;
  return { zh: text(`《${source.title.zh}》`), en: text(source.title.en) };
}
