// npm run bench:decide [-- --households 5000000 --runs 3 --sample 5000 --format parquet --hash md5 --seed 1 --keep]: dibao in Nujiang,
// decided by `doudi decide`, by hand-written SQL and JavaScript and by three rule engines. Fails where one of them decides a
// household otherwise than Doudi.
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
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
    hash: { type: "string", default: "native" },
    keep: { type: "boolean", default: false },
  },
});
const [count, runs, sample, seed] = [values.households, values.runs, values.sample, values.seed].map(Number);
const base = join(tmpdir(), `doudi-bench-decide-${count}-${seed}`);
const folder = join(base, "input");
const out = join(base, "doudi");
const ours = join(out, `decisions.${values.format}`);

const ENGINES = { "@gorules/zen-engine": "zen", "json-rules-engine": "jsonRules", publicodes: "publicodes" };
const named = (columns) => Object.fromEntries(columns.map((column) => [column, column]));
const CORE = named(["outcome", "class", "amount_fen_month"]);
const WITHOUT_HASH = named(["id_number", "scheme", "outcome", "class", "amount_fen_month", "until", "reasons", "missing", "unsourced", "pack"]);
/** The hashes are reckoned in different ways: both must be there. */
const WHOLE = { ...WITHOUT_HASH, input_hash: "length(input_hash)" };

const script = (path) => fileURLToPath(new URL(path, import.meta.url));
const integer = (number) => Math.round(number).toLocaleString("en");
const percent = (part) => `${Math.round(part * 100)} %`;
const best = (results, by = "seconds") => results.reduce((a, b) => (b[by] < a[by] ? b : a));
const target = (met) => (met ? "met" : "MISSED");
const disagreeing = [];

async function jobFile(name, job) {
  const path = join(base, `${name}.json`);
  await writeFile(path, JSON.stringify(job));
  return path;
}

async function compare(name, theirs, columns, households) {
  const { rows, differing, examples } = await differences(ours, theirs, columns, households === count);
  const told = Object.entries(differing).map(([column, n]) => `${column} of ${integer(n)}`).join(", ");
  const complete = rows === households ? "" : `, of ${integer(households)} expected`;
  console.log(told === "" ? `${name}: the same for ${integer(rows)} households${complete}` : `${name}: differs in ${told}${complete}\n${JSON.stringify(examples, null, 1)}`);
  if (told !== "" || complete !== "") disagreeing.push(name);
}

if (!existsSync(join(folder, "households.parquet"))) {
  console.log(`making ${integer(count)} households in ${folder} …`);
  await makeHouseholds(folder, count, seed);
}
await mkdir(base, { recursive: true });
const job = { ...(await jobOfNujiang()), folder };

// All households, each as a process from start to exit, in turn.
const [doudi, sql] = [[], []];
const sqlOut = join(base, `sql.${values.format}`);
const sqlJob = await jobFile("sql", { ...job, hash: values.hash, out: sqlOut });
for (let i = 0; i < runs; i += 1) {
  const a = await runChild([script("decide/sqlContender.mjs"), sqlJob]);
  await rm(out, { recursive: true, force: true });
  const b = await runChild([script("../apps/cli/bin/doudi.mjs"), "decide", folder, "--place", PLACE, "--date", DATE, "--scheme", "dibao", "--out", out, "--format", values.format]);
  sql.push(a);
  doudi.push(b);
  console.log(`run ${i + 1}: SQL ${a.seconds.toFixed(1)} s, doudi decide ${b.seconds.toFixed(1)} s: ${percent(a.seconds / b.seconds)} of the speed of SQL`);
}
const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8"));
await compare("hand-written SQL", sqlOut, WHOLE, count);

// Deciding alone: what they need is in memory before the clock starts.
const typedOut = join(base, "typed.csv");
const typed = await runChild([script("decide/typedArrayContender.mjs"), await jobFile("typed", { ...job, out: typedOut })]);
const arrays = JSON.parse(typed.stdout);
await compare("hand-written JavaScript", typedOut, WITHOUT_HASH, count);

