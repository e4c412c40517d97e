import { placeText, problem, type Problem } from "../problem.js";
import type { OverrideNode } from "./packLibrary.js";
import type { ExpressionSource } from "./packSource.js";

/** Where two overrides of one node that are in force together say different things. */
export function disagreements(a: OverrideNode, b: OverrideNode): Problem[] {
  const fields = (node: OverrideNode): Record<string, string> => ({
    absent: String(node.written.absent),
    is: words(node.written.is?.text),
    entitled: words(node.written.entitled?.text),
    class: optional(node.written.class),
    amount: optional(node.written.amount),
    until: optional(node.written.until),
    lead: optional(node.written.lead),
    when: words(node.written.when?.text),
    unless: optional(node.written.unless),
    cases: node.written.cases === null ? "" : JSON.stringify(node.written.cases.map((each) => [words(each.when?.text), each.severity, each.reason.zh.text, each.reason.en.text])),
    values: node.written.values === null ? "" : JSON.stringify(node.written.values.map((each) => [each.from, each.to, each.value.text()])),
  });
  const [left, right] = [fields(a), fields(b)];
  return Object.keys(left).flatMap((key) => {
    const [x, y] = [left[key] ?? "", right[key] ?? ""];
    const clash = key === "absent" ? x !== y : x !== "" && y !== "" && x !== y;
    return clash ? [problem("override_conflict", b.written.at, { id: b.written.replaces, key, where: placeText(a.written.at) })] : [];
  });
}

function optional(source: ExpressionSource | null | undefined): string {
  return source === null ? "none" : words(source?.text);
}

function words(text: string | undefined): string {
  return (text ?? "").trim().replace(/\s+/g, " ");
}
