import type { CompareOp } from "../ir.js";

interface Span {
  /** Offsets in the expression's text. */
  readonly from: number;
  readonly to: number;
}

/** What a name in the text is called by: parsed, not yet looked up or typed. */
export type Syntax = Span &
  (
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "number"; readonly digits: string }
    | { readonly kind: "string"; readonly value: string }
    | { readonly kind: "boolean"; readonly value: boolean }
    | { readonly kind: "date"; readonly value: string }
    | { readonly kind: "not"; readonly arg: Syntax }
    | { readonly kind: "negative"; readonly arg: Syntax }
    | { readonly kind: "logic"; readonly op: "and" | "or"; readonly args: readonly Syntax[] }
    | { readonly kind: "compare"; readonly op: CompareOp; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: "arithmetic"; readonly op: "+" | "-" | "*"; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: "if"; readonly condition: Syntax; readonly consequent: Syntax; readonly alternative: Syntax }
    | { readonly kind: "in"; readonly subject: Syntax; readonly tests: readonly Test[] }
    /** `成员[…]` */
    | { readonly kind: "filter"; readonly list: Syntax; readonly condition: Syntax }
    /** `人.周岁`, `成员.周岁`; `nameFrom` is where the name behind the dot begins. */
    | { readonly kind: "path"; readonly of: Syntax; readonly name: string; readonly nameFrom: number }
    /** `some 人 in 成员 satisfies …` */
    | { readonly kind: "quantified"; readonly fn: "some" | "every"; readonly variable: string; readonly list: Syntax; readonly body: Syntax }
    | { readonly kind: "call"; readonly fn: CallName; readonly args: readonly Syntax[] }
  );

/** One alternative of `x in (…)`: a value, or an interval. */
export type Test =
  | { readonly kind: "value"; readonly value: Syntax }
  | { readonly kind: "interval"; readonly low: Syntax; readonly lowOp: ">" | ">="; readonly high: Syntax; readonly highOp: "<" | "<=" };

/** The functions of the language and how each is written. */
export const FUNCTIONS = {
  known: "known(x)",
  divide: 'divide(a, b, scale, "half_up")',
  round: 'round(x, scale, "half_up")',
  min: "min(a, b, …) / min(成员.x)",
  max: "max(a, b, …) / max(成员.x)",
  count: "count(成员)",
  sum: "sum(成员.x)",
  days: "days(from, to)",
  years: "years(from, to)",
  months_after: "months_after(date, months)",
} as const satisfies Record<string, string>;

export type CallName = keyof typeof FUNCTIONS;

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** What the persons of the household are called in expressions. */
export const ALL_MEMBERS: readonly string[] = ["成员", "members"];

const RESERVED = new Set([
  ...Object.keys(FUNCTIONS),
  ...ALL_MEMBERS,
  ..."and or not in if then else between true false null some every satisfies for return function instance of date time duration".split(" "),
]);

const NAME = /^[\p{Script=Han}A-Za-z][\p{Script=Han}A-Za-z0-9_]*$/u;

/** A name that facts, parameters and rules can bear: no spaces, brackets, units or leading digit. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

export function isReserved(text: string): boolean {
  return RESERVED.has(text);
}
