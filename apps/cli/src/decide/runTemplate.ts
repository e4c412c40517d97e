import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { DoudiError, type Lang } from "@doudi/contract";
import { inputFactsOf, writeTemplate } from "@doudi/decision";
import { assertDate } from "../run/assertDate.js";
import { loadPolicy } from "../packs/loadPolicy.js";
import { asWriteError } from "../output/outputFolder.js";
import { Divisions } from "../places/divisions.js";

const NATION = { code: "000000", name: "全国", level: 0, parent: "", successor: "" };

/** `doudi template`: the workbook appears complete or not at all. Throws template_exists, template_kind, output_unwritable. */
export async function runTemplate(options: { out: string; place: string; date: string; policies?: string | undefined; force: boolean; lang: Lang }): Promise<void> {
  const { out, lang } = options;
  assertDate(options.date);
  if (extname(out).toLowerCase() !== ".xlsx") throw new DoudiError("template_kind", { path: out });
  if (existsSync(out) && !options.force) throw new DoudiError("template_exists", { path: out });
  const place = options.place === NATION.code ? NATION : Divisions.read().getPlace(options.place);
  const { policy } = await loadPolicy({ ...options, place });
  const beside = `${out}.tmp-${process.pid}`;
  try {
    await mkdir(dirname(out), { recursive: true });
    await writeTemplate(beside, inputFactsOf(policy), lang);
    await rename(beside, out);
  } catch (error) {
    await rm(beside, { force: true });
    throw asWriteError(out, error);
  }
  process.stdout.write(lang === "zh" ? `模板写到 ${out}。填好后:doudi decide ${out} --place … --date … --out …\n` : `The template is in ${out}. Once filled in: doudi decide ${out} --place … --date … --out …\n`);
}