const engines = [];
for (const [name, module] of Object.entries(ENGINES)) {
  const engineOut = join(base, `${module}.csv`);
  const child = await runChild([script("decide/engineContender.mjs"), await jobFile(module, { ...job, module: `./peers/${module}.mjs`, households: sample, passes: runs, out: engineOut })]);
  engines.push({ name, peakBytes: child.peakBytes, ...JSON.parse(child.stdout) });
  await compare(name, engineOut, CORE, Math.min(sample, count));
}
const latency = JSON.parse((await runChild([script("decide/latency.mjs"), await jobFile("latency", { folder, households: 10_000 })])).stdout);

const [bestDoudi, bestSql] = [best(doudi), best(sql)];
const speed = count / bestDoudi.seconds;
const fastest = engines.reduce((a, b) => (b.households / b.seconds > a.households / a.seconds ? b : a));
const times = speed / (fastest.households / fastest.seconds);
const ofSql = bestSql.seconds / bestDoudi.seconds;
const row = (name, households, seconds, peakBytes) => console.log(`| ${name} | ${integer(households)} | ${seconds.toFixed(2)} | ${integer(households / seconds)} | ${integer(peakBytes / 1e6)} MB |`);

console.log(`\n${integer(count)} households, ${integer(summary.persons)} persons; seed ${seed}; ${values.format}; best of ${runs}; ${cpus().length} cores (${cpus()[0]?.model}); Node ${process.version}; ${new Date().toISOString().slice(0, 10)}\n`);
console.log("| | households | seconds | households/s | peak memory |\n|---|---:|---:|---:|---:|");
row("`doudi decide`, whole process", count, bestDoudi.seconds, bestDoudi.peakBytes);
row(`hand-written SQL in DuckDB, same columns (${values.hash} hash), whole process`, count, bestSql.seconds, bestSql.peakBytes);
row("hand-written JavaScript over typed arrays, deciding alone", count, arrays.seconds, typed.peakBytes);
for (const { name, households, seconds, peakBytes } of engines) row(`${name}, deciding alone`, households, seconds, peakBytes);

console.log(`\nsteps of doudi decide: ${summary.timings.map(({ step, seconds }) => `${step} ${seconds.toFixed(1)}`).join(", ")}; reading the typed arrays: ${arrays.loadSeconds.toFixed(1)} s`);
console.log(`outcomes: ${summary.schemes.map(({ yes, no, unknown }) => `${integer(yes)} yes, ${integer(no)} no, ${integer(unknown)} unknown`).join("")}`);
console.log(`processor seconds: SQL ${best(sql, "cpuSeconds").cpuSeconds.toFixed(1)}, doudi decide ${best(doudi, "cpuSeconds").cpuSeconds.toFixed(1)} (${percent(best(sql, "cpuSeconds").cpuSeconds / best(doudi, "cpuSeconds").cpuSeconds)})`);
console.log(`speed of hand-written SQL reached: ${percent(ofSql)} (pairs ${sql.map(({ seconds }, i) => percent(seconds / doudi[i].seconds)).join(", ")}); target 70 %: ${target(ofSql >= 0.7)}`);
console.log(`households a second: ${integer(speed)}; target 500,000: ${target(speed >= 500_000)}; stretch 1,000,000: ${target(speed >= 1_000_000)}`);
console.log(`times the fastest engine (${fastest.name}): ${times.toFixed(1)}; target 25: ${target(times >= 25)}`);
console.log(`one decision with its trace, ${integer(latency.decisions)} households: median ${latency.median.toFixed(3)} ms, 99th percentile ${latency.p99.toFixed(3)} ms, longest ${latency.most.toFixed(1)} ms; target 1 ms at the 99th: ${target(latency.p99 < 1)}`);

if (!values.keep) await rm(base, { recursive: true, force: true });
if (disagreeing.length > 0) {
  console.error(`\nnot of one mind with Doudi: ${disagreeing.join(", ")}`);
  process.exitCode = 1;
}
