export const SEX_WORDS = { male: { zh: "男", en: "male" }, female: { zh: "女", en: "female" } } as const;
