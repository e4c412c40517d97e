import type { Bilingual } from "@doudi/contract";

/** One value of an enum: `id` is what data and SQL carry, the names are what people read. */
export interface EnumValue {
  readonly id: string;
  readonly name: Bilingual;
}

/**
 * The types of the language. Every type may also be unknown. `rounded` is false for an exact amount that is no whole
 * number of fen yet (money times a rate): it can be compared as it is, but not be the value of a rule.
 * A `members` type (the persons of a household) joins this union when households are decided.
 */
export type Type =
  | { readonly kind: "boolean" }
  | { readonly kind: "integer" }
  | { readonly kind: "money"; readonly rounded: boolean }
  | { readonly kind: "rate" }
  | { readonly kind: "date" }
  | { readonly kind: "text" }
  | { readonly kind: "enum"; readonly values: readonly EnumValue[] };

export const BOOLEAN: Type = { kind: "boolean" };
export const INTEGER: Type = { kind: "integer" };
export const MONEY: Type = { kind: "money", rounded: true };
export const RATE: Type = { kind: "rate" };
export const DATE: Type = { kind: "date" };
export const TEXT: Type = { kind: "text" };

const NAMES = {
  boolean: { zh: "是否", en: "boolean" },
  integer: { zh: "整数", en: "integer" },
  money: { zh: "金额", en: "money" },
  rate: { zh: "比率", en: "rate" },
  date: { zh: "日期", en: "date" },
  text: { zh: "文本", en: "text" },
  enum: { zh: "枚举", en: "enum" },
} as const satisfies Record<Type["kind"], Bilingual>;

export type TypeKind = Type["kind"];
export const TYPE_KINDS = Object.keys(NAMES) as TypeKind[];

/** The type as an official reads it in an error message. */
export function typeName(type: Type): Bilingual {
  if (type.kind !== "enum") return NAMES[type.kind];
  return { zh: `枚举(${type.values.map((value) => value.name.zh).join("、")})`, en: `enum (${type.values.map((value) => value.id).join(", ")})` };
}

/** The same type, an amount's rounding aside. Enums are the same when they have the same value ids. */
export function sameType(a: Type, b: Type): boolean {
  if (a.kind !== "enum" || b.kind !== "enum") return a.kind === b.kind;
  return a.values.length === b.values.length && a.values.every((value, index) => value.id === b.values[index]?.id);
}

export function isNumeric(type: Type): boolean {
  return type.kind === "integer" || type.kind === "money" || type.kind === "rate";
}
