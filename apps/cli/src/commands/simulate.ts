import type { Lang } from "@doudi/contract";
import { Command, Option } from "commander";
import type { SimulateRequest } from "../simulate/simulateRequest.js";
import { collectList, collectSet, memoryOption } from "../terminal/decideOptions.js";
import { langOption } from "../terminal/langOption.js";

interface SimulateCommandOptions extends Omit<SimulateRequest, "input" | "schemes"> {
  scheme: string[];
  json?: boolean;
}

/** doudi simulate INPUT --set … */
export function simulateCommand(lang: Lang): Command {
  const zh = lang === "zh";
  return new Command("simulate")
    .description(zh ? "测算:改一个标准,或换一天、换一地,谁进谁出、谁的金额变、全年多花多少" : "what if: with another value, day or place, who enters and leaves, whose amount changes, what it costs a year")
    .argument("<input>", zh ? "家庭数据,同 decide" : "households, as for decide")
    .requiredOption("--place <code>", zh ? "六位区划代码" : "six-digit division code")
    .requiredOption("--date <date>", zh ? "基准日 YYYY-MM-DD" : "day whose law applies, YYYY-MM-DD")
    .addOption(new Option("--set <name=value>", zh ? "要试的参数值,带单位,如 农村低保标准=5000元/年(可重复)" : "a parameter's value to try, with its unit: 农村低保标准=5000元/年 (may be repeated)").argParser(collectSet).default({}, zh ? "无" : "none"))
    .option("--against <day-or-place>", zh ? "与哪一天或哪一地的规定对照;不写则与同日同地未改的规定对照" : "the day or place to hold it against; by default the same without --set")
    .addOption(new Option("--scheme <list>", zh ? "只测算这些项目(编号或名称,逗号分隔,可重复)" : "only these schemes (ids or Chinese names, commas between; may be repeated)").argParser(collectList).default([], zh ? "全部" : "all"))
    .option("--out <dir>", zh ? "结果写到哪里(simulation.csv、summary.json、simulation.html)" : "where to write simulation.csv, summary.json and simulation.html")
    .option("--json", zh ? "在标准输出写 summary.json 的内容" : "print the summary as JSON on standard output")
    .addOption(new Option("--engine <engine>", zh ? "计算引擎" : "where to compute").choices(["duckdb", "postgres"]).default("duckdb"))
    .option("--database-url <url>", zh ? "PostgreSQL 的连接地址(也可用环境变量 DATABASE_URL)" : "PostgreSQL to compute on (or set DATABASE_URL)")
    .addOption(memoryOption(lang))
    .option("--policies <dir>", zh ? "另用一个政策包文件夹" : "another folder of policy packs")
    .addOption(langOption(lang))
    .action(async (input: string, { scheme, json = false, ...options }: SimulateCommandOptions) => {
      const { runSimulate } = await import("../simulate/runSimulate.js");
      await runSimulate({ ...options, input, schemes: scheme, databaseUrl: options.databaseUrl ?? process.env["DATABASE_URL"] }, json);
    });
}
