/** The words of a choice among branches, wherever an expression is drawn. */
export const CHOICE_WORDS = {
  first: { zh: "如果", en: "If" },
  next: { zh: "否则，如果", en: "Otherwise, if" },
  result: { zh: "则", en: "then" },
  last: { zh: "其余情形", en: "Otherwise" },
} as const;
