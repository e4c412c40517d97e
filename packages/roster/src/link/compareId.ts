import type { LinkLevel } from "./linkRecord.js";

/** An id text made comparable. */
export type IdShape =
  /** Digits (and X), whole or cut off. `rounded`: a spreadsheet kept 15 digits (a program 16) and wrote zeros for the rest. */
  | { kind: "digits"; digits: string; rounded: boolean }
  /** 5.33E+17: the first digits, the last of them possibly rounded up. */
  | { kind: "scientific"; mantissa: string }
  /** 533399********1234: what is not shown is *. */
  | { kind: "masked"; pattern: string };

const CACHE_LIMIT = 500_000;
const shapes = new Map<string, IdShape | null>();

/** Reads an id text; null where it is no evidence: fewer than 6 digits, or one digit over and over. */
export function shapeId(text: string): IdShape | null {
  let found = shapes.get(text);
  if (found === undefined) {
    if (shapes.size >= CACHE_LIMIT) shapes.clear();
    found = readShape(text);
    shapes.set(text, found);
  }
  return found;
}

function readShape(text: string): IdShape | null {
  const plain = text.normalize("NFKC").replace(/[\s'`"‘’“”]/gu, "").toUpperCase();
  const scientific = /^(\d)(?:\.(\d+))?E\+?17$/u.exec(plain);
  if (scientific !== null) {
    const mantissa = `${scientific[1] ?? ""}${scientific[2] ?? ""}`.replace(/0+$/u, "");
    return mantissa.length < 3 ? null : { kind: "scientific", mantissa };
  }
  const masked = plain.replace(/[×●•#?]/gu, "*");
  if (/^[\dX*]{18}$/u.test(masked) && masked.includes("*")) {
    return masked.replaceAll("*", "").length < 8 ? null : { kind: "masked", pattern: masked };
  }
  const digits = plain.replace(/[^\dX]/gu, "");
  if (digits.length < 6 || digits.length > 20 || /^(.)\1*$/u.test(digits)) return null;
  return { kind: "digits", digits, rounded: digits.length === 18 && digits.endsWith("00") };
}

/** How far two ids agree; null where they cannot be compared. Symmetric. */
export function compareIds(a: IdShape, b: IdShape): LinkLevel<"id_text"> | null {
  if (a.kind === "digits" && b.kind === "digits") return compareDigits(a, b);
  if (a.kind === "digits") return comparePartial(b, a);
  if (b.kind === "digits") return comparePartial(a, b);
  if (a.kind === "masked" && b.kind === "masked") return compareMasked(a.pattern, b.pattern);
  if (a.kind === "scientific" && b.kind === "scientific") return a.mantissa === b.mantissa ? "scientific" : "different";
  return null;
}

type Digits = Extract<IdShape, { kind: "digits" }>;

function comparePartial(partial: IdShape, whole: Digits): LinkLevel<"id_text"> | null {
  if (partial.kind === "masked") return whole.digits.length === 18 ? compareMasked(partial.pattern, whole.digits) : null;
  if (partial.kind !== "scientific" || whole.digits.length < 15) return null;
  const length = Math.min(partial.mantissa.length, 15);
  const shown = Number(partial.mantissa.slice(0, length));
  const cut = Number(whole.digits.slice(0, length));
  // A spreadsheet shows 5.334E+17 for 533399…: the last digit shown may have been rounded up.
  const roundedUp = shown === cut + 1 && Number(whole.digits[length] ?? "0") >= 5;
  if (shown !== cut && !roundedUp) return "different";
  return length === 15 ? "first_15" : length === 14 ? "first_14" : "scientific";
}

function compareMasked(a: string, b: string): LinkLevel<"id_text"> | null {
  let known = 0;
  for (let i = 0; i < 18; i += 1) {
    if (a[i] === "*" || b[i] === "*") continue;
    if (a[i] !== b[i]) return "different";
    known += 1;
  }
  return known >= 8 ? "masked" : null;
}

function compareDigits(a: Digits, b: Digits): LinkLevel<"id_text"> | null {
  const [x, y] = [a.digits, b.digits];
  if (x === y) return "equal";
  if (oneDigitOff(x, y)) return "one_digit";
  const common = commonPrefix(x, y);
  const shorter = Math.min(x.length, y.length);
  const cutOff = a.rounded || b.rounded || shorter < 18;
  if (cutOff && common >= 15) return "first_15";
  if (common >= 14) return "first_14";
  // What is left of a number cut off early agrees, but there is little of it.
  if (shorter < 15 && common === shorter) return "scientific";
  return "different";
}

/** One digit replaced, two neighbours exchanged, or one digit left out or put in. */
function oneDigitOff(x: string, y: string): boolean {
  const [short, long] = x.length <= y.length ? [x, y] : [y, x];
  if (short.length < 17 || long.length - short.length > 1) return false;
  const start = commonPrefix(short, long);
  if (short.length === long.length) {
    if (short.slice(start + 1) === long.slice(start + 1)) return true;
    return short[start] === long[start + 1] && short[start + 1] === long[start] && short.slice(start + 2) === long.slice(start + 2);
  }
  return short.slice(start) === long.slice(start + 1);
}

function commonPrefix(x: string, y: string): number {
  const end = Math.min(x.length, y.length);
  let i = 0;
  while (i < end && x.charCodeAt(i) === y.charCodeAt(i)) i += 1;
  return i;
}
