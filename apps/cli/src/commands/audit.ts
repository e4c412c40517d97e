import type { Lang } from "@doudi/contract";
import { Command } from "commander";
import { addOptions } from "../terminal/addOptions.js";
import { langOption } from "../terminal/langOption.js";
import { recordOptions, type RecordPlace } from "../terminal/recordOptions.js";

/** doudi audit verify */
export function auditCommand(lang: Lang): Command {
  const zh = lang === "zh";
  const audit = new Command("audit").description(zh ? "操作记录" : "the record of what was done").helpCommand(false);
  const verify = audit.command("verify").description(zh ? "校验操作记录链:被改、被删都能查出" : "verify the chain: a changed or removed entry is found");
  addOptions(verify, recordOptions(lang))
    .option("--expect <digest>", zh ? "上次记下的末端摘要,须仍在链上" : "the head noted last time; it must still be in the chain")
    .addOption(langOption(lang))
    .action(async (options: RecordPlace & { lang: Lang; expect?: string }) => {
      const { runAuditVerify } = await import("../record/runAuditVerify.js");
      process.exitCode = await runAuditVerify(options);
    });
  return audit;
}
