import type { Bilingual } from "@doudi/contract";

/** One value of an enum: `id` is what data and SQL carry, the names are what people read. */
export interface EnumValue {
  readonly id: string;
  readonly name: Bilingual;
  /** Another spelling in data, such as the digit of a disability category. */
  readonly code?: string;
}

/**
 * The types of the language. Every type may also be unknown. `rounded` is false for an exact amount that is no whole
 * number of fen yet (money times a rate): it can be compared as it is, but not be the value of a rule.
 * `members` is a list of persons of the household; it has no value of its own, only what is counted or asked of it.
 */
export type Type =
  | { readonly kind: "boolean" }
  | { readonly kind: "integer" }
  | { readonly kind: "money"; readonly rounded: boolean }
  | { readonly kind: "rate" }
  | { readonly kind: "date" }
  | { readonly kind: "text" }
  | { readonly kind: "enum"; readonly values: readonly EnumValue[] }
  | { readonly kind: "members" };

export const BOOLEAN: Type = { kind: "boolean" };
export const INTEGER: Type = { kind: "integer" };
export const MONEY: Type = { kind: "money", rounded: true };
export const RATE: Type = { kind: "rate" };
export const DATE: Type = { kind: "date" };
export const TEXT: Type = { kind: "text" };
export const MEMBERS: Type = { kind: "members" };

const NAMES = {
  boolean: { zh: "是否", en: "boolean" },
  integer: { zh: "整数", en: "integer" },
  money: { zh: "金额", en: "money" },
  rate: { zh: "比率", en: "rate" },
  date: { zh: "日期", en: "date" },
  text: { zh: "文本", en: "text" },
  enum: { zh: "枚举", en: "enum" },
  members: { zh: "成员名单", en: "list of members" },
} as const satisfies Record<Type["kind"], Bilingual>;

/** The types that a fact or parameter can have. */
export const TYPE_KINDS = ["boolean", "integer", "money", "rate", "date", "text", "enum"] as const satisfies readonly Type["kind"][];
export type TypeKind = (typeof TYPE_KINDS)[number];

/** The name of the type. */
export function typeName(type: Type): Bilingual {
  return NAMES[type.kind];
}

const WORDS = {
  boolean: { zh: "是否", en: "a yes or no" },
  integer: { zh: "整数", en: "a whole number" },
  money: { zh: "金额", en: "an amount of money" },
  rate: { zh: "比率", en: "a rate" },
  date: { zh: "日期", en: "a date" },
  text: { zh: "文本", en: "a text" },
  members: { zh: "成员名单", en: "a list of members" },
} as const satisfies Record<Exclude<Type["kind"], "enum">, Bilingual>;

/** The type as it is read inside the sentence of an error message. */
export function typeInWords(type: Type): Bilingual {
  if (type.kind !== "enum") return WORDS[type.kind];
  return { zh: `枚举(${type.values.map((value) => value.name.zh).join("、")})`, en: `one of ${valuesInWords(type.values).en}` };
}

/** What can be chosen from, as a message lists it: packs may write the Chinese name or the id. */
export function valuesInWords(values: readonly EnumValue[]): Bilingual {
  return { zh: values.map(({ name }) => name.zh).join("、"), en: values.map(({ id, name }) => `${name.zh} (${id})`).join(", ") };
}

/** What a problem says of a type that stands where another is wanted. */
export function typesInfo(want: Type, got: Type): { wantZh: string; wantEn: string; gotZh: string; gotEn: string } {
  const [wanted, found] = [typeInWords(want), typeInWords(got)];
  return { wantZh: wanted.zh, wantEn: wanted.en, gotZh: found.zh, gotEn: found.en };
}

/** The same type, an amount's rounding aside. Enums are the same when they have the same value ids. */
export function sameType(a: Type, b: Type): boolean {
  if (a.kind !== "enum" || b.kind !== "enum") return a.kind === b.kind;
  return a.values.length === b.values.length && a.values.every((value, index) => value.id === b.values[index]?.id);
}

/** Whether its values are yes and no: of a list of members, whether somebody is in it. */
export function isYesNo(type: Type): boolean {
  return type.kind === "boolean" || type.kind === "members";
}

export function isNumeric(type: Type): boolean {
  return type.kind === "integer" || type.kind === "money" || type.kind === "rate";
}
