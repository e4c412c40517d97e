import { DoudiError, type Lang, maskText } from "@doudi/contract";
import { CommanderError } from "commander";
import { doudiVersion } from "../installation.js";
import { usageText } from "./usageText.js";

const DEFECT_EXIT = 70;

/** Says on standard error what went wrong, in a way that the user can act on, and returns the exit code. */
export function reportFailure(error: unknown, lang: Lang): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Shown help counts as its own message.
    if (error.code !== "commander.help") say(new DoudiError("usage", { detail: usageText(error, lang) }).text(lang));
    return 2;
  }
  if (error instanceof DoudiError) {
    say(maskText(error.text(lang)));
    return error.exit;
  }
  const what = defectText(error);
  say(lang === "zh"
    ? `兜底 ${doudiVersion()} 内部出错(${what})。这是程序的缺陷,请在项目主页的 Issues 报告这一行和所用的命令,不要附花名册。设 DOUDI_DEBUG=1 可看到详情。`
    : `Doudi ${doudiVersion()} stopped by a defect (${what}). Please report this line and the command, without any roster, among the issues of the project. DOUDI_DEBUG=1 shows the details.`);
  if (process.env["DOUDI_DEBUG"] && error instanceof Error) say(error.stack ?? "");
  return DEFECT_EXIT;
}

/** One line on a defect without anything of the rosters: what stands in quotes or is a long number may be a person's. */
function defectText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const [line = ""] = text.split("\n");
  return maskText(line.replace(/"[^"]*"|'[^']*'|“[^”]*”/g, "…")).slice(0, 200);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
