import { stripVTControlCharacters } from "node:util";
import type { Lang } from "@doudi/contract";
import { Command, type Option } from "commander";
import { auditCommand } from "./commands/audit.js";
import { compareCommand } from "./commands/compare.js";
import { dbCommand } from "./commands/db.js";
import { decideCommand } from "./commands/decide.js";
import { demoCommand } from "./commands/demo.js";
import { explainCommand } from "./commands/explain.js";
import { inspectCommand } from "./commands/inspect.js";
import { packCommand } from "./commands/pack.js";
import { simulateCommand } from "./commands/simulate.js";
import { templateCommand } from "./commands/template.js";
import { doudiVersion } from "./installation.js";

const HEADINGS: Readonly<Record<string, string>> = { "Usage:": "用法:", "Arguments:": "参数:", "Options:": "选项:", "Commands:": "命令:" };

/** The command line of Doudi. Help speaks `lang`. Parsing throws CommanderError instead of ending the process. */
export function buildProgram(lang: Lang): Command {
  const program = new Command("doudi");
  program.description(lang === "zh" ? "兜底:比对各部门花名册,找出疑似漏保、错保和应享未享的人,条条有依据" : "Doudi compares department rosters: who seems left out, wrongly in, or without something due, each with its clause");
  program.version(doudiVersion(), "-V, --version", lang === "zh" ? "显示版本" : "print the version");
  program.helpCommand(false);
  for (const command of [compareCommand(lang), decideCommand(lang), explainCommand(lang), simulateCommand(lang), templateCommand(lang), inspectCommand(lang), demoCommand(lang), packCommand(lang), dbCommand(lang), auditCommand(lang)]) program.addCommand(command);
  prepare(program, lang);
  return program;
}

/** Settings that commander does not hand down to commands added whole. */
function prepare(command: Command, lang: Lang): void {
  command.exitOverride();
  // Errors are said in the user's language by reportFailure; help still goes out.
  command.configureOutput({ outputError: () => undefined });
  command.helpOption("-h, --help", lang === "zh" ? "显示帮助" : "show help");
  if (lang === "zh") command.configureHelp({ styleTitle: (title) => HEADINGS[title] ?? title, styleUsage: zhUsage, subcommandTerm: (child) => zhUsage(`${child.name()} ${child.usage()}`), optionDescription: zhOption, displayWidth: terminalWidth });
  for (const child of command.commands) prepare(child, lang);
}

function zhUsage(usage: string): string {
  return usage.replace("[options]", "[选项]").replace("[command]", "[命令]");
}

/** An option's text with its choices and default, as commander adds them in English. */
function zhOption({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const choices = argChoices === undefined ? [] : [`可选 ${argChoices.join("、")}`];
  const fallback = defaultValueDescription ?? (typeof defaultValue === "string" ? defaultValue : undefined);
  const extra = [...choices, ...(fallback === undefined ? [] : [`默认 ${fallback}`])].join(";");
  return extra === "" ? description : `${description}(${extra})`;
}

/** Chinese characters take two places on a terminal. */
function terminalWidth(text: string): number {
  return [...stripVTControlCharacters(text)].reduce((width, letter) => width + (/[\u2e80-\u9fff\uf900-\uff60]/u.test(letter) ? 2 : 1), 0);
}
