import type { Lang } from "@doudi/contract";
import { Command } from "commander";
import { langOption } from "../terminal/langOption.js";
import { policiesOption } from "../terminal/policiesOption.js";

/** doudi template --out FILE */
export function templateCommand(lang: Lang): Command {
  const zh = lang === "zh";
  return new Command("template")
    .description(zh ? "写出填报家庭情况的工作簿(.xlsx),填好后交给 doudi decide" : "write the workbook (.xlsx) that households are filled into, for doudi decide")
    .requiredOption("--out <file>", zh ? "写成哪个文件(.xlsx)" : "file to write (.xlsx)")
    .option("--place <code>", zh ? "六位区划代码;当地政策另有要填的项目时写上" : "six-digit division code, where local packs ask for more", "000000")
    .option("--date <date>", zh ? "基准日 YYYY-MM-DD;默认今天" : "day, YYYY-MM-DD; today by default")
    .addOption(policiesOption(lang))
    .option("--force", zh ? "文件已存在时覆盖" : "replace a file that exists")
    .addOption(langOption(lang))
    .action(async (options: { out: string; place: string; date?: string; policies?: string; force?: boolean; lang: Lang }) => {
      const { runTemplate } = await import("../decide/runTemplate.js");
      await runTemplate({ ...options, date: options.date ?? new Date().toISOString().slice(0, 10), force: options.force === true });
    });
}
