import { ALL_MEMBERS } from "../expression/syntax.js";
import { date, optionalText, severity } from "./readField.js";
import type { ExampleSource } from "./packSource.js";
import type { YamlNode } from "./yamlNode.js";

/** Reads an example. Its facts and values are looked up when it runs, under the law of its day; only their shape is seen to here. */
export function readExample(node: YamlNode): ExampleSource | null {
  const map = node.map(["of", "name", "date", "expect"], ["facts", "household", "member", "class", "amount", "until", "reasons", "missing", "set", "place", "severity"]);
  const expect = map.get("expect");
  if (expect?.isNull) expect.problem("empty", { key: "expect" });
  const day = date(map.get("date"));
  if (!expect || day === null) return null;
  return {
    at: node.at,
    of: map.get("of")?.text() ?? "",
    name: map.get("name")?.text() ?? "",
    date: day,
    place: optionalText(map.get("place")),
    facts: plain(map.get("facts")),
    household: household(map.get("household")),
    member: map.get("member") ?? null,
    class: map.get("class") ?? null,
    amount: map.get("amount") ?? null,
    until: map.get("until") ?? null,
    reasons: texts(map.get("reasons")),
    missing: texts(map.get("missing")),
    set: plain(map.get("set")),
    expect,
    severity: severity(map.get("severity")),
  };
}

/** A mapping of names to values, none of which is a list or a mapping. */
function plain(node: YamlNode | undefined): Map<string, YamlNode> {
  const entries = node?.anyMap() ?? new Map<string, YamlNode>();
  for (const value of entries.values()) if (!value.isNull) value.text();
  return entries;
}

function texts(node: YamlNode | undefined): YamlNode | null {
  for (const each of node?.list() ?? []) each.text();
  return node ?? null;
}

/** A household: facts, and its members under 成员 as a list of facts. */
function household(node: YamlNode | undefined): YamlNode | null {
  for (const [name, value] of node?.anyMap() ?? []) {
    if (ALL_MEMBERS.includes(name)) value.list().forEach(plain);
    else if (!value.isNull) value.text();
  }
  return node ?? null;
}
