import type { Lang } from "@doudi/contract";
import type { CommanderError } from "commander";

const TEXTS: Readonly<Record<string, string>> = {
  "commander.missingMandatoryOptionValue": "缺少必需的选项 {0}",
  "commander.optionMissingArgument": "选项 {0} 后面缺少值",
  "commander.missingArgument": "缺少参数 {0}",
  "commander.unknownOption": "没有这个选项:{0}",
  "commander.unknownCommand": "没有这个命令:{0}",
  "commander.excessArguments": "参数太多",
  "commander.invalidArgument": "{0} 的值不对:{1}",
};

/** What commander finds wrong with a command line, in the user's language. */
export function usageText(error: CommanderError, lang: Lang): string {
  const message = error.message.replace(/^error: /, "");
  const text = lang === "zh" ? TEXTS[error.code] : undefined;
  if (text === undefined) return message;
  const [named = "", given = ""] = [...message.matchAll(/'([^']*)'/g)].map(([, quoted]) => quoted);
  const [, allowed = ""] = /is invalid\. (?:Allowed choices are )?(.*)$/s.exec(message) ?? [];
  return text.replace("{0}", named).replace("{1}", allowed === "" ? given : `${given}。可用:${allowed.replace(/\.$/, "")}`);
}
