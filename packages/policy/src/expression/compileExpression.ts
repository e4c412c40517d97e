import type { Expr } from "../ir.js";
import type { ExpressionSource } from "../pack/packSource.js";
import type { ProblemList } from "../pack/yamlNode.js";
import type { Template } from "../backend/template.js";
import { sameType, typesInfo, type Type } from "../type.js";
import type { TextProblem } from "./guardText.js";
import { parseExpression } from "./parseExpression.js";
import { typeCheck, type Vocabulary } from "./typeCheck.js";

/** Parses and types an expression; null after its problems went to the list, each at its place in the file. */
export function compileExpression(source: ExpressionSource, vocabulary: Vocabulary, list: ProblemList, want: Type | null = null): Expr | null {
  const report = (found: TextProblem): void => {
    list.add(found.code, source.node.positionInText(found.offset), found.info);
  };
  // Said where it was read.
  if (source.text.trim() === "") return null;
  const syntax = parseExpression(source.text);
  if (!("kind" in syntax)) {
    syntax.forEach(report);
    return null;
  }
  const expr = typeCheck(source.text, syntax, vocabulary, report);
  if (!expr || !want || sameType(expr.type, want)) return expr;
  report({ code: "expected_type", offset: 0, info: typesInfo(want, expr.type) });
  return null;
}

/** Parses a sentence with {names} in it. `unitOf` gives a parameter's unit. */
export function compileTemplate(source: ExpressionSource, vocabulary: Vocabulary, unitOf: (parameterId: string) => string | null, list: ProblemList): Template {
  const parts: (string | { expr: Expr; unit: string | null })[] = [];
  const pieces = source.text.split(/(\{[^{}]*\})/);
  let offset = 0;
  for (const piece of pieces) {
    if (piece.startsWith("{") && piece.endsWith("}")) {
      const name = piece.slice(1, -1);
      const report = (found: TextProblem): void => {
        list.add(found.code, source.node.positionInText(offset), found.info);
      };
      const expr = typeCheck(name, { kind: "name", name, from: 0, to: name.length }, vocabulary, report);
      if (expr) parts.push({ expr, unit: expr.kind === "parameter" ? unitOf(expr.id) : null });
    } else if (/[{}]/.test(piece)) list.add("template", source.node.positionInText(offset), { text: source.text });
    else if (piece !== "") parts.push(piece);
    offset += piece.length;
  }
  return parts;
}
