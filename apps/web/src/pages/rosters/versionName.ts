import { type Lang, ROSTER_KINDS } from "@doudi/contract";
import type { RosterVersion } from "@doudi/contract/api";
import { periodText } from "../../words/formats.js";

/** 低保 2020年2季度 · 第21号: which roster, of when, and the number of the version. */
export function versionName(version: Pick<RosterVersion, "kind" | "period" | "version_id">, lang: Lang): string {
  const kind = version.kind === null ? { zh: "种类未定", en: "kind not known" }[lang] : ROSTER_KINDS[version.kind][lang];
  const number = lang === "zh" ? `第${version.version_id}号` : `no. ${version.version_id}`;
  return `${kind} ${periodText(version.period, lang)} · ${number}`;
}
