import type { Lang } from "@doudi/contract";
import { Command } from "commander";
import type { ExplainRequest } from "../explain/runExplain.js";
import { langOption } from "../terminal/langOption.js";
import { policiesOption } from "../terminal/policiesOption.js";
import { schemeOption, SET_FOR_THIS_RUN, setOption } from "../terminal/schemeOptions.js";

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
    .addOption(schemeOption(lang, { zh: "只说明这些项目", en: "only these schemes" }))
    .addOption(setOption(lang, SET_FOR_THIS_RUN))
    .option("--html <file>", zh ? "另写一个网页" : "write it as a page too")
    .option("--json", zh ? "输出 JSON" : "print JSON")
    .addOption(policiesOption(lang))
    .addOption(langOption(lang))
    .action(async (input: string, { scheme, json = false, ...options }: ExplainCommandOptions) => {
      const { runExplain } = await import("../explain/runExplain.js");
      await runExplain({ ...options, input, schemes: scheme, json });
    });
}
