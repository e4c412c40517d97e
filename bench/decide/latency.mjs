// One household decided with its full trace, again and again: node latency.mjs JOB.json. Every time it is another household and a
// new subject, so that nothing is remembered from the one before.
import { readFile } from "node:fs/promises";
import { loadPolicy } from "@doudi/decision";
import { traceScheme } from "@doudi/policy";
import { DATE, PLACE, POLICIES } from "./jobOfNujiang.mjs";
import { householdSource } from "./householdSource.mjs";
import { readSample } from "./readSample.mjs";

const WARM_UP = 2000;
const [, , jobPath = ""] = process.argv;
const { folder, households: count } = JSON.parse(await readFile(jobPath, "utf8"));
const policy = await loadPolicy(POLICIES, PLACE, DATE);
const dibao = policy.schemes.find(({ id }) => id === "dibao");
const households = await readSample(folder, count);

function decide(household) {
  const started = performance.now();
  const { decision } = traceScheme(policy, dibao, householdSource(policy, household));
  return { milliseconds: performance.now() - started, outcome: decision.outcome };
}

for (let i = 0; i < WARM_UP; i += 1) decide(households[i % households.length]);
const times = [];
const outcomes = { yes: 0, no: 0, unknown: 0 };
for (const household of households) {
  const { milliseconds, outcome } = decide(household);
  times.push(milliseconds);
  outcomes[outcome] += 1;
}
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
console.log(JSON.stringify({ decisions: times.length, outcomes, median: at(0.5), p99: at(0.99), most: times.at(-1) }));
