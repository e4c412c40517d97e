import type { Lang } from "@doudi/contract";
import { Command } from "commander";
import { langOption } from "../terminal/langOption.js";

interface InspectOptions {
  manifest?: string;
  date?: string;
  json?: boolean;
  lang: Lang;
}

const UNREADABLE_EXIT = 3;

/** doudi inspect FILE… */
export function inspectCommand(lang: Lang): Command {
  const zh = lang === "zh";
  return new Command("inspect")
    .description(zh ? "看看一个文件会被怎样读取:工作表、表头、种类、各列、问题" : "show what Doudi makes of a file: sheets, headers, kind, columns, problems")
    .argument("<file...>", zh ? "花名册文件" : "roster files")
    .option("--manifest <file>", zh ? "清单(YAML)" : "YAML list of files")
    .option("--date <date>", zh ? "基准日 YYYY-MM-DD" : "day of the comparison, YYYY-MM-DD")
    .option("--json", zh ? "输出 JSON" : "print JSON")
    .addOption(langOption(lang))
    .action(async (files: string[], options: InspectOptions) => {
      const { formatInspection, inspectFile, loadKinds, readManifest } = await import("@doudi/roster");
      const manifest = options.manifest === undefined ? undefined : await readManifest(options.manifest);
      const kinds = loadKinds();
      const inspections = [];
      for (const file of files) {
        const inspection = await inspectFile(file, { kinds, manifest, date: options.date });
        inspections.push(inspection);
        if (options.json !== true) process.stdout.write(formatInspection(inspection, options.lang, { color: process.stdout.isTTY }));
      }
      if (options.json === true) process.stdout.write(`${JSON.stringify(inspections, null, 2)}\n`);
      if (inspections.some(({ problems }) => problems.length > 0)) process.exitCode = UNREADABLE_EXIT;
    });
}
