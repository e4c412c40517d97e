import { resolve } from "node:path";
import type { Lang } from "@doudi/contract";
import { backup } from "@doudi/store";
import { doudiVersion } from "../installation.js";
import type { RecordPlace } from "../terminal/recordOptions.js";
import { withRecord } from "./withRecord.js";

/** Backs the record up into a file and says what is in it. */
export async function runBackup(path: string, options: RecordPlace & { lang: Lang }): Promise<void> {
  await withRecord(options, async ({ ownerUrl }) => {
    const { tables, audit } = await backup({ ownerUrl, path, version: doudiVersion(), takenAt: new Date().toISOString() });
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
    const counts = Object.entries(tables).filter((entry) => entry[1].rows > 0).map(([table, { rows: count }]) => `  ${table} ${count}`).join("\n");
    process.stdout.write(options.lang === "zh"
      ? `已备份到 ${resolve(path)}:共 ${rows} 行\n${counts}\n操作记录 ${audit.entries} 条,末端摘要 ${audit.head}\n密钥不在备份里,请另行保管 ${resolve(options.data, "keys.json")}。\n`
      : `Backed up to ${resolve(path)}: ${rows} rows\n${counts}\nAudit: ${audit.entries} entries, head ${audit.head}\nThe keys are not in it: keep ${resolve(options.data, "keys.json")} apart.\n`);
  });
}
