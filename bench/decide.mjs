// npm run bench:decide [-- --households 5000000 --runs 3 --sample 5000 --format parquet --keep]: rural dibao in Nujiang, decided
// by `doudi decide`, by hand-written SQL and JavaScript and by three rule engines. Fails where one of them decides a household
// otherwise than Doudi.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { differences } from "./decide/differences.mjs";
import { jobOfNujiang, PLACE, DATE } from "./decide/lawOfNujiang.mjs";
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
const [households, runs, sample, seed] = [values.households, values.runs, values.sample, values.seed].map(Number);
const folder = join(tmpdir(), `doudi-bench-decide-${households}-${seed}`);
const input = join(folder, "input");
const cli = script("../apps/cli/bin/doudi.mjs");

function script(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}

const COLUMNS = ["id_number", "scheme", "outcome", "class", "amount_fen_month", "until", "reasons", "missing", "unsourced", "pack", "input_hash"];
const OUTCOME = ["outcome", "class", "amount_fen_month"];

/** The whole of every household, process start to exit, in turn. */
const WHOLE = [
  { name: "`doudi decide`", key: "doudi", run: (out) => [cli, "decide", input, "--place", PLACE, "--date", DATE, "--scheme", "dibao", "--out", out, "--format", values.format], file: (out) => join(out, `decisions.${values.format}`) },
  { name: "hand-written SQL, DuckDB", key: "sql", run: (_, job) => [script("decide/sqlContender.mjs"), job], compare: COLUMNS },
  { name: "hand-written JavaScript, typed arrays", key: "typed", run: (_, job) => [script("decide/typedArrayContender.mjs"), job], compare: OUTCOME },
];
/** Deciding alone, on the first households. */
const ENGINES = [
  { name: "@gorules/zen-engine", key: "zen" },
  { name: "json-rules-engine", key: "jsonRules" },
  { name: "publicodes", key: "publicodes" },
];
