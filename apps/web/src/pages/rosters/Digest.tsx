/** A SHA-256 in groups of eight, which two people can read to each other. */
export function Digest({ text }: { readonly text: string }) {
  return <span className="digest" translate="no">{text.match(/.{1,8}/g)?.join(" ")}</span>;
}
