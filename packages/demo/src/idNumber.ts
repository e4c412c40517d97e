import type { Day } from "./day.js";
import { compact } from "./day.js";

/** 18 characters, upper case. */
export type IdNumber = string;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK = "10X98765432";

/** The check character of the first 17 digits (GB 11643). */
export function checkCharacter(digits: string): string {
  let sum = 0;
  for (const [i, weight] of WEIGHTS.entries()) sum += weight * Number(digits[i]);
  return CHECK.charAt(sum % 11);
}

/** `sequence` 0 to 999: odd for men, even for women. */
export function makeIdNumber(area: string, birth: Day, sequence: number): IdNumber {
  const digits = `${area}${compact(birth)}${String(sequence).padStart(3, "0")}`;
  return digits + checkCharacter(digits);
}

export function hasRightCheckCharacter(text: string): boolean {
  return /^\d{17}[\dX]$/.test(text) && checkCharacter(text) === text.charAt(17);
}

/** The 15-digit number of the first generation of cards: no century, no check character. Only for births in 19yy. */
export function fifteenDigits(id: IdNumber): string | null {
  return id.startsWith("19", 6) ? id.slice(0, 6) + id.slice(8, 17) : null;
}
