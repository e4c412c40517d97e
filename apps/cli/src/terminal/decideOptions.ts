import type { Lang } from "@doudi/contract";
import { InvalidArgumentError, Option } from "commander";

/** Options that the commands about households share. */

/** a,b --scheme c: all of them. */
export function collectList(text: string, before: readonly string[]): string[] {
  const parts = text.split(/[,，、]/).map((part) => part.trim()).filter((part) => part !== "");
  if (parts.length === 0) throw new InvalidArgumentError("dibao,tekun …");
  return [...before, ...parts];
}

/** NAME=VALUE by name; a later one replaces an earlier. */
export function collectSet(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const match = /^\s*([^=＝\s]+)\s*[=＝]\s*(\S.*?)\s*$/.exec(text);
  if (match === null) throw new InvalidArgumentError("农村低保标准=5000元/年");
  return { ...before, [match[1] ?? ""]: match[2] ?? "" };
}

/** --memory-limit, of DuckDB. */
export function memoryOption(lang: Lang): Option {
  return new Option("--memory-limit <size>", lang === "zh" ? "DuckDB 可用的内存" : "memory for DuckDB").argParser(parseSize).default("3GB");
}

function parseSize(text: string): string {
  if (!/^\d+(?:\.\d+)?\s*(?:[KMGT]i?)?B$/i.test(text)) throw new InvalidArgumentError("3GB, 800MB …");
  return text;
}
