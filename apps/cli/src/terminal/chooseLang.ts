import { LANGS, type Lang } from "@doudi/contract";

/**
 * The language of a command line, before it is parsed: help and usage errors need it too. Chinese unless --lang says
 * otherwise; the locale is not asked, because servers in Chinese offices run in C.UTF-8 or en_US.
 */
export function chooseLang(argv: readonly string[]): Lang {
  const at = argv.indexOf("--lang");
  const value = at >= 0 ? argv[at + 1] : argv.find((arg) => arg.startsWith("--lang="))?.slice("--lang=".length);
  return LANGS.find((lang) => lang === value) ?? "zh";
}
