import type { Lang } from "@doudi/contract";
import { useQuery } from "@tanstack/react-query";
import { addressOf } from "../../api/call.js";
import { useLanguage } from "../../language/language.js";

/**
 * The site of the packs in a frame, at the page of a place: its own, else that of the nearest division above it with a pack.
 * Same origin, or links within it would come without the session; its own searching needs a script, hence a window of its own.
 */
export function PolicySiteFrame({ place }: { readonly place: string }) {
  const { t, lang } = useLanguage();
  const start = useQuery({ queryKey: ["policySite", place, lang], queryFn: () => pageOf(place, lang), staleTime: Number.POSITIVE_INFINITY });
  const address = start.isError ? addressAt(`${lang}-index.html`) : start.data;
  return (
    <>
      {address === undefined ? <div className="policy-site" aria-busy /> : <iframe key={address} className="policy-site" sandbox="allow-same-origin" src={address} title={t({ zh: "政策包说明", en: "The packs in words" })} />}
      {address === undefined ? null : <p><a href={address} target="_blank" rel="noreferrer">{t({ zh: "在新窗口打开", en: "Open in a new window" })}</a></p>}
    </>
  );
}

/** The index names the places that have a page. */
async function pageOf(place: string, lang: Lang): Promise<string> {
  const index = addressAt(`${lang}-index.html`);
  const text = await (await fetch(index)).text();
  const places = new Set([...text.matchAll(/places-(\d{6})\.html/g)].map(([, code]) => code));
  const own = [6, 4, 2].map((length) => place.slice(0, length).padEnd(6, "0")).find((code) => places.has(code));
  return own === undefined ? index : addressAt(`${lang}-places-${own}.html`);
}

function addressAt(page: string): string {
  return addressOf("policySite", { params: { page } });
}
