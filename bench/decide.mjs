// npm run bench:decide [-- --households 5000000 --runs 3 --sample 5000 --format parquet --keep]: dibao in Nujiang, decided by
// `doudi decide`, by hand-written SQL and JavaScript and by three rule engines. Fails where one of them decides a household
// otherwise than Doudi.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { differences } from "./decide/differences.mjs";
import { DATE, jobOfNujiang, PLACE } from "./decide/jobOfNujiang.mjs";
import { makeHouseholds } from "./decide/makeHouseholds.mjs";
import { runChild } from "./decide/runChild.mjs";

const { values } = parseArgs({
  options: {
    households: { type: "string", default: "500000" },
    runs: { type: "string", default: "3" },
    sample: { type: "string", default: "5000" },
    seed: { type: "string", default: "1" },
    format: { type: "string", default: "csv" },
    keep: { type: "boolean", default: false },
  },
});
const [count, runs, sample, seed] = [values.households, values.runs, values.sample, values.seed].map(Number);
const { format } = values;
const base = join(tmpdir(), `doudi-bench-decide-${count}-${seed}`);
const folder = join(base, "input");
const script = (path) => fileURLToPath(new URL(path, import.meta.url));
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
const perSecond = (households, seconds) => Math.round(households / seconds).toLocaleString("en");
const best = (results) => results.reduce((a, b) => (b.seconds < a.seconds ? b : a));

const ALL = ["id_number", "scheme", "outcome", "class", "amount_fen_month", "until", "reasons", "missing", "unsourced", "pack"];
const CORE = ["outcome", "class", "amount_fen_month"];
const failures = [];

async function agree(name, ours, theirs, columns, all) {
  const { rows, differing, sample: examples } = await differences(ours, theirs, columns, all);
  const told = Object.entries(differing).map(([column, n]) => `${column} of ${n}`).join(", ");
  console.log(told === "" ? `${name}: agrees on ${rows.toLocaleString("en")} households` : `${name}: differs in ${told}\n${JSON.stringify(examples, null, 1)}`);
  if (told !== "" || rows !== (all ? count : Math.min(sample, count))) failures.push(name);
}

async function jobFile(name, job) {
  const path = join(base, `${name}.json`);
  await writeFile(path, JSON.stringify(job));
  return path;
}

if (!existsSync(join(folder, "households.parquet"))) {
  console.log(`making ${count.toLocaleString("en")} households in ${folder} …`);
  await makeHouseholds(folder, count, seed);
}
await mkdir(base, { recursive: true });
const job = { ...(await jobOfNujiang()), folder };

// Of all households, each as a process from start to exit, in turn.
const out = join(base, "doudi");
const ours = join(out, `decisions.${format}`);
const theirs = join(base, `sql.${format}`);
const sqlJob = await jobFile("sql", { ...job, out: theirs });
const [doudi, sql] = [[], []];
for (let i = 1; i <= runs; i += 1) {
  sql.push(await runChild([script("decide/sqlContender.mjs"), sqlJob]));
  await rm(out, { recursive: true, force: true });
  doudi.push(await runChild([script("../apps/cli/bin/doudi.mjs"), "decide", folder, "--place", PLACE, "--date", DATE, "--scheme", "dibao", "--out", out, "--format", format]));
  console.log(`run ${i}: SQL ${sql.at(-1).seconds.toFixed(1)} s, doudi decide ${doudi.at(-1).seconds.toFixed(1)} s: ${percent(sql.at(-1).seconds, doudi.at(-1).seconds)} of the speed of SQL`);
}

function percent(a, b) {
  return `${Math.round((a / b) * 100)} %`;
}

const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8"));
await agree("hand-written SQL", ours, theirs, ALL, true);

// Deciding alone: what they need is in memory before the clock starts.
const typedOut = join(base, "typed.csv");
const typed = await runChild([script("decide/typedArrayContender.mjs"), await jobFile("typed", { ...job, out: typedOut })]);
const arrays = JSON.parse(typed.stdout);
await agree("hand-written JavaScript", ours, typedOut, ALL, true);

