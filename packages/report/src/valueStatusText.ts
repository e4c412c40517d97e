import type { Bilingual } from "@doudi/contract";

/** How well founded a value and its clause are, in one wording on the site, in explanations and simulations. */
export const VALUE_STATUS_TEXT = {
  status_verified: { zh: "已核实", en: "verified" },
  status_unsourced: { zh: "未找到依据", en: "no source found" },
  status_demo: { zh: "示范值", en: "demonstration" },
  status_set: { zh: "本次设定", en: "set for this run" },
  status_none: { zh: "没有数值", en: "no value" },
  notVerified: { zh: "出处待核实", en: "not verified" },
  noSource: { zh: "未注明出处", en: "no source given" },
} as const satisfies Record<string, Bilingual>;
