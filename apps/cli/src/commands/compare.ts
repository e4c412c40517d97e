import type { Lang } from "@doudi/contract";
import { Command, InvalidArgumentError, Option } from "commander";
import { type CompareRequest, type Format, FORMATS } from "../compare/compareRequest.js";
import { addOptions } from "../terminal/addOptions.js";
import { engineOptions } from "../terminal/engineOptions.js";
import { langOption } from "../terminal/langOption.js";
import { policiesOption } from "../terminal/policiesOption.js";

interface CompareOptions extends Omit<CompareRequest, "folder" | "formats" | "keepGoing" | "workbooks"> {
  format: ReadonlySet<Format>;
  keepGoing?: boolean;
  workbooks?: boolean;
  json?: boolean;
}

/** doudi compare FOLDER */
export function compareCommand(lang: Lang): Command {
  const zh = lang === "zh";
  const command = new Command("compare")
    .description(zh ? "比对一个文件夹里的花名册,写出疑点" : "compare a folder of rosters and write the findings")
    .argument("<folder>", zh ? "放花名册的文件夹" : "folder with the rosters")
    .requiredOption("--place <code>", zh ? "六位区划代码,如 533323;决定用哪些政策" : "six-digit division code such as 533323; picks the policy packs")
    .requiredOption("--date <date>", zh ? "基准日 YYYY-MM-DD;按这一天的政策核对" : "day whose law applies, YYYY-MM-DD")
    .requiredOption("--out <dir>", zh ? "结果写到哪里;要么写全,要么不写" : "where to write the result, complete or not at all")
    .option("--manifest <file>", zh ? "清单(YAML),注明文件的种类、期次、版本、报送单位" : "YAML list of files: kind, period, version, sender")
    .addOption(new Option("--format <list>", zh ? "写哪些文件;summary.json 和 rejected.csv 总会写" : "what to write; summary.json and rejected.csv always are").argParser(parseFormats).default(new Set(FORMATS), FORMATS.join(",")))
    .addOption(new Option("--ids <how>", zh ? "CSV 和工作簿里的身份证号;网页里总是脱敏" : "id numbers in CSV and workbook; the page always masks them").choices(["full", "masked"]).default("full"))
    .option("--previous <path>", zh ? "上一次的结果(文件夹,或填好的工作簿):带过核查结果,标出新增、仍在、消失" : "earlier output, or its workbook as filled in: carries check results over, marks new, same, gone")
    .option("--keep-going", zh ? "有文件读不了也继续,并在报告首页写明缺什么" : "go on without files that cannot be read; the first page says what is missing")
    .option("--workbooks", zh ? "疑点超过 10 万条时,按乡镇分册写工作簿" : "above 100,000 findings, write one workbook a township")
    .option("--json", zh ? "在标准输出写 summary.json 的内容" : "print the summary as JSON on standard output");
  return addOptions(command, [...engineOptions(lang), policiesOption(lang), langOption(lang)])
    .action(async (folder: string, { format, json = false, keepGoing = false, workbooks = false, ...options }: CompareOptions) => {
      const { runCompare } = await import("../compare/runCompare.js");
      await runCompare({ ...options, keepGoing, workbooks, folder, formats: format }, json);
    });
}

function parseFormats(text: string): ReadonlySet<Format> {
  const wanted = text.split(",").map((part) => part.trim());
  const known = FORMATS.filter((format) => wanted.includes(format));
  if (known.length === 0 || wanted.some((part) => !FORMATS.some((format) => format === part))) throw new InvalidArgumentError(FORMATS.join(","));
  return new Set(known);
}
