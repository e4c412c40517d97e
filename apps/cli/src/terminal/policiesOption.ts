import type { Lang } from "@doudi/contract";
import { Option } from "commander";

/** --policies, of every command that reads packs. */
export function policiesOption(lang: Lang): Option {
  return new Option("--policies <dir>", lang === "zh" ? "另用一个政策包文件夹" : "another folder of policy packs");
}
