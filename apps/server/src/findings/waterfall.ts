import type { Bilingual } from "@doudi/contract";
import { weightLabel } from "@doudi/roster";

/** The bars of a link's score out of its reason: 基准 -14.6;姓名相同 +12.3;… Bits. */
export function waterfall(reason: string): { field: Bilingual; weight: number }[] {
  return [...reason.matchAll(/(?:^|[;；,，]\s*)([^;；,，]+?) ([+-]?\d+\.\d)(?=[;；]|$)/gu)].map(([, field = "", weight = ""]) => ({ field: weightLabel(field.trim()), weight: Number(weight) }));
}
