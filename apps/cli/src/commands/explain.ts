import type { Lang } from "@doudi/contract";
import { Command, Option } from "commander";
import type { ExplainRequest } from "../explain/runExplain.js";
import { collectList, collectSet } from "../terminal/decideOptions.js";
import { langOption } from "../terminal/langOption.js";

interface ExplainCommandOptions extends Omit<ExplainRequest, "input" | "schemes" | "json"> {
  scheme: string[];
  json?: boolean;
}

/** doudi explain INPUT --household NO */
export function explainCommand(lang: Lang): Command {
  const zh = lang === "zh";
  return new Command("explain")
    .description(zh ? "说明一户为什么够或不够、金额怎么算、缺什么:逐条规则、所用数值、文件条款" : "explain one household: why it is entitled or not, how the amount comes about, what is missing, rule by rule")
    .argument("<input>", zh ? "家庭数据,同 decide" : "households, as for decide")
    .requiredOption("--household <no>", zh ? "户编号" : "its household_no")
    .requiredOption("--place <code>", zh ? "六位区划代码" : "six-digit division code")
    .requiredOption("--date <date>", zh ? "基准日 YYYY-MM-DD" : "day whose law applies, YYYY-MM-DD")
    .addOption(new Option("--scheme <list>", zh ? "只说明这些项目(编号或名称,逗号分隔,可重复)" : "only these schemes (ids or Chinese names, commas between; may be repeated)").argParser(collectList).default([], zh ? "全部" : "all"))
    .addOption(new Option("--set <name=value>", zh ? "本次改用的参数值,带单位,如 农村低保标准=5000元/年(可重复)" : "a parameter's value for this run, with its unit: 农村低保标准=5000元/年 (may be repeated)").argParser(collectSet).default({}, zh ? "无" : "none"))
    .option("--html <file>", zh ? "另写一个网页" : "write it as a page too")
    .option("--json", zh ? "输出 JSON" : "print JSON")
    .option("--policies <dir>", zh ? "另用一个政策包文件夹" : "another folder of policy packs")
    .addOption(langOption(lang))
    .action(async (input: string, { scheme, json = false, ...options }: ExplainCommandOptions) => {
      const { runExplain } = await import("../explain/runExplain.js");
      await runExplain({ ...options, input, schemes: scheme, json });
    });
}
