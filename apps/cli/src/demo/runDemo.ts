import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DoudiError, type Lang } from "@doudi/contract";
import { makeDemo } from "@doudi/demo";
import { assertDate } from "../run/assertDate.js";
import { OutputFolder } from "../output/outputFolder.js";
import { guarded } from "../run/guarded.js";

/** Makes the demo county, complete or not at all, and says on standard output how to compare it. */
export async function runDemo(options: { out: string; persons: number; seed: number; date: string; place: string; lang: Lang }): Promise<void> {
  const { out, persons, seed, date, place, lang } = options;
  assertDate(date);
  const output = await OutputFolder.open(out, assertDemo);
  await guarded({ output, path: out }, async () => {
    const demo = await makeDemo({ out: output.work, persons, seed, date, place });
    await output.commit();
    const rows = demo.files.reduce((sum, file) => sum + file.rows, 0);
    const folder = join(out, "rosters");
    const compare = `npx doudi compare ${folder} --place ${place} --date ${date} --out ${join(out, "..", "report")}`;
    process.stdout.write(lang === "zh"
      ? `${demo.place}演示数据:${demo.persons} 人,${demo.files.length} 个花名册,${rows} 行(均为虚构)。\n${resolve(out)}\n比对:${compare}\n`
      : `Demo county ${demo.place}: ${demo.persons} persons, ${demo.files.length} rosters, ${rows} rows, all invented.\n${resolve(out)}\nCompare it: ${compare} --lang en\n`);
  });
}

const DEMO_FILES = new Set(["README.txt", "rosters", "truth.csv"]);

/** Throws output_not_ours unless the folder is an earlier demo and nothing else. */
async function assertDemo(path: string): Promise<void> {
  const names = await readdir(path);
  if (!names.includes("truth.csv") || names.some((name) => !DEMO_FILES.has(name))) throw new DoudiError("output_not_ours", { path });
}
