import type { Lang } from "@doudi/contract";
import { isInChain, verifyAudit } from "@doudi/store";
import type { RecordPlace } from "../terminal/recordOptions.js";
import { withRecord } from "./withRecord.js";

/** Verifies the chain of the audit. Returns the exit code: 1 where it is broken. */
export async function runAuditVerify(options: RecordPlace & { lang: Lang; expect?: string }): Promise<number> {
  return withRecord(options, async ({ database }) => {
    const zh = options.lang === "zh";
    const nobody = { userId: null, areaCode: "0", department: "none" } as const;
    const { entries, broken_at, head } = await database.within(nobody, verifyAudit);
    const { expect } = options;
    const known = expect === undefined || (await database.within(nobody, (work) => isInChain(work, expect)));
    if (broken_at !== null) process.stdout.write(zh ? `操作记录有问题:第 ${broken_at} 条被改动过或缺失(共 ${entries} 条)。\n` : `The record is broken: entry ${broken_at} was changed or is missing (of ${entries}).\n`);
    else if (!known) process.stdout.write(zh ? `上次记下的摘要 ${String(expect)} 已不在链上:记录被截短或换过。\n` : `The head noted last time, ${String(expect)}, is no longer in the chain: it was cut or replaced.\n`);
    else process.stdout.write(zh ? `操作记录 ${entries} 条,链条完整。末端摘要 ${head}(请记下,下次用 --expect 核对)\n` : `${entries} entries, the chain is whole. Head ${head} (note it; --expect checks it next time)\n`);
    return broken_at === null && known ? 0 : 1;
  });
}
