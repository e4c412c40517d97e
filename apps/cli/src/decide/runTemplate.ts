import { existsSync } from "node:fs";
import { extname } from "node:path";
import { DoudiError, type Lang } from "@doudi/contract";
import { inputFactsOf, writeTemplate } from "@doudi/decision";
import { Divisions } from "@doudi/roster";
import { assertDate } from "../run/assertDate.js";
import { loadPolicy } from "../packs/loadPolicy.js";
import { writeWhole } from "../output/writeWhole.js";

const NATION = { code: "000000", name: "全国", level: 0, parent: "", successor: "" };

/** `doudi template`: the workbook appears complete or not at all. Throws template_exists, template_kind, output_unwritable. */
export async function runTemplate(options: { out: string; place: string; date: string; policies?: string | undefined; force: boolean; lang: Lang }): Promise<void> {
  const { out, lang } = options;
  assertDate(options.date);
  if (extname(out).toLowerCase() !== ".xlsx") throw new DoudiError("template_kind", { path: out });
  if (existsSync(out) && !options.force) throw new DoudiError("template_exists", { path: out });
  const place = options.place === NATION.code ? NATION : Divisions.read().getPlace(options.place);
  const { policy } = await loadPolicy({ ...options, place });
  await writeWhole(out, (path) => writeTemplate(path, inputFactsOf(policy), lang));
  process.stdout.write(lang === "zh" ? `模板写到 ${out}。填好后:doudi decide ${out} --place … --date … --out …\n` : `The template is in ${out}. Once filled in: doudi decide ${out} --place … --date … --out …\n`);
}
