import type { Lang } from "@doudi/contract";
import { DataFolder } from "@doudi/server";
import { restore } from "@doudi/store";
import type { RecordPlace } from "../terminal/recordOptions.js";
import { withRecord } from "./withRecord.js";

/** Restores a backup into an empty record, all or nothing, and says what came back. */
export async function runRestore(path: string, options: RecordPlace & { lang: Lang; keyFile: string }): Promise<void> {
  await new DataFolder(options.data).adopt(options.keyFile);
  await withRecord(options, async ({ ownerUrl, keyring }) => {
    const { tables, audit, taken_at } = await restore({ ownerUrl, path, mark: keyring.mark });
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(options.lang === "zh"
      ? `已恢复 ${taken_at} 的备份:${Object.keys(tables).length} 个表、${rows} 行,行数和摘要全部相符;操作记录 ${audit.entries} 条,链条完整。\n`
      : `Restored the backup of ${taken_at}: ${Object.keys(tables).length} tables, ${rows} rows, all counts and digests as written; ${audit.entries} audit entries, the chain is whole.\n`);
  });
}
