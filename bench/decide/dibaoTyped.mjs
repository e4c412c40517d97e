// Dibao of Nujiang written by hand for typed arrays: what the machine can do where nothing is general. A truth value is 1, 0 or
// -1 for unknown; numbers that are unknown are negative.

export const REASONS = ["hukou_fits", "income_below_dibao", "keeps_dibao_lifted", "in_gradual_exit", "vehicles_fit", "houses_fit", "deposits_fit", "business_fits", "not_on_tekun"];
export const MISSING = [
  "already_on", "birth_date", "business_registered", "deposits_fen", "disability_expense_fen_year", "education_expense_fen_year", "employment_cost_fen_year",
  "gradual_exit_amount", "houses", "hukou", "income_fen_year.business", "income_fen_year.property", "income_fen_year.transfer", "income_fen_year.wage", "labour_capacity",
  "medical_self_paid_fen_year", "poor_registered", "status", "vehicles",
];
const bit = Object.fromEntries(MISSING.map((code, i) => [code, 1 << i]));

const and = (a, b) => (a === 0 || b === 0 ? 0 : a < 0 || b < 0 ? -1 : 1);
const or = (a, b) => (a === 1 || b === 1 ? 1 : a < 0 || b < 0 ? -1 : 0);
const not = (a) => (a < 0 ? -1 : 1 - a);
const truth = (known, value) => (known ? (value ? 1 : 0) : -1);

/**
 * @param {Record<string, Int32Array>} persons a column each, ordered by `household`, the row of the household
 * @param {Record<string, Int32Array>} households a column each
 * @param {Record<string, number>} f figures of the law; `today`, `adult_born`, `senior_born` and `exit_end` are day numbers: the
 *   day decided for, the last day of birth of those old enough, the end of gradual exit by day of its start
 */
export function dibaoTyped(persons, households, f) {
  const count = households.hukou.length;
  const size = new Int32Array(count);
  const income = new Int32Array(count);
  const lacks = new Int32Array(count);
  const stopped = new Int32Array(count);
  const flags = new Uint8Array(count);
  gather(persons, f, { size, income, lacks, stopped, flags });

  const outcome = new Int8Array(count);
  const classes = new Uint8Array(count);
  const amount = new Int32Array(count).fill(-1);
  const until = new Int32Array(count).fill(-1);
  const reasons = new Uint16Array(count);
  const missing = new Int32Array(count);
  const { hukou, vehicles, houses, deposits, business, medical, education, disability, work, poor, on, exceeded } = households;
  for (let h = 0; h < count; h += 1) {
    const sized = (lacks[h] & bit.status) === 0;
    const earned = sized && (lacks[h] & INCOMES) === 0;
    const standard = hukou[h] === 0 ? f.rural_dibao_standard : f.urban_dibao_standard * 12;
    const limit = standard * size[h];
    const known = Math.max(medical[h], 0) + Math.max(education[h], 0) + Math.max(disability[h], 0) + Math.max(work[h], 0);
    const assessed = Math.max(income[h] - known, 0);
    const deducted = medical[h] >= 0 && education[h] >= 0 && disability[h] >= 0 && work[h] >= 0;
    const below = !earned || hukou[h] < 0 ? -1 : assessed < limit ? 1 : deducted ? 0 : -1;
    const end = f.exit_end[exceeded[h] < 0 ? f.today : Math.min(exceeded[h], f.today)];
    const poorOn = and(poor[h], on[h] < 0 ? -1 : on[h] === 1 ? 1 : 0);
    const keeps = and(poorOn, below);
    const exits = and(and(truth(sized, size[h] > 0), poorOn), f.today < end ? 1 : 0);
    const leaves = and(exits, not(truth(earned && hukou[h] >= 0, assessed < limit)));
    const means = or(or(below, keeps), exits);
    const vehiclesFit = truth(vehicles[h] >= 0, vehicles[h] <= f.vehicle_limit);
    const housesFit = truth(houses[h] >= 0, houses[h] <= f.home_limit);
    const depositsFit = truth(deposits[h] >= 0 && sized, deposits[h] <= f.deposit_limit * size[h]);
    const businessFits = not(business[h]);
    const property = and(and(vehiclesFit, housesFit), and(depositsFit, businessFits));
    const notTekun = truth(on[h] >= 0, on[h] !== 2);
    const hukouFits = hukou[h] < 0 ? -1 : 1;
    const entitled = and(and(hukouFits, means), and(property, notTekun));
    outcome[h] = entitled;

    let why = 0;
    if (hukouFits === entitled) why |= 1;
    if (means === entitled) why |= (below === entitled ? 2 : 0) | (keeps === entitled ? 4 : 0) | (exits === entitled ? 8 : 0);
    if (property === entitled) why |= (vehiclesFit === entitled ? 16 : 0) | (housesFit === entitled ? 32 : 0) | (depositsFit === entitled ? 64 : 0) | (businessFits === entitled ? 128 : 0);
    if (notTekun === entitled) why |= 256;
    reasons[h] = why;

    if (entitled === 0) continue;
    if (entitled < 0) {
      let lack = (on[h] < 0 ? bit.already_on : 0) | (business[h] < 0 ? bit.business_registered : 0) | (deposits[h] < 0 ? bit.deposits_fen : 0) | (houses[h] < 0 ? bit.houses : 0) | (hukou[h] < 0 ? bit.hukou : 0) | (vehicles[h] < 0 ? bit.vehicles : 0) | (lacks[h] & bit.status);
      if (means < 0 && below < 0) {
        lack |= (lacks[h] & INCOMES) | (disability[h] < 0 ? bit.disability_expense_fen_year : 0) | (education[h] < 0 ? bit.education_expense_fen_year : 0);
        lack |= (work[h] < 0 ? bit.employment_cost_fen_year : 0) | (medical[h] < 0 ? bit.medical_self_paid_fen_year : 0);
      }
      if (means < 0 && poor[h] < 0 && (keeps < 0 || exits < 0)) lack |= bit.poor_registered;
      missing[h] = lack;
      continue;
    }
    const marks = flags[h];
    if ((marks & NO_LABOUR) === 0) classes[h] = (marks & LABOUR) === 0 ? 1 : (marks & FULL) === 0 ? 2 : 3;
    let lack = (marks & LABOUR_BIRTH ? bit.birth_date : 0) | (marks & LABOUR_CAPACITY ? bit.labour_capacity : 0);
    if (leaves === 1) {
      lack |= bit.gradual_exit_amount;
      until[h] = end;
    } else if (leaves < 0) {
      lack |= (lacks[h] & INCOMES) | (poor[h] < 0 ? bit.poor_registered : 0);
    } else {
      if (marks & NO_STOPPED) lack |= bit.labour_capacity;
      else amount[h] = Math.floor((Math.max(limit - assessed, 0) * (size[h] - stopped[h]) * 2 + 12 * size[h]) / (24 * size[h]));
    }
    missing[h] = lack;
  }
  return { outcome, classes, amount, until, reasons, missing };
}

