import type { Lang } from "@doudi/contract";
import { Command } from "commander";
import { langOption } from "../terminal/langOption.js";
import { policiesOption } from "../terminal/policiesOption.js";

/** doudi pack check, doudi pack show, doudi pack docs */
export function packCommand(lang: Lang): Command {
  const zh = lang === "zh";
  const pack = new Command("pack").description(zh ? "检查或查看政策包" : "check or show policy packs").helpCommand(false);
  pack
    .command("check")
    .description(zh ? "检查政策包:写法、出处、例子" : "lint packs and run their examples")
    .argument("[dir]", zh ? "政策包文件夹;不写则检查自带的" : "folder of packs; those that come with Doudi by default")
    .option("--json", zh ? "输出 JSON" : "print JSON")
    .addOption(langOption(lang))
    .action(async (dir: string | undefined, options: { json?: boolean; lang: Lang }) => {
      const { checkPacks } = await import("../packs/checkPacks.js");
      process.exitCode = await checkPacks(dir, { ...options, json: options.json === true });
    });
  pack
    .command("show")
    .description(zh ? "列出某地某日有效的规则、核对项和参数" : "list the rules, checks and parameters in force in a place on a day")
    .requiredOption("--place <code>", zh ? "六位区划代码" : "six-digit division code")
    .requiredOption("--date <date>", zh ? "日期 YYYY-MM-DD" : "day, YYYY-MM-DD")
    .addOption(policiesOption(lang))
    .option("--json", zh ? "输出 JSON" : "print JSON")
    .addOption(langOption(lang))
    .action(async (options: { place: string; date: string; policies?: string; json?: boolean; lang: Lang }) => {
      const { showPolicy } = await import("../packs/showPolicy.js");
      await showPolicy({ ...options, json: options.json === true });
    });
  pack
    .command("docs")
    .description(zh ? "把政策包做成可离线浏览的网站(中英文)" : "make a site of the packs that is read without a network, in Chinese and English")
    .requiredOption("--out <dir>", zh ? "写到哪个文件夹" : "folder to write")
    .addOption(policiesOption(lang))
    .option("--date <date>", zh ? "各地现行规则按哪一天;不写则为今天" : "the day for which places are shown; today by default")
    .addOption(langOption(lang))
    .action(async (options: { out: string; policies?: string; date?: string; lang: Lang }) => {
      const { writePackDocs } = await import("../packs/writePackDocs.js");
      await writePackDocs(options);
    });
  return pack;
}
