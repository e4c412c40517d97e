import { momentText } from "../words/formats.js";

/** When something was done and by whom: 2020-03-31 14:05 和秀英. */
export function WhenWho({ at, by }: { readonly at: string; readonly by?: { readonly name: string } | null | undefined }) {
  return <span className="when-who"><time dateTime={at}>{momentText(at)}</time>{by === undefined || by === null ? null : <> <span className="when-who-name">{by.name}</span></>}</span>;
}
