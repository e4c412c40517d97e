import { idWithCheck } from "@doudi/roster";

const DAYS = 27_000;
const FIRST_DAY = Date.UTC(1945, 0, 1);
/** In every number, so that it is nobody's: the county part does not exist. */
const NOWHERE = "533399";

/** The invented identity number of a person of the sample, with what it says: the day (YYYY-MM-DD) and the sex. The same for the same number. */
export function sampleId(number: number): { id: string; birth: string; sex: "male" | "female" } {
  const birth = new Date(FIRST_DAY + ((number * 7919) % DAYS) * 86_400_000).toISOString().slice(0, 10);
  const sequence = Math.floor(number / DAYS);
  return { birth, sex: sequence % 2 === 1 ? "male" : "female", id: idWithCheck(`${NOWHERE}${birth.replaceAll("-", "")}${String(sequence).padStart(3, "0")}`) ?? "" };
}
