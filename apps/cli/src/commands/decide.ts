import type { Lang } from "@doudi/contract";
import { Command, Option } from "commander";
import type { DecideRequest } from "../decide/decideRequest.js";
import { addOptions } from "../terminal/addOptions.js";
import { engineOptions } from "../terminal/engineOptions.js";
import { langOption } from "../terminal/langOption.js";
import { policiesOption } from "../terminal/policiesOption.js";
import { schemeOption, SET_FOR_THIS_RUN, setOption } from "../terminal/schemeOptions.js";

interface DecideCommandOptions extends Omit<DecideRequest, "input" | "schemes"> {
  scheme: string[];
  json?: boolean;
}

/** doudi decide INPUT */
export function decideCommand(lang: Lang): Command {
  const zh = lang === "zh";
  const command = new Command("decide")
    .description(zh ? "按某地某日的政策逐户判定:够哪些待遇、多少钱、缺什么材料" : "decide households under the law of a place and day: which schemes, how much, what is missing")
    .argument("<input>", zh ? "家庭数据:.jsonl、模板 .xlsx,或放有 households/persons 一对 .csv 或 .parquet 的文件夹" : "households: .jsonl, the .xlsx template, or a folder with a pair households/persons of .csv or .parquet")
    .requiredOption("--place <code>", zh ? "六位区划代码,如 533323;决定用哪些政策" : "six-digit division code such as 533323; picks the policy packs")
    .requiredOption("--date <date>", zh ? "基准日 YYYY-MM-DD;按这一天的政策判定" : "day whose law applies, YYYY-MM-DD")
    .requiredOption("--out <dir>", zh ? "结果写到哪里;要么写全,要么不写" : "where to write the result, complete or not at all")
    .addOption(schemeOption(lang, { zh: "只判定这些项目", en: "only these schemes" }))
    .addOption(setOption(lang, SET_FOR_THIS_RUN))
    .addOption(new Option("--format <format>", zh ? "判定结果的格式" : "format of the decisions").choices(["csv", "parquet"]).default("csv"))
    .option("--json", zh ? "在标准输出写 summary.json 的内容" : "print the summary as JSON on standard output");
  return addOptions(command, [...engineOptions(lang), policiesOption(lang), langOption(lang)])
    .action(async (input: string, { scheme, json = false, ...options }: DecideCommandOptions) => {
      const { runDecide } = await import("../decide/runDecide.js");
      await runDecide({ ...options, input, schemes: scheme }, json);
    });
}
