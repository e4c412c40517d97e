import type { Lang } from "@doudi/contract";
import { Command, InvalidArgumentError } from "commander";
import { addOptions } from "../terminal/addOptions.js";
import { langOption } from "../terminal/langOption.js";
import { recordOptions, type RecordPlace } from "../terminal/recordOptions.js";

export interface ServeOptions extends RecordPlace {
  host: string;
  port: number;
  demo: boolean;
  demoPersons: number;
  lang: Lang;
}

/** doudi serve */
export function serveCommand(lang: Lang): Command {
  const zh = lang === "zh";
  const serve = new Command("serve").description(zh ? "启动整个系统:数据库、任务、网页" : "start the whole system: database, jobs, web workplace");
  return addOptions(serve, recordOptions(lang))
    .option("--host <address>", zh ? "监听地址" : "address to listen at", "127.0.0.1")
    .option("--port <n>", zh ? "端口;0 为任意空闲端口" : "port; 0 for any that is free", port, 8080)
    .option("--demo", zh ? "数据库为空时装入演示县(人员均为虚构)" : "fill an empty database with the demo county (every person invented)", false)
    .option("--demo-persons <n>", zh ? "演示县人口" : "persons of the demo county", wholeNumber, 20_000)
    .addOption(langOption(lang))
    .action(async (options: ServeOptions) => {
      const { runServe } = await import("../record/runServe.js");
      await runServe(options);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,8}$/.test(text) || Number(text) === 0) throw new InvalidArgumentError("1, 2, 3 …");
  return Number(text);
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError("0 … 65535");
  return Number(text);
}
