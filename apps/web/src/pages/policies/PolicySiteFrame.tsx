import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../language/language.js";

/**
 * The site of the packs in a frame, at the page of a place, or at its index where the place has no pack of its own.
 * Its pages are ours and carry a policy that lets no script run but theirs.
 */
export function PolicySiteFrame({ place, index }: { readonly place: string; readonly index: string }) {
  const { t } = useLanguage();
  const start = useQuery({ queryKey: ["policySite", place], queryFn: async () => ((await fetch(place, { method: "HEAD" })).ok ? place : index), staleTime: Number.POSITIVE_INFINITY });
  const address = start.isError ? index : start.data;
  return (
    <>
      {address === undefined ? <div className="policy-site" aria-busy /> : <iframe className="policy-site" src={address} title={t({ zh: "政策包说明", en: "The packs in words" })} />}
      <p><a href={address ?? index} target="_blank" rel="noreferrer">{t({ zh: "在新窗口打开", en: "Open in a new window" })}</a></p>
    </>
  );
}