const INCOMES = bit["income_fen_year.wage"] | bit["income_fen_year.business"] | bit["income_fen_year.property"] | bit["income_fen_year.transfer"];
const [LABOUR, FULL, NO_LABOUR, LABOUR_BIRTH, LABOUR_CAPACITY, NO_STOPPED] = [1, 2, 4, 8, 16, 32];

function gather(persons, f, { size, income, lacks, stopped, flags }) {
  const { household, status, wage, business, property, transfer, birth, labour, refused } = persons;
  for (let p = 0; p < household.length; p += 1) {
    const h = household[p];
    const present = status[p];
    if (present === 0) continue;
    if (present < 0) lacks[h] |= bit.status;
    else {
      size[h] += 1;
      if (wage[p] < 0) lacks[h] |= bit["income_fen_year.wage"];
      if (business[p] < 0) lacks[h] |= bit["income_fen_year.business"];
      if (property[p] < 0) lacks[h] |= bit["income_fen_year.property"];
      if (transfer[p] < 0) lacks[h] |= bit["income_fen_year.transfer"];
      income[h] += wage[p] + business[p] + property[p] + transfer[p];
    }
    const born = birth[p] !== f.unknown_day;
    const adult = truth(born, birth[p] <= f.adult_born);
    const senior = truth(born, birth[p] <= f.senior_born);
    const able = labour[p] < 0 ? -1 : labour[p] > 0 ? 1 : 0;
    const works = and(and(present, able), and(adult, not(senior)));
    if (works === 1) flags[h] |= labour[p] === 2 ? LABOUR | FULL : LABOUR;
    else if (works < 0) flags[h] |= NO_LABOUR | (born ? 0 : LABOUR_BIRTH) | (able < 0 ? LABOUR_CAPACITY : 0);
    if (refused[p] >= f.refused_jobs_limit) {
      const idle = and(truth(wage[p] >= 0, wage[p] === 0), truth(business[p] >= 0, business[p] === 0));
      const stops = and(and(present, able), idle);
      if (stops === 1) stopped[h] += 1;
      else if (stops < 0) flags[h] |= NO_STOPPED;
    }
  }
}
