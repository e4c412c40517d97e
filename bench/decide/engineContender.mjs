// A rule engine on the first households of the folder, as a process of its own: node engineContender.mjs JOB.json
// The job names the engine's module, the folder, the figures of the law, how many households and passes, and where the outcomes
// go. The clock runs over deciding alone: the households are in memory before it starts.
import { readFile, writeFile } from "node:fs/promises";
import { monthsAfter } from "./monthsAfter.mjs";
import { readSample } from "./readSample.mjs";

const [, , jobPath = ""] = process.argv;
const job = JSON.parse(await readFile(jobPath, "utf8"));
const { prepare } = await import(new URL(job.module, import.meta.url).href);
const ends = new Map();
/** The end of gradual exit: it starts on the day registered, where there is one and it has come, else on the day decided for. */
function exitEnd(registered) {
  const start = registered === null || registered > job.date ? job.date : registered;
  if (!ends.has(start)) ends.set(start, monthsAfter(start, job.exitMonths));
  return ends.get(start);
}
const decideAll = await prepare({ ...job, exitEnd });
const households = await readSample(job.folder, job.households);

let best = Number.POSITIVE_INFINITY;
let outcomes = [];
await decideAll(households.slice(0, Math.ceil(households.length / 10)));
for (let pass = 0; pass < job.passes; pass += 1) {
  const started = performance.now();
  outcomes = await decideAll(households);
  best = Math.min(best, (performance.now() - started) / 1000);
}
const lines = outcomes.map((outcome, i) => [households[i].household_no, outcome.outcome, outcome.class ?? "", outcome.amount ?? ""].join(","));
await writeFile(job.out, `household_no,outcome,class,amount_fen_month\n${lines.join("\n")}\n`);
console.log(JSON.stringify({ seconds: best, households: households.length }));
