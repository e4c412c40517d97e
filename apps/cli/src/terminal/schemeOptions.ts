import type { Bilingual, Lang } from "@doudi/contract";
import { InvalidArgumentError, Option } from "commander";

/** --scheme, of the commands about households; `only` says what the others are left out of. */
export function schemeOption(lang: Lang, only: Bilingual): Option {
  const text = lang === "zh" ? `${only.zh}(编号或名称,逗号分隔,可重复)` : `${only.en} (ids or Chinese names, commas between; may be repeated)`;
  return new Option("--scheme <list>", text).argParser(collectList).default([], lang === "zh" ? "全部" : "all");
}

/** --set; `what` says what the values are for. */
export function setOption(lang: Lang, what: Bilingual): Option {
  const text = lang === "zh" ? `${what.zh},带单位,如 农村低保标准=5000元/年(可重复)` : `${what.en}, with its unit: 农村低保标准=5000元/年 (may be repeated)`;
  return new Option("--set <name=value>", text).argParser(collectSet).default({}, lang === "zh" ? "无" : "none");
}

/** What --set is for where a result is asked for, not a comparison of two. */
export const SET_FOR_THIS_RUN: Bilingual = { zh: "本次改用的参数值", en: "a parameter's value for this run" };

/** a,b --scheme c: all of them. */
function collectList(text: string, before: readonly string[]): string[] {
  const parts = text.split(/[,，、]/).map((part) => part.trim()).filter((part) => part !== "");
  if (parts.length === 0) throw new InvalidArgumentError("dibao,tekun …");
  return [...before, ...parts];
}

/** NAME=VALUE by name; a later one replaces an earlier. */
function collectSet(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const match = /^\s*([^=＝\s]+)\s*[=＝]\s*(\S.*?)\s*$/.exec(text);
  if (match === null) throw new InvalidArgumentError("农村低保标准=5000元/年");
  return { ...before, [match[1] ?? ""]: match[2] ?? "" };
}
