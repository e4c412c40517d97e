import { type Lang, LANGS } from "@doudi/contract";
import { Option } from "commander";

/** --lang, which every command has. */
export function langOption(lang: Lang): Option {
  return new Option("--lang <lang>", lang === "zh" ? "语言" : "language").choices([...LANGS]).default("zh");
}
