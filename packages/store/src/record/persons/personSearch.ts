import { wholeId } from "@doudi/roster";
import { personName } from "./personName.js";

/** What a text typed into the search asks for. */
export type PersonSearch =
  | { readonly by: "all" }
  | { readonly by: "id_number"; readonly idNumber: string; readonly typed: string }
  | { readonly by: "household"; readonly householdNo: string }
  | { readonly by: "initials"; readonly prefix: string }
  /** One character: the beginning of a name. More: anywhere in it. */
  | { readonly by: "name"; readonly text: string };

/** Letters are initials; a valid identity number is one; anything else with a digit in it is a household number; the rest is a name. */
export function personSearchOf(typed: string): PersonSearch {
  const text = typed.normalize("NFKC").replaceAll(/\p{Cc}/gu, "").trim();
  if (text === "") return { by: "all" };
  if (/^[a-z]+$/i.test(text)) return { by: "initials", prefix: text.toLowerCase() };
  const idNumber = wholeId(text);
  if (idNumber !== null) return { by: "id_number", idNumber, typed: text };
  if (/\d/.test(text)) return { by: "household", householdNo: text };
  return { by: "name", text: personName(text) };
}
