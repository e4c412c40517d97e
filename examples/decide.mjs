// Decides the example households from a program: node examples/decide.mjs
import { fileURLToPath } from "node:url";
import { decide, explainHousehold, loadPolicy } from "@doudi/decision";
import { compileToSql, evaluateScheme } from "@doudi/policy";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const input = folder("households.jsonl");

// The law of a place on a day; parameters can be set for this run.
const policy = await loadPolicy(folder("../policies"), "533323", "2020-06-30", { 农村低保标准: "4800元/年" });

// All households of a file, set-based.
const decisions = await decide({ policy, input, schemes: ["dibao"] });
for await (const rows of decisions.stream()) {
  for (const row of rows) console.log(row.household_no, row.outcome, row.class, row.amount_fen_month, row.reasons, row.missing);
}
await decisions.close();

// One household with its account, the same shape that `doudi explain --json` prints.
const { schemes: accounts } = await explainHousehold({ policy, input, household: "FG-001", schemes: ["dibao"], lang: "zh" });
console.log(accounts.map(({ name, outcome }) => `${name.zh}: ${outcome}`));

// A household that a program has in memory: facts by id, unknown ones undefined.
const dibao = policy.schemes.find(({ id }) => id === "dibao");
const facts = { hukou: "rural", vehicles: 0, houses: 1, deposits_fen: 0n, business_registered: false, already_on: "none", poor_registered: false };
const member = { birth_date: "1950-03-01", member_status: "present", income_wage_fen_year: 0n, income_business_fen_year: 120_000n, income_property_fen_year: 0n, income_transfer_fen_year: 0n };
console.log(evaluateScheme(policy, dibao, { facts: (id) => (id === "as_of" ? policy.date : facts[id]), members: [(id) => member[id]] }));

// A rule as SQL over columns of one's own.
console.log(compileToSql(policy.rules.get("vehicles_fit").body, "postgres", (fact) => `household."${fact}"`));
