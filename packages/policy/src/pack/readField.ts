import { SEVERITIES, type Bilingual, type Period, type Severity } from "@doudi/contract";
import { dateHint } from "../hint.js";
import { isDate } from "../value.js";
import type { YamlNode } from "./yamlNode.js";
import type { CitationSource, ExpressionSource, SourceStatus } from "./packSource.js";

/** Fields that several sections of a pack have. Each reads one, reporting what is wrong with it. */

export type Entries = Map<string, YamlNode>;

export function optionalText(node: YamlNode | undefined): string | null {
  return !node || node.isNull ? null : node.text();
}

export function bilingual(node: YamlNode | undefined): Bilingual | null {
  if (!node || node.isNull) return null;
  const map = node.map(["zh", "en"]);
  return { zh: map.get("zh")?.text() ?? "", en: map.get("en")?.text() ?? "" };
}

export function date(node: YamlNode | undefined): string | null {
  const text = optionalText(node);
  if (text === null || isDate(text)) return text;
  node?.problem("bad_date", { text, ...dateHint(text) });
  return null;
}

export function period(map: Entries): Period {
  const from = date(map.get("from"));
  const to = date(map.get("to"));
  if (from !== null && to !== null && to <= from) map.get("to")?.problem("period_empty", { from, to });
  return { from, to };
}

export function oneOf<T extends string>(node: YamlNode | undefined, allowed: readonly T[], fallback: T): T {
  if (!node) return fallback;
  const text = node.text();
  const found = allowed.find((each) => each === text);
  if (found === undefined) node.problem("enum_value", { text, allowedZh: allowed.join("、"), allowedEn: allowed.join(", ") });
  return found ?? fallback;
}

const STATUSES: readonly SourceStatus[] = ["verified", "unsourced", "demo"];

export function status(map: Entries): SourceStatus {
  return oneOf(map.get("status"), STATUSES, "verified");
}

export function citation(node: YamlNode | undefined): CitationSource | null {
  if (!node || node.isNull) return null;
  const map = node.map(["doc"], ["clause"]);
  return { at: node.at, doc: map.get("doc")?.text() ?? "", clause: optionalText(map.get("clause")) ?? "" };
}

export function expression(node: YamlNode): ExpressionSource {
  const text = node.isNull ? "" : node.text();
  if (text.trim() === "" && (node.isNull || node.isText)) node.problem("expression_empty");
  return { node, text };
}

export function optionalExpression(node: YamlNode | undefined): ExpressionSource | null | undefined {
  return node && (node.isNull ? null : expression(node));
}

export function severity(node: YamlNode | undefined): Severity | null {
  return node ? oneOf(node, SEVERITIES, "medium") : null;
}
