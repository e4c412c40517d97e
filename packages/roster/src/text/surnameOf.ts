import { foldName, nameParts } from "./foldName.js";

/** Surnames of two characters that are met today. */
const COMPOUND = new Set(
  ("欧阳 司马 上官 诸葛 尉迟 司徒 皇甫 令狐 慕容 公孙 东方 夏侯 端木 独孤 宇文 长孙 司空 轩辕 南宫 西门 东郭 百里 呼延 闻人 澹台 " +
    "公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 亓官 司寇 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 " +
    "段干 东门 南门 第五 微生 梁丘 左丘 羊舌 完颜 纳兰 赫连 万俟 呼衍 叱干 哥舒 那拉 欧侯").split(" "),
);

/**
 * The surname of a name, folded: two characters for a compound surname in a name of three or more, else the first character.
 * Names with an interpunct have no surname in the Han sense; their first part stands for it. "" for an empty name.
 */
export function surnameOf(name: string): string {
  // Plain names are nearly all: they need no splitting.
  if (/^[\u4e00-\u9fff]*$/u.test(name) && !name.includes("丶")) return surnameOfHan(foldName(name));
  const parts = nameParts(name);
  const first = parts[0];
  if (first === undefined) return "";
  if (parts.length > 1) return first;
  const folded = foldName(name);
  const latin = /^[A-Z]+/u.exec(folded);
  if (latin !== null) return foldName(name.trim().split(/\s+/u)[0] ?? "") || latin[0];
  return surnameOfHan(folded);
}

function surnameOfHan(folded: string): string {
  if (folded.length >= 3 && COMPOUND.has(folded.slice(0, 2))) return folded.slice(0, 2);
  const [first = ""] = folded;
  return first;
}

/** Whether a surname is one of the compound surnames (欧阳, 尉迟). */
export function isCompoundSurname(surname: string): boolean {
  return COMPOUND.has(surname);
}
