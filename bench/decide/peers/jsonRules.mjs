// Dibao of Nujiang for json-rules-engine. What members and money come to are facts worked out by functions, which is how the
// library does arithmetic; "yes" and "no" are rules. Its comparisons are false beside null, so that neither of the two fires
// where something unknown matters; they look at the fact alone, which is why limits are compared as differences with 0.
import { Engine } from "json-rules-engine";
import { aggregateMembers } from "./aggregateMembers.mjs";

const EXPENSES = ["medical_self_paid_fen_year", "education_expense_fen_year", "disability_expense_fen_year", "employment_cost_fen_year"];
const is = (fact, operator, value) => ({ fact, operator, value });

/** @returns {Promise<(households: readonly object[]) => Promise<{ outcome: string, class: string | null, amount: number | null }[]>>} */
export async function prepare(job) {
  const engine = new Engine(rulesOf(job), { allowUndefinedFacts: true, replaceFactsInEventParams: true });
  for (const [id, compute] of Object.entries(factsOf(job))) engine.addFact(id, compute);
  const decide = async (household) => {
    const { events: [event] } = await engine.run(household);
    return { outcome: event?.type ?? "unknown", class: event?.params?.class ?? null, amount: event?.params?.amount ?? null };
  };
  return (households) => inBatches(households, decide);
}

/** As many at once as is fastest: more than one, fewer than all. */
async function inBatches(households, decide) {
  const outcomes = [];
  for (let i = 0; i < households.length; i += 64) outcomes.push(...(await Promise.all(households.slice(i, i + 64).map(decide))));
  return outcomes;
}

function factsOf(job) {
  const { figures: f, exitEnd } = job;
  const family = (key) => async (_, almanac) => (await almanac.factValue("family"))[key];
  /** The limit less the assessed income; deducting everything, or what is known. */
  const shortfall = (everything) => async (_, almanac) => {
    let left = await almanac.factValue("income");
    for (const id of EXPENSES) {
      const expense = await almanac.factValue(id);
      if (left === null || (expense === null && everything)) return null;
      left -= expense ?? 0;
    }
    const limit = await almanac.factValue("limit");
    return left === null || limit === null ? null : limit - Math.max(left, 0);
  };
  return {
    family: async (_, almanac) => aggregateMembers(await almanac.factValue("members"), job),
    size: family("size"),
    income: family("income"),
    limit: async (_, almanac) => {
      const [hukou, size] = [await almanac.factValue("hukou"), await almanac.factValue("size")];
      return hukou === null || size === null ? null : (hukou === "rural" ? f.rural_dibao_standard : f.urban_dibao_standard * 12) * size;
    },
    shortfall: shortfall(true),
    shortfallLeast: shortfall(false),
    depositRoom: async (_, almanac) => {
      const [size, deposits] = [await almanac.factValue("size"), await almanac.factValue("deposits_fen")];
      return size === null || deposits === null ? null : f.deposit_limit * size - deposits;
    },
    exitEnd: async (_, almanac) => Date.parse(exitEnd(await almanac.factValue("income_exceeded_since"))),
    class: async (_, almanac) => {
      const { labour } = await almanac.factValue("family");
      return labour === null ? null : labour === "none" ? "A" : labour === "partial" ? "B" : "C";
    },
    amount: async (_, almanac) => {
      const { size, stopped } = await almanac.factValue("family");
      const gap = await almanac.factValue("shortfallLeast");
      // In gradual exit the locality sets the amount, and has not.
      if (stopped === null || gap <= 0) return null;
      return Math.floor((gap * (size - stopped) * 2 + 12 * size) / (24 * size));
    },
  };
}

/** Who is below the standard and lifted out of poverty is below the standard: for the outcome that rule says nothing more. */
function rulesOf({ figures: f, date }) {
  const below = is("shortfallLeast", "greaterThan", 0);
  const notBelow = is("shortfall", "lessThanInclusive", 0);
  const exits = { all: [is("poor_registered", "equal", true), is("already_on", "equal", "dibao"), is("size", "greaterThan", 0), is("exitEnd", "greaterThan", Date.parse(date))] };
  const notExits = { any: [is("poor_registered", "equal", false), is("already_on", "in", ["none", "tekun"]), is("size", "lessThanInclusive", 0), is("exitEnd", "lessThanInclusive", Date.parse(date))] };
  const property = { all: [is("vehicles", "lessThanInclusive", f.vehicle_limit), is("houses", "lessThanInclusive", f.home_limit), is("depositRoom", "greaterThanInclusive", 0), is("business_registered", "equal", false)] };
  const notProperty = { any: [is("vehicles", "greaterThan", f.vehicle_limit), is("houses", "greaterThan", f.home_limit), is("depositRoom", "lessThan", 0), is("business_registered", "equal", true)] };
  return [
    {
      name: "yes",
      conditions: { all: [is("hukou", "in", ["rural", "urban"]), property, is("already_on", "in", ["none", "dibao"]), { any: [below, exits] }] },
      event: { type: "yes", params: { class: { fact: "class" }, amount: { fact: "amount" } } },
    },
    { name: "no", conditions: { any: [notProperty, is("already_on", "equal", "tekun"), { all: [notBelow, notExits] }] }, event: { type: "no" } },
  ];
}
