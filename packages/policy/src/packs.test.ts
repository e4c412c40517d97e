import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openEngines, type TestEngine } from "./engines.testkit.js";
import { answerExamples } from "./exampleSql.testkit.js";
import { evaluateExample, hitCondition, lintPacks, loadLibrary, resolvePolicy, runExamples, type Dialect, type ExampleRun, type PackFile } from "./index.js";

const ROOT = join(import.meta.dirname, "../../../policies");

function readPacks(): PackFile[] {
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) =>
    readdirSync(join(ROOT, name)).filter((file) => file.endsWith(".yaml")).map((file) => ({ path: `policies/${name}/${file}`, text: readFileSync(join(ROOT, name, file), "utf8") })),
  );
}

const library = loadLibrary(readPacks());
let engines: Record<Dialect, TestEngine>;

beforeAll(async () => {
  engines = await openEngines();
}, 120_000);

afterAll(async () => {
  await engines.duckdb.close();
  await engines.postgres.close();
});

describe("the packs in policies/", () => {
  test("pass their examples and the linter's errors", () => {
    const results = runExamples(library);
    expect(results.filter((each) => !each.passed).map((each) => each.problem?.message.en)).toEqual([]);
    expect(results.length).toBeGreaterThan(200);
    expect(lintPacks(library).errors).toEqual([]);
  });

  test.each(["duckdb", "postgres"] as const)("give the same on %s", async (dialect) => {
    // runExamples does not wait: first collect what to ask, then run again with the answers.
    const runs: ExampleRun[] = [];
    runExamples(library, (run) => {
      runs.push(run);
      return evaluateExample(run);
    });
    const answers = await answerExamples(runs, dialect, engines[dialect]);
    const results = runExamples(library, () => answers.shift() ?? { result: "", severity: null, decision: null });
    expect(results.filter((each) => !each.passed).map((each) => `${each.packId} ${each.of} ${each.name}: ${each.expected} / ${each.actual}`)).toEqual([]);
  }, 300_000);

  test("decide the same person differently in Nujiang, Zhuzhou and Lingbi", () => {
    const places = { nujiang: "533300", zhuzhou: "430200", lingbi: "341323" };
    const chain = (division: string): string[] => resolvePolicy(library, { division, date: "2021-12-31" }).chain.map((pack) => pack.id);
    expect(chain(places.nujiang)).toEqual(["nation", "yunnan", "yunnan-nujiang"]);
    expect(chain(places.zhuzhou)).toEqual(["nation", "hunan-zhuzhou"]);
    expect(chain(places.lingbi)).toEqual(["nation", "anhui-lingbi"]);
    const differs = new Set<string>();
    const conditions = Object.values(places).map((division) => new Map(resolvePolicy(library, { division, date: "2021-12-31" }).checks.map((check) => [check.id, hitCondition(check, "duckdb", (id) => id)])));
    for (const id of conditions[0]?.keys() ?? []) if (new Set(conditions.map((each) => each.get(id))).size > 1) differs.add(id);
    expect(differs.size).toBeGreaterThanOrEqual(3);
  });
});

test("the pack written in docs/writing-a-pack.md loads and passes its examples", () => {
  const guide = readFileSync(join(ROOT, "../docs/writing-a-pack.md"), "utf8");
  const blocks = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
  const withGuide = loadLibrary([...readPacks(), { path: "policies/yunnan-lushui/pack.yaml", text: blocks.join("\n") }]);
  expect(runExamples(withGuide).filter((each) => each.packId === "yunnan-lushui").map((each) => [each.name, each.actual])).toEqual([["精神三级", "yes"], ["施行前一天", "no"], ["等级不详", "unknown"], ["第二人一级残疾", "yes amount=100.00元"], ["一位老人", "yes class=一类 amount=250.00元"], ["有车", "no"], ["车辆不详", "unknown"]]);
  const standard = (date: string): string | undefined => resolvePolicy(withGuide, { division: "533301", date }).parameters.get("rural_dibao_standard")?.packId;
  expect([standard("2021-06-30"), standard("2021-07-01")]).toEqual(["yunnan", "yunnan-lushui"]);
  expect(lintPacks(withGuide).errors).toEqual([]);
});
