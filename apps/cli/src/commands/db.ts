import type { Lang } from "@doudi/contract";
import { Command } from "commander";
import { addOptions } from "../terminal/addOptions.js";
import { langOption } from "../terminal/langOption.js";
import { recordOptions, type RecordPlace } from "../terminal/recordOptions.js";

/** doudi db migrate, doudi db backup FILE, doudi db restore FILE */
export function dbCommand(lang: Lang): Command {
  const zh = lang === "zh";
  const db = new Command("db").description(zh ? "数据库:升级、备份、恢复" : "the database: migrate, back up, restore").helpCommand(false);
  const add = (name: string, description: string): Command => addOptions(db.command(name).description(description), [...recordOptions(lang), langOption(lang)]);
  add("migrate", zh ? "把数据库升级到本版本;重复执行无妨" : "bring the database up to this version; may be run again").action(async (options: RecordPlace & { lang: Lang }) => {
    const { runMigrate } = await import("../record/runMigrate.js");
    await runMigrate(options);
  });
  add("backup", zh ? "整库备份到一个文件;系统照常使用;不含密钥" : "back everything up into one file while the system is in use; keys are not in it")
    .argument("<file>", zh ? "写到哪个文件" : "file to write")
    .action(async (file: string, options: RecordPlace & { lang: Lang }) => {
      const { runBackup } = await import("../record/runBackup.js");
      await runBackup(file, options);
    });
  add("restore", zh ? "恢复到空的数据库,逐表核对行数和摘要" : "restore into an empty database, checking rows and digests")
    .argument("<file>", zh ? "备份文件" : "the backup")
    .requiredOption("--key-file <file>", zh ? "当时的密钥文件 keys.json" : "the key file keys.json of that system")
    .action(async (file: string, options: RecordPlace & { lang: Lang; keyFile: string }) => {
      const { runRestore } = await import("../record/runRestore.js");
      await runRestore(file, options);
    });
  return db;
}
