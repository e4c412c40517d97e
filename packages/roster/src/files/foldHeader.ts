const MARKS = /[\s*※★☆▲●]+/g;
const TRAILING_BRACKET = /[([【{][^()[\]【】{}]*[)\]】}]$/;
const UNIT = /(?:^|[([【/_:,、-]|单位)(亿元|万元|千元|百元|元|角|分)(?:[)\]】/、,]|$)/;

/** A text as headers and dictionary words are compared: full-width folded, lower case, no spaces, no marks, no final colon. */
export function foldHeader(text: string): string {
  return text.normalize("NFKC").replace(MARKS, "").replace(/[:：。]+$/, "").toLowerCase();
}

/** The folded header without its bracketed end and without a unit behind a slash; itself where it has neither. */
export function withoutBracket(folded: string): string {
  let text = folded;
  for (let round = 0; round < 3; round += 1) {
    const shorter = text.replace(TRAILING_BRACKET, "").replace(/[/_-](?:亿元|万元|千元|元|分)$/, "");
    if (shorter === text || shorter === "") break;
    text = shorter;
  }
  return text;
}

/** The unit of money that a header names (元, 万元, 分 …), null where it names none. */
export function headerUnit(header: string): string | null {
  return UNIT.exec(foldHeader(header))?.[1] ?? null;
}
