import { createHash } from "node:crypto";
import { foldHeader } from "../files/foldHeader.js";

/** What files with the same headers have in common: the same for every spelling of width, blanks and marks. */
export function headersDigest(sheets: readonly { readonly headers: readonly string[] }[]): string {
  return createHash("sha256").update(JSON.stringify(sheets.map(({ headers }) => headers.map(foldHeader)))).digest("hex");
}