const engines = [];
for (const [name, module] of [["@gorules/zen-engine", "zen"], ["json-rules-engine", "jsonRules"], ["publicodes", "publicodes"]]) {
  const engineOut = join(base, `${module}.csv`);
  const child = await runChild([script("decide/engineContender.mjs"), await jobFile(module, { ...job, module: `./peers/${module}.mjs`, households: sample, passes: runs, out: engineOut })]);
  engines.push({ name, ...JSON.parse(child.stdout), peakBytes: child.peakBytes });
  await agree(name, ours, engineOut, CORE, false);
}
const latency = JSON.parse((await runChild([script("decide/latency.mjs"), await jobFile("latency", { folder, households: Math.max(sample, 10_000) })])).stdout);

const [bestDoudi, bestSql] = [best(doudi), best(sql)];
const speed = count / bestDoudi.seconds;
const fastest = engines.reduce((a, b) => (b.households / b.seconds > a.households / a.seconds ? b : a));
const target = (met) => (met ? "met" : "MISSED");

console.log(`\n${count.toLocaleString("en")} households, ${summary.persons.toLocaleString("en")} persons; seed ${seed}; ${format}; best of ${runs}; ${cpus().length} cores (${cpus()[0]?.model}); Node ${process.version}; ${new Date().toISOString().slice(0, 10)}\n`);
console.log("| | households | seconds | households/s | peak memory |\n|---|---:|---:|---:|---:|");
const row = (name, n, seconds, bytes) => console.log(`| ${name} | ${n.toLocaleString("en")} | ${seconds.toFixed(2)} | ${perSecond(n, seconds)} | ${megabytes(bytes)} |`);
row("`doudi decide`, Parquet in, reasons out, whole process", count, bestDoudi.seconds, bestDoudi.peakBytes);
row("hand-written SQL in DuckDB, same columns, whole process", count, bestSql.seconds, bestSql.peakBytes);
row(`hand-written JavaScript over typed arrays, deciding alone (reading them: ${arrays.loadSeconds.toFixed(1)} s)`, count, arrays.seconds, typed.peakBytes);
for (const engine of engines) row(`${engine.name}, deciding alone`, engine.households, engine.seconds, engine.peakBytes);

console.log(`\nsteps of doudi decide: ${summary.timings.map(({ step, seconds }) => `${step} ${seconds.toFixed(1)}`).join(", ")}`);
console.log(`outcomes: ${summary.schemes.map(({ yes, no, unknown }) => `${yes.toLocaleString("en")} yes, ${no.toLocaleString("en")} no, ${unknown.toLocaleString("en")} unknown`).join("")}`);
console.log(`speed of hand-written SQL reached: ${percent(bestSql.seconds, bestDoudi.seconds)} (pairs ${sql.map(({ seconds }, i) => percent(seconds, doudi[i].seconds)).join(", ")}); target 70 %: ${target(bestSql.seconds / bestDoudi.seconds >= 0.7)}`);
console.log(`households a second: ${Math.round(speed).toLocaleString("en")}; target 500,000: ${target(speed >= 500_000)}; stretch 1,000,000: ${target(speed >= 1_000_000)}`);
console.log(`times the fastest engine (${fastest.name}): ${(speed / (fastest.households / fastest.seconds)).toFixed(1)}; target 25: ${target(speed / (fastest.households / fastest.seconds) >= 25)}`);
console.log(`one decision with its trace, ${latency.decisions.toLocaleString("en")} households: median ${latency.median.toFixed(3)} ms, 99th percentile ${latency.p99.toFixed(3)} ms, longest ${latency.most.toFixed(1)} ms; target 1 ms at the 99th: ${target(latency.p99 < 1)}`);

if (!values.keep) await rm(base, { recursive: true, force: true });
if (failures.length > 0) {
  console.error(`\nthe contenders do not agree: ${failures.join(", ")}`);
  process.exitCode = 1;
}
