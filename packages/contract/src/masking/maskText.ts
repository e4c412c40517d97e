import { maskId } from "./maskId.js";
import { maskName } from "./maskName.js";

// 15 and 18 characters with a hyphen or spaces between area, birth date and sequence, as people type ids.
const SPACED_ID = /(?<![0-9０-９])[0-9０-９]{6}[-\s][0-9０-９]{6,8}[-\s][0-9０-９]{3}[0-9０-９XxＸｘ]?/gu;
// Any run of eleven digits or more: ids, certificates, accounts, phones.
const LONG_NUMBER = /[0-9０-９](?:[ \u00a0\u3000]?[0-9０-９]){10,}[XxＸｘ]?/gu;

/** A sentence with every long number in it masked (ids, certificates, accounts, phones), and the given persons' names too. */
export function maskText(text: string, names: readonly string[] = []): string {
  let masked = text.replace(SPACED_ID, maskNumber).replace(LONG_NUMBER, maskNumber);
  // The longer first: one name may begin another.
  for (const name of [...names].sort((a, b) => b.length - a.length)) if (name !== "") masked = masked.replaceAll(name, maskName(name));
  return masked;
}

function maskNumber(number: string): string {
  return maskId(number.replace(/[-\s]/gu, ""));
}
