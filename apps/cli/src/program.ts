import type { Lang } from "@doudi/contract";
import { Command } from "commander";
import { compareCommand } from "./commands/compare.js";
import { demoCommand } from "./commands/demo.js";
import { inspectCommand } from "./commands/inspect.js";
import { packCommand } from "./commands/pack.js";
import { doudiVersion } from "./installation.js";

const HEADINGS: Readonly<Record<string, string>> = { "Usage:": "用法:", "Arguments:": "参数:", "Options:": "选项:", "Commands:": "命令:" };

/** The command line of Doudi. Help speaks `lang`. Parsing throws CommanderError instead of ending the process. */
export function buildProgram(lang: Lang): Command {
  const program = new Command("doudi");
  program.description(lang === "zh" ? "兜底:比对各部门花名册,找出疑似漏保、错保和应享未享的人,条条有依据" : "Doudi compares department rosters: who seems left out, wrongly in, or without something due, each with its clause");
  program.version(doudiVersion(), "-V, --version", lang === "zh" ? "显示版本" : "print the version");
  program.helpCommand(false);
  for (const command of [compareCommand(lang), inspectCommand(lang), demoCommand(lang), packCommand(lang)]) program.addCommand(command);
  prepare(program, lang);
  return program;
}

/** Settings that commander does not hand down to commands added whole. */
function prepare(command: Command, lang: Lang): void {
  command.exitOverride();
  // Errors are said in the user's language by reportFailure; help still goes out.
  command.configureOutput({ outputError: () => undefined });
  command.helpOption("-h, --help", lang === "zh" ? "显示帮助" : "show help");
  command.configureHelp({ styleTitle: (title) => (lang === "zh" ? (HEADINGS[title] ?? title) : title) });
  for (const child of command.commands) prepare(child, lang);
}
