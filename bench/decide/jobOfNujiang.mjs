import { fileURLToPath } from "node:url";
import { loadPolicy } from "@doudi/decision";
import { monthsAfter } from "./monthsAfter.mjs";

export const PLACE = "533300";
export const DATE = "2020-06-30";
export const POLICIES = fileURLToPath(new URL("../../policies", import.meta.url));

/** The parameters that the contenders reckon with; counts, months and ages as they are, money in fen. */
const FIGURES = [
  "minor_age", "senior_age", "refused_jobs_limit", "rural_dibao_standard", "urban_dibao_standard", "gradual_exit_months", "gradual_exit_least", "gradual_exit_most",
  "vehicle_limit", "home_limit", "deposit_limit",
];
/** What the contenders take as it stands on the day: yes or no, nothing, or without a value. */
const AS_WRITTEN = {
  supplement_month: 0n, urban_dibao_open: true, business_excluded: true, refused_projects_stop: false,
  poverty_line: null, deduction_cap: null, exit_standard: null, gradual_exit_amount: null, class_a_amount: null, class_b_amount: null, class_c_amount: null,
};

/**
 * What a contender must know that has never heard of packs: the figures of the day out of the packs, and what is written into every
 * row. Texts that depend on nothing but the day are worked out here for all of them alike.
 * @returns {Promise<{ date: string, figures: Record<string, number>, lastBirth: { adult: string, senior: string }, exitMonths: number, unsourced: string, pack: string }>}
 * @throws {Error} where the packs say something that the contenders do not know: they must then be aligned
 */
export async function jobOfNujiang() {
  const policy = await loadPolicy(POLICIES, PLACE, DATE);
  const dibao = policy.schemes.find(({ id }) => id === "dibao");
  if (!dibao) throw new Error("the packs have no scheme dibao");
  const valueOf = (id) => {
    const parameter = policy.parameters.get(id);
    if (!parameter) throw new Error(`the packs no longer have a parameter ${id}: align the contenders with them`);
    return parameter.value;
  };
  for (const [id, written] of Object.entries(AS_WRITTEN)) {
    if (valueOf(id) !== written) throw new Error(`${id} has another value than the contenders were written for: align them with the packs`);
  }
  const figures = Object.fromEntries(FIGURES.map((id) => [id, Number(valueOf(id))]));
  return {
    date: DATE,
    figures,
    lastBirth: { adult: monthsAfter(DATE, -12 * figures.minor_age), senior: monthsAfter(DATE, -12 * figures.senior_age) },
    exitMonths: Math.min(Math.max(figures.gradual_exit_months, figures.gradual_exit_least), figures.gradual_exit_most),
    unsourced: dibao.unsourced.join(";"),
    pack: policy.chain.map(({ id, version }) => `${id}@${version}`).join("+"),
  };
}
