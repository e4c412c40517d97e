import type { Lang } from "@doudi/contract";
import { InvalidArgumentError, Option } from "commander";

/** --engine, --database-url and --memory-limit: where to compute. */
export function engineOptions(lang: Lang): Option[] {
  const zh = lang === "zh";
  return [
    new Option("--engine <engine>", zh ? "计算引擎" : "where to compute").choices(["duckdb", "postgres"]).default("duckdb"),
    new Option("--database-url <url>", zh ? "PostgreSQL 的连接地址(也可用环境变量 DATABASE_URL)" : "PostgreSQL to compute on (or set DATABASE_URL)"),
    new Option("--memory-limit <size>", zh ? "DuckDB 可用的内存" : "memory for DuckDB").argParser(parseSize).default("3GB"),
  ];
}

function parseSize(text: string): string {
  if (!/^\d+(?:\.\d+)?\s*(?:[KMGT]i?)?B$/i.test(text)) throw new InvalidArgumentError("3GB, 800MB …");
  return text;
}
