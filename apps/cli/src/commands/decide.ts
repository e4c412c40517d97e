import type { Lang } from "@doudi/contract";
import { Command, Option } from "commander";
import type { DecideRequest } from "../decide/decideRequest.js";
import { collectList, collectSet, memoryOption } from "../terminal/decideOptions.js";
import { langOption } from "../terminal/langOption.js";

interface DecideCommandOptions extends Omit<DecideRequest, "input" | "schemes"> {
  scheme: string[];
  json?: boolean;
}

/** doudi decide INPUT */
export function decideCommand(lang: Lang): Command {
  const zh = lang === "zh";
  return new Command("decide")
    .description(zh ? "按某地某日的政策逐户判定:够哪些待遇、多少钱、缺什么材料" : "decide households under the law of a place and day: which schemes, how much, what is missing")
    .argument("<input>", zh ? "家庭数据:.jsonl、模板 .xlsx,或放有 households/persons 一对 .csv 或 .parquet 的文件夹" : "households: .jsonl, the .xlsx template, or a folder with a pair households/persons of .csv or .parquet")
    .requiredOption("--place <code>", zh ? "六位区划代码,如 533323;决定用哪些政策" : "six-digit division code such as 533323; picks the policy packs")
    .requiredOption("--date <date>", zh ? "基准日 YYYY-MM-DD;按这一天的政策判定" : "day whose law applies, YYYY-MM-DD")
    .requiredOption("--out <dir>", zh ? "结果写到哪里;要么写全,要么不写" : "where to write the result, complete or not at all")
    .addOption(new Option("--scheme <list>", zh ? "只判定这些项目(编号或名称,逗号分隔,可重复)" : "only these schemes (ids or Chinese names, commas between; may be repeated)").argParser(collectList).default([], zh ? "全部" : "all"))
    .addOption(new Option("--set <name=value>", zh ? "本次改用的参数值,带单位,如 农村低保标准=5000元/年(可重复)" : "a parameter's value for this run, with its unit: 农村低保标准=5000元/年 (may be repeated)").argParser(collectSet).default({}, zh ? "无" : "none"))
    .addOption(new Option("--format <format>", zh ? "判定结果的格式" : "format of the decisions").choices(["csv", "parquet"]).default("csv"))
    .option("--json", zh ? "在标准输出写 summary.json 的内容" : "print the summary as JSON on standard output")
    .addOption(new Option("--engine <engine>", zh ? "计算引擎" : "where to compute").choices(["duckdb", "postgres"]).default("duckdb"))
    .option("--database-url <url>", zh ? "PostgreSQL 的连接地址(也可用环境变量 DATABASE_URL)" : "PostgreSQL to compute on (or set DATABASE_URL)")
    .addOption(memoryOption(lang))
    .option("--policies <dir>", zh ? "另用一个政策包文件夹" : "another folder of policy packs")
    .addOption(langOption(lang))
    .action(async (input: string, { scheme, json = false, ...options }: DecideCommandOptions) => {
      const { runDecide } = await import("../decide/runDecide.js");
      await runDecide({ ...options, input, schemes: scheme, databaseUrl: options.databaseUrl ?? process.env["DATABASE_URL"] }, json);
    });
}
