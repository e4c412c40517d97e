import type { Lang } from "@doudi/contract";
import { Option } from "commander";

/** Where the system of record is; what every command about it takes. */
export interface RecordPlace {
  data: string;
  databaseUrl?: string;
}

/** --data and --database-url. */
export function recordOptions(lang: Lang): Option[] {
  const zh = lang === "zh";
  return [
    new Option("--data <dir>", zh ? "数据文件夹(密钥和自带的数据库)" : "data folder, with the keys and the embedded database").default("data"),
    new Option("--database-url <url>", zh ? "改用别的 PostgreSQL(能建角色和模式的账号)" : "another PostgreSQL, as an account that may create roles and schemas").env("DATABASE_URL"),
  ];
}
