const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK = "10X98765432";

/**
 * The eighteen characters of an identity number as somebody types it: full width or half, with blanks, a small x; fifteen digits
 * become eighteen by 19yy. Null where it is no valid number: wrong length, check character or day of birth (GB 11643).
 */
export function wholeId(text: string): string | null {
  const typed = text.normalize("NFKC").replaceAll(/[\s\p{Cf}'‘’`]/gu, "").toUpperCase();
  if (/^\d{15}$/.test(typed)) return idWithCheck(`${typed.slice(0, 6)}19${typed.slice(6)}`);
  if (!/^\d{17}[\dX]$/.test(typed)) return null;
  const whole = idWithCheck(typed.slice(0, 17));
  return whole === typed ? whole : null;
}

/** An identity number of its first 17 digits, with its check character; null where the day of birth does not exist. */
export function idWithCheck(digits: string): string | null {
  const [year, month, day] = [Number(digits.slice(6, 10)), Number(digits.slice(10, 12)), Number(digits.slice(12, 14))];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1800 || year > 2199 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return digits + CHECK.charAt(sum % 11);
}
