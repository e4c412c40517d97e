// Dibao of Nujiang for publicodes. Its language has no lists, so that what the members come to is worked out before and given as
// part of the situation; a value that is not given is unknown. Money is in fen, without units.
import Engine from "publicodes";
import { aggregateMembers } from "./aggregateMembers.mjs";

const quiet = { log() {}, warn() {}, error() {} };

/** @returns {Promise<(households: readonly object[]) => Promise<{ outcome: string, class: string | null, amount: number | null }[]>>} */
export async function prepare(job) {
  const engine = new Engine(rulesOf(job.figures), { logger: quiet });
  return async (households) =>
    households.map((household) => {
      engine.setSituation(situationOf(household, job));
      const entitled = engine.evaluate("entitled").nodeValue;
      if (entitled !== true) return { outcome: entitled === false ? "no" : "unknown", class: null, amount: null };
      return { outcome: "yes", class: engine.evaluate("class").nodeValue ?? null, amount: engine.evaluate("amount").nodeValue ?? null };
    });
}

function situationOf(household, { figures: f, date, exitEnd, lastBirth }) {
  const { size, income, labour, stopped } = aggregateMembers(household.members, { figures: f, lastBirth });
  const yesNo = (value) => (value === null ? null : value ? "oui" : "non");
  const situation = {
    size, income, stopped,
    labour: labour === null ? null : `'${labour}'`,
    hukou: household.hukou === null ? null : `'${household.hukou}'`,
    medical: household.medical_self_paid_fen_year,
    education: household.education_expense_fen_year,
    disability: household.disability_expense_fen_year,
    work: household.employment_cost_fen_year,
    vehicles: household.vehicles,
    houses: household.houses,
    deposits: household.deposits_fen,
    business: yesNo(household.business_registered),
    "poor registered": yesNo(household.poor_registered),
    "already on": household.already_on === null ? null : `'${household.already_on}'`,
    "exit runs": yesNo(date < exitEnd(household.income_exceeded_since)),
  };
  return Object.fromEntries(Object.entries(situation).filter(([, value]) => value !== null));
}

function rulesOf(f) {
  const given = (names) => Object.fromEntries(names.map((name) => [name, { question: name }]));
  const known = (name) => ({ variations: [{ si: { "est défini": name }, alors: name }, { sinon: 0 }] });
  return {
    ...given(["size", "income", "stopped", "labour", "hukou", "medical", "education", "disability", "work", "vehicles", "houses", "deposits", "business", "poor registered", "already on", "exit runs"]),
    standard: { variations: [{ si: "hukou = 'rural'", alors: f.rural_dibao_standard }, { sinon: f.urban_dibao_standard * 12 }] },
    limit: "standard * size",
    "known deduction": { somme: ["medical", "education", "disability", "work"].map(known) },
    deduction: { somme: ["medical", "education", "disability", "work"] },
    "assessed most": { valeur: "income - known deduction", plancher: 0 },
    assessed: { valeur: "income - deduction", plancher: 0 },
    below: { "une de ces conditions": ["assessed most < limit", "assessed < limit"] },
    "poor on": { "toutes ces conditions": ["poor registered", "already on = 'dibao'"] },
    exits: { "toutes ces conditions": ["size > 0", "poor on", "exit runs"] },
    // Who is below the standard and lifted out of poverty is below the standard: for the outcome that rule says nothing more.
    means: { "une de ces conditions": ["below", "exits"] },
    property: { "toutes ces conditions": [`vehicles <= ${f.vehicle_limit}`, `houses <= ${f.home_limit}`, `deposits <= ${f.deposit_limit} * size`, "business = non"] },
    "hukou fits": { "une de ces conditions": ["hukou = 'rural'", "hukou = 'urban'"] },
    entitled: { "toutes ces conditions": ["hukou fits", "means", "property", "already on != 'tekun'"] },
    class: { variations: [{ si: "labour = 'none'", alors: "'A'" }, { si: "labour = 'partial'", alors: "'B'" }, { sinon: "'C'" }] },
    // Nothing times unknown is nothing to publicodes, hence the question.
    amount: { "applicable si": { "toutes ces conditions": ["assessed most < limit", { "est défini": "stopped" }] }, valeur: "(limit - assessed most) * (size - stopped) / (12 * size)", plancher: 0, arrondi: "oui" },
  };
}
