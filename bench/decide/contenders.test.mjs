import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPolicy } from "@doudi/decision";
import { evaluateScheme } from "@doudi/policy";
import { afterAll, beforeAll, expect, test } from "vitest";
import { differences } from "./differences.mjs";
import { DATE, jobOfNujiang, PLACE, POLICIES } from "./jobOfNujiang.mjs";
import { makeHouseholds } from "./makeHouseholds.mjs";
import { householdSource } from "./householdSource.mjs";
import { readSample } from "./readSample.mjs";
import { runChild } from "./runChild.mjs";

const COUNT = 400;
const CORE = { outcome: "outcome", class: "class", amount_fen_month: "amount_fen_month" };
const WHOLE = { ...CORE, until: "until", reasons: "reasons", missing: "missing", unsourced: "unsourced", pack: "pack" };

let base;
let job;
let ours;
const seen = {};
const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Runs a contender on the households; the path of what it decided. */
async function decidedBy(name, contender, options = {}) {
  const out = join(base, `${name}.csv`);
  const path = join(base, `${name}.json`);
  await writeFile(path, JSON.stringify({ ...job, folder: base, out, ...options }));
  await runChild([script(contender), path]);
  return out;
}

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "doudi-bench-test-"));
  await makeHouseholds(base, COUNT, 7);
  job = await jobOfNujiang();
  const policy = await loadPolicy(POLICIES, PLACE, DATE);
  const dibao = policy.schemes.find(({ id }) => id === "dibao");
  const lines = (await readSample(base, COUNT)).map((household) => {
    const decision = evaluateScheme(policy, dibao, householdSource(policy, household));
    const kind = [decision.outcome, decision.class].filter((part) => part !== null).join(" ");
    seen[kind] = (seen[kind] ?? 0) + 1;
    return [household.household_no, decision.outcome, decision.class ?? "", decision.amount ?? "", decision.until ?? "", decision.reasons.join(";"), decision.missing.join(";"), job.unsourced, job.pack].join(",");
  });
  ours = join(base, "ours.csv");
  await writeFile(ours, `household_no,outcome,class,amount_fen_month,until,reasons,missing,unsourced,pack\n${lines.join("\n")}\n`);
});

afterAll(() => rm(base, { recursive: true, force: true }));

test("the households have every outcome, and those entitled every class", () => {
  expect(Object.keys(seen).sort()).toEqual(["no", "unknown", "yes", "yes A", "yes B", "yes C"]);
});

test.each(["native", "md5"])("hand-written SQL with a %s hash decides as the rules do", async (hash) => {
  expect(await differences(ours, await decidedBy(`sql-${hash}`, "sqlContender.mjs", { hash }), WHOLE, true)).toEqual({ rows: COUNT, differing: {}, examples: [] });
});

test("hand-written JavaScript decides as the rules do", async () => {
  expect(await differences(ours, await decidedBy("typed", "typedArrayContender.mjs"), WHOLE, true)).toEqual({ rows: COUNT, differing: {}, examples: [] });
});

test.each(["zen", "jsonRules", "publicodes"])("%s decides as the rules do", async (engine) => {
  const out = await decidedBy(engine, "engineContender.mjs", { module: `./peers/${engine}.mjs`, households: COUNT, passes: 1 });
  expect(await differences(ours, out, CORE, true)).toEqual({ rows: COUNT, differing: {}, examples: [] });
});

test("a contender that decides otherwise is found", async () => {
  const out = await decidedBy("wrong", "sqlContender.mjs", { hash: "native", figures: { ...job.figures, rural_dibao_standard: job.figures.rural_dibao_standard + 1_000_00 } });
  expect((await differences(ours, out, CORE, true)).differing).toHaveProperty("amount_fen_month");
});
