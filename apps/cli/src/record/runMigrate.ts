import type { Lang } from "@doudi/contract";
import type { RecordPlace } from "../terminal/recordOptions.js";
import { withRecord } from "./withRecord.js";

/** Brings the database up to this version and says what was done. */
export async function runMigrate(options: RecordPlace & { lang: Lang }): Promise<void> {
  await withRecord(options, async ({ migrated }) => {
    const zh = options.lang === "zh";
    const done = migrated.length === 0 ? (zh ? "数据库已是本版本,没有要做的。" : "The database is up to date.") : `${zh ? "已执行" : "Done"}: ${migrated.join(", ")}`;
    process.stdout.write(`${done}\n`);
  });
}
