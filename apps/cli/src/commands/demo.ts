import type { Lang } from "@doudi/contract";
import { Command, InvalidArgumentError } from "commander";
import { langOption } from "../terminal/langOption.js";

interface DemoCommandOptions {
  out: string;
  persons: number;
  seed: number;
  date: string;
  place: string;
  lang: Lang;
}

/** doudi demo --out DIR */
export function demoCommand(lang: Lang): Command {
  const zh = lang === "zh";
  return new Command("demo")
    .description(zh ? "造一个县的演示花名册(人员均为虚构)和标准答案" : "make a county's worth of rosters (every person invented) and the truth about them")
    .requiredOption("--out <dir>", zh ? "写到哪里" : "where to write")
    .option("--persons <n>", zh ? "人口" : "how many persons", wholeNumber, 20_000)
    .option("--seed <n>", zh ? "随机种子;同一种子每次生成的文件相同" : "the same seed gives the same bytes", wholeNumber, 1)
    .option("--date <date>", zh ? "基准日" : "day of the comparison", "2020-06-30")
    .option("--place <code>", zh ? "区划代码" : "division code", "533323")
    .addOption(langOption(lang))
    .action(async (options: DemoCommandOptions) => {
      const { runDemo } = await import("../demo/runDemo.js");
      await runDemo(options);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("0, 1, 2 …");
  return Number(text);
}
