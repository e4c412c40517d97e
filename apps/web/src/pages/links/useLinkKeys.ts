import { type RefObject, useEffect } from "react";
import { useListKeys } from "../../components/useListKeys.js";
import type { Link } from "./LinksPage.js";
import { type Verdict, VERDICTS } from "./verdicts.js";

interface LinkKeys {
  readonly place: RefObject<HTMLElement | null>;
  readonly links: readonly Link[];
  readonly decide: (link: Link, verdict: Verdict) => void;
}

/** j and k walk the pairs; 1, 2, 3 decide the one in focus. */
export function useLinkKeys({ place, links, decide }: LinkKeys): void {
  useListKeys({ list: place });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const verdict = VERDICTS[Number(event.key) - 1];
      const id = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-row]")?.dataset["row"] : undefined;
      const link = links.find(({ finding_id }) => finding_id === id);
      if (event.ctrlKey || event.metaKey || event.altKey || verdict === undefined || link === undefined) return;
      event.preventDefault();
      decide(link, verdict);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [links, decide]);
}
