// npm run bench:compare [-- --rows 10000000 --runs 3 --keep]: the whole `doudi compare` beside DuckDB's bare read and join.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeLargeRosters } from "./largeRosters.mjs";

const { values } = parseArgs({ options: { rows: { type: "string", default: "1000000" }, runs: { type: "string", default: "3" }, keep: { type: "boolean", default: false } } });
const rows = Number(values.rows);
const runs = Number(values.runs);
const folder = join(tmpdir(), `doudi-bench-${rows}`);
const rosterFolder = join(folder, "rosters");
const out = join(folder, "report");
const cli = fileURLToPath(new URL("../apps/cli/bin/doudi.mjs", import.meta.url));
const peer = fileURLToPath(new URL("peerDuckdb.mjs", import.meta.url));

if (!existsSync(join(folder, "made"))) {
  console.log(`making rosters of ${rows} rows in ${folder} …`);
  await makeLargeRosters(rosterFolder, rows);
  await (await import("node:fs/promises")).writeFile(join(folder, "made"), "");
}
const large = [join(rosterFolder, "低保对象花名册.csv"), join(rosterFolder, "建档立卡贫困人口.csv")];
const bytes = (await Promise.all(large.map((path) => stat(path)))).reduce((sum, { size }) => sum + size, 0);

/** Runs a process to its end; seconds from start to exit, processor seconds of the two together where the system tells. */
async function run(args) {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let stdout = "";
  child.stdout.on("data", (data) => (stdout += data));
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}`);
  return { seconds: (performance.now() - started) / 1000, stdout };
}

const results = { peer: [], doudi: [] };
for (let i = 0; i < runs; i += 1) {
  const a = await run([peer, ...large, "身份证号", "证件号码"]);
  results.peer.push({ seconds: a.seconds, memory: JSON.parse(a.stdout).peakMemoryBytes });
  await rm(out, { recursive: true, force: true });
  const b = await run([cli, "compare", rosterFolder, "--place", "533323", "--date", "2020-06-30", "--out", out, "--format", "csv"]);
  const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8"));
  results.doudi.push({ seconds: b.seconds, memory: summary.peakMemoryBytes, summary });
  console.log(`run ${i + 1}: DuckDB ${a.seconds.toFixed(1)} s, Doudi ${b.seconds.toFixed(1)} s, ratio ${(b.seconds / a.seconds).toFixed(2)}`);
}

const best = (list) => list.reduce((x, y) => (y.seconds < x.seconds ? y : x));
const [p, d] = [best(results.peer), best(results.doudi)];
const ratios = results.peer.map(({ seconds }, i) => results.doudi[i].seconds / seconds).sort((x, y) => x - y);
const mb = (memory) => `${Math.round(memory / 1e6)} MB`;
console.log(`\n${rows} rows a roster, ${(bytes / 1e9).toFixed(2)} GB in the two large files; ${cpus().length} cores (${cpus()[0]?.model}); Node ${process.version}; ${new Date().toISOString().slice(0, 10)}`);
console.log("| | best seconds | peak memory |\n|---|---:|---:|");
console.log(`| DuckDB: read all columns, full join, count by township | ${p.seconds.toFixed(1)} | ${mb(p.memory)} |`);
console.log(`| doudi compare --format csv, whole process | ${d.seconds.toFixed(1)} | ${mb(d.memory)} |`);
console.log(`ratio of best ${(d.seconds / p.seconds).toFixed(2)}; pair by pair ${ratios.map((r) => r.toFixed(2)).join(", ")}`);
console.log(`steps: ${d.summary.timings.map(({ step, seconds }) => `${step} ${seconds.toFixed(1)}`).join(", ")}`);
console.log(`findings: ${d.summary.findings.reduce((sum, { count }) => sum + count, 0)} of ${d.summary.findings.length} checks; not run: ${d.summary.notRun.map(({ check }) => check).join(", ") || "none"}`);
if (!values.keep) await rm(folder, { recursive: true, force: true });
