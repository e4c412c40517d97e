const INCOMES = ["income_wage_fen_year", "income_business_fen_year", "income_property_fen_year", "income_transfer_fen_year"];

/** Three-valued logic; null is unknown. */
const and = (...parts) => (parts.includes(false) ? false : parts.includes(null) ? null : true);
const not = (part) => (part === null ? null : !part);
const test = (value, compare) => (value === null ? null : compare(value));

/**
 * What the rules of dibao ask of the members together, for engines whose language has no lists; null where it is unknown.
 * @returns {{ size: number | null, income: number | null, labour: "none" | "partial" | "full" | null, stopped: number | null }}
 */
export function aggregateMembers(members, { figures, lastBirth }) {
  let [size, income, stopped] = [0, 0, 0];
  let labour = "none";
  for (const member of members) {
    const present = test(member.member_status, (status) => status === "present");
    if (present === false) continue;
    if (present === null) size = income = null;
    else if (size !== null) size += 1;
    for (const id of INCOMES) income = income === null || member[id] === null ? null : income + member[id];

    const able = test(member.labour_capacity, (capacity) => capacity !== "none");
    const adult = test(member.birth_date, (day) => day <= lastBirth.adult);
    const senior = test(member.birth_date, (day) => day <= lastBirth.senior);
    const works = and(present, adult, not(senior), able);
    if (works === null) labour = null;
    else if (works && labour !== null && labour !== "full") labour = member.labour_capacity;

    const idle = and(test(member.income_wage_fen_year, (fen) => fen === 0), test(member.income_business_fen_year, (fen) => fen === 0));
    const refuses = member.refused_jobs !== null && member.refused_jobs >= figures.refused_jobs_limit;
    const stops = and(refuses, present, able, idle);
    if (stops === null) stopped = null;
    else if (stops && stopped !== null) stopped += 1;
  }
  return { size, income, labour, stopped };
}
