import type { Lang } from "@doudi/contract";
import { Command } from "commander";
import type { SimulateRequest } from "../simulate/simulateRequest.js";
import { addOptions } from "../terminal/addOptions.js";
import { engineOptions } from "../terminal/engineOptions.js";
import { langOption } from "../terminal/langOption.js";
import { policiesOption } from "../terminal/policiesOption.js";
import { schemeOption, setOption } from "../terminal/schemeOptions.js";

interface SimulateCommandOptions extends Omit<SimulateRequest, "input" | "schemes"> {
  scheme: string[];
  json?: boolean;
}

/** doudi simulate INPUT --set … */
export function simulateCommand(lang: Lang): Command {
  const zh = lang === "zh";
  const command = new Command("simulate")
    .description(zh ? "测算:改一个标准,或换一天、换一地,谁进谁出、谁的金额变、全年多花多少" : "what if: with another value, day or place, who enters and leaves, whose amount changes, what it costs a year")
    .argument("<input>", zh ? "家庭数据,同 decide" : "households, as for decide")
    .requiredOption("--place <code>", zh ? "六位区划代码" : "six-digit division code")
    .requiredOption("--date <date>", zh ? "基准日 YYYY-MM-DD" : "day whose law applies, YYYY-MM-DD")
    .addOption(setOption(lang, { zh: "要试的参数值", en: "a parameter's value to try" }))
    .option("--against <day-or-place>", zh ? "与哪一天或哪一地的规定对照;不写则与同日同地未改的规定对照" : "the day or place to hold it against; by default the same without --set")
    .addOption(schemeOption(lang, { zh: "只测算这些项目", en: "only these schemes" }))
    .option("--out <dir>", zh ? "结果写到哪里(simulation.csv、summary.json、simulation.html)" : "where to write simulation.csv, summary.json and simulation.html")
    .option("--json", zh ? "在标准输出写 summary.json 的内容" : "print the summary as JSON on standard output");
  return addOptions(command, [...engineOptions(lang), policiesOption(lang), langOption(lang)])
    .action(async (input: string, { scheme, json = false, ...options }: SimulateCommandOptions) => {
      const { runSimulate } = await import("../simulate/runSimulate.js");
      await runSimulate({ ...options, input, schemes: scheme }, json);
    });
}
