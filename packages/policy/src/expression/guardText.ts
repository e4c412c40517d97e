import type { ProblemCode, ProblemInfo } from "../problem.js";

/** A problem inside an expression's text, at an offset of it. */
export interface TextProblem {
  readonly code: ProblemCode;
  readonly offset: number;
  readonly info: ProblemInfo;
}

const ASCII_FORMS: Readonly<Record<string, string>> = {
  "“": '"', "”": '"', "„": '"', "「": '"', "」": '"', "『": '"', "』": '"', "‘": '"', "’": '"', "＇": '"',
  "、": ",", "。": ".", "【": "[", "】": "]", "〔": "(", "〕": ")", "《": "<", "》": ">",
  "≤": "<=", "≥": ">=", "≦": "<=", "≧": ">=", "≠": "!=", "×": "*", "÷": "divide(…)", "−": "-", "–": "-", "—": "-",
  "\u3000": "a plain space", "\u00a0": "a plain space",
};

function asciiForm(character: string): string | null {
  const known = ASCII_FORMS[character];
  if (known) return known;
  const code = character.codePointAt(0) ?? 0;
  return code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : null;
}

/**
 * Finds what the grammar would misread or refuse without a helpful word: full-width operators, quotes and brackets,
 * comments, and text that is not NFC. The insides of string literals are left alone, but for NFC.
 */
export function guardText(text: string): TextProblem[] {
  const problems: TextProblem[] = [];
  if (text !== text.normalize("NFC")) problems.push({ code: "not_nfc", offset: 0, info: { text } });
  let inString = false;
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (inString && character === "\\") offset += 1;
    else if (character === '"') inString = !inString;
    else if (!inString) {
      const ascii = asciiForm(character);
      if (ascii !== null) problems.push({ code: "fullwidth", offset, info: { found: character, ascii } });
      if (character === "'") problems.push({ code: "single_quotes", offset, info: {} });
      if (character === "=" && text.charAt(offset + 1) === "=") problems.push({ code: "double_equals", offset, info: {} });
      if (character === "/" && (text.charAt(offset + 1) === "/" || text.charAt(offset + 1) === "*")) {
        problems.push({ code: "comment", offset, info: {} });
        return problems;
      }
    }
  }
  return problems;
}
