const COMPOUND_SURNAMES = new Set(["欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "宇文", "长孙", "夏侯", "端木"]);

/** A person's name as people may see it: the surname and one ＊. A name of one character is hidden whole. */
export function maskName(name: string): string {
  const letters = [...name.trim()];
  if (letters.length === 0) return "";
  if (letters.length === 1) return "＊";
  const two = letters.slice(0, 2).join("");
  return `${letters.length > 2 && COMPOUND_SURNAMES.has(two) ? two : (letters[0] ?? "")}＊`;
}
