// Dibao of Nujiang for @gorules/zen-engine, in its expression language, members included. Its operators fail beside null, so that
// every expression asks first what is known. Of a condition on members it counts who meets it for certain and who may meet it:
// where the two differ, it is unknown. Households carry the facts that the rule needs and no others, which it decides fastest.
import { ZenDecisionContent, ZenEngine } from "@gorules/zen-engine";

const HOUSEHOLD = ["hukou", "vehicles", "houses", "deposits_fen", "business_registered", "medical_self_paid_fen_year", "education_expense_fen_year", "disability_expense_fen_year", "employment_cost_fen_year", "poor_registered", "already_on"];
const AT_ONCE = 256;

/** @returns {Promise<(households: readonly object[]) => Promise<{ outcome: string, class: string | null, amount: number | null }[]>>} */
export async function prepare(job) {
  const decision = new ZenEngine().createDecision(new ZenDecisionContent(contentOf(expressionsOf(job))));
  const decide = async (household) => {
    const { result } = await decision.evaluate(contextOf(household, job));
    return { outcome: result.outcome, class: result.class ?? null, amount: result.amount ?? null };
  };
  return async (households) => {
    const outcomes = [];
    for (let i = 0; i < households.length; i += AT_ONCE) outcomes.push(...(await Promise.all(households.slice(i, i + AT_ONCE).map(decide))));
    return outcomes;
  };
}

/** Days as numbers such as 19600630: its language does not order texts. */
const dayNumber = (day) => (day === null ? null : Number(day.replaceAll("-", "")));

function contextOf(household, { date, exitEnd }) {
  const context = { exit_runs: date < exitEnd(household.income_exceeded_since), members: household.members.map(memberOf) };
  for (const id of HOUSEHOLD) context[id] = household[id];
  return context;
}

function memberOf(member) {
  return {
    status: member.member_status,
    born: dayNumber(member.birth_date),
    wage: member.income_wage_fen_year,
    business: member.income_business_fen_year,
    property: member.income_property_fen_year,
    transfer: member.income_transfer_fen_year,
    labour: member.labour_capacity,
    refused: member.refused_jobs,
  };
}

function expressionsOf({ figures: f, lastBirth }) {
  const [adult, senior] = [dayNumber(lastBirth.adult), dayNumber(lastBirth.senior)];
  const refuses = `#.refused != null and #.refused >= ${f.refused_jobs_limit}`;
  return {
    status_known: "not some(members, #.status == null)",
    present: "filter(members, #.status == 'present')",
    maybe: "filter(members, #.status == null or #.status == 'present')",
    size: "$.status_known ? len($.present) : null",
    income: "$.status_known and not some($.present, #.wage == null or #.business == null or #.property == null or #.transfer == null) ? sum(map($.present, #.wage + #.business + #.property + #.transfer)) : null",
    known_deduction: "(medical_self_paid_fen_year ?? 0) + (education_expense_fen_year ?? 0) + (disability_expense_fen_year ?? 0) + (employment_cost_fen_year ?? 0)",
    deduction_known: "medical_self_paid_fen_year != null and education_expense_fen_year != null and disability_expense_fen_year != null and employment_cost_fen_year != null",
    assessed: "$.income == null ? null : max([$.income - $.known_deduction, 0])",
    limit: `$.size == null or hukou == null ? null : (hukou == 'rural' ? ${f.rural_dibao_standard} : ${f.urban_dibao_standard * 12}) * $.size`,
    below: "$.limit == null or $.assessed == null ? 'unknown' : $.assessed < $.limit ? 'yes' : $.deduction_known ? 'no' : 'unknown'",
    poor_on: "poor_registered == false or (already_on != null and already_on != 'dibao') ? 'no' : poor_registered == null or already_on == null ? 'unknown' : 'yes'",
    exits: "not exit_runs or $.poor_on == 'no' or ($.size != null and $.size == 0) ? 'no' : $.size == null or $.poor_on == 'unknown' ? 'unknown' : 'yes'",
    means: "$.below == 'yes' or $.exits == 'yes' ? 'yes' : $.below == 'no' and $.exits == 'no' ? 'no' : 'unknown'",
    property: `(vehicles != null and vehicles > ${f.vehicle_limit}) or (houses != null and houses > ${f.home_limit}) or (deposits_fen != null and $.size != null and deposits_fen > ${f.deposit_limit} * $.size) or business_registered == true ? 'no' : vehicles == null or houses == null or deposits_fen == null or $.size == null or business_registered == null ? 'unknown' : 'yes'`,
    outcome: "$.means == 'no' or $.property == 'no' or already_on == 'tekun' ? 'no' : hukou == null or $.means == 'unknown' or $.property == 'unknown' or already_on == null ? 'unknown' : 'yes'",
    due: "$.outcome == 'yes'",
    labour: `$.due ? filter($.maybe, (#.born == null or (#.born <= ${adult} and #.born > ${senior})) and #.labour != 'none') : []`,
    class: "not $.due or some($.labour, #.status == null or #.born == null or #.labour == null) ? null : len($.labour) == 0 ? 'A' : some($.labour, #.labour == 'full') ? 'C' : 'B'",
    paid: "$.due and $.below == 'yes'",
    stopped: `$.paid ? filter($.maybe, ${refuses} and #.labour != 'none' and (#.wage ?? 0) == 0 and (#.business ?? 0) == 0) : []`,
    stopped_known: "not some($.stopped, #.labour == null or #.wage == null or #.business == null)",
    amount: `$.paid and $.stopped_known ? floor((($.limit - $.assessed) * ($.size - len($.stopped)) * 2 + 12 * $.size) / (24 * $.size)) : null`,
  };
}

/** A decision as its editor writes it: input, expressions, output. */
function contentOf(expressions) {
  const node = (id, type, content) => ({ id, type, name: id, position: { x: 0, y: 0 }, ...(content && { content }) });
  const list = Object.entries(expressions).map(([key, value]) => ({ id: key, key, value }));
  return {
    contentType: "application/vnd.gorules.decision",
    nodes: [node("in", "inputNode"), node("dibao", "expressionNode", { expressions: list, passThrough: false }), node("out", "outputNode")],
    edges: [{ id: "1", sourceId: "in", targetId: "dibao", type: "edge" }, { id: "2", sourceId: "dibao", targetId: "out", type: "edge" }],
  };
}
