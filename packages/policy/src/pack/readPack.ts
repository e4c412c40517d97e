import { TYPE_KINDS, type EnumValue, type TypeKind } from "../type.js";
import { isName, isReserved } from "../expression/syntax.js";
import { parseYaml, type PackFile, type ProblemList, type YamlNode } from "./yamlNode.js";
import { bilingual, citation, date, type Entries, expression, oneOf, optionalExpression, optionalText, period, severity, status } from "./readField.js";
import { readExample } from "./readExample.js";
import { ROSTER_SCOPES, SCOPES } from "./packSource.js";
import type {
  CaseSource, CheckSource, DatedValueSource, DocumentSource, ExpressionSource, FactSourceNode, OverrideSource, PackSource, ParameterSource, RuleSource, SchemeParts, SchemeSource, Scope,
} from "./packSource.js";

const SECTIONS = ["pack", "documents", "parameters", "facts", "rules", "schemes", "checks", "overrides", "examples"];

/** Reads all files, grouping them by folder: one folder is one pack, and one of its files has the `pack:` header. */
export function readPacks(files: readonly PackFile[], list: ProblemList): PackSource[] {
  const folders = new Map<string, { path: string; sections: Entries }[]>();
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    const folder = file.path.replaceAll("\\", "/").replace(/\/?[^/]*$/, "");
    const group = folders.get(folder) ?? [];
    folders.set(folder, group);
    const sections = parseYaml(file, list)?.map([], SECTIONS);
    if (sections) group.push({ path: file.path, sections });
  }
  return [...folders].flatMap(([folder, group]) => {
    const [header, second] = group.flatMap((each) => each.sections.get("pack") ?? []);
    if (second) second.problem("two_pack_headers", { folder });
    if (!header) {
      const first = group[0];
      if (first) list.add("no_pack_header", { file: first.path, line: 1, column: 1 }, { folder });
      return [];
    }
    return [readPack(header, group.map((each) => each.sections))];
  });
}

function readPack(header: YamlNode, files: readonly Entries[]): PackSource {
  const map = header.map(["id", "version", "name", "division"], ["extends", "except"]);
  const all = <T>(section: string, read: (node: YamlNode) => T | null): T[] =>
    files.flatMap((sections) => sections.get(section)?.list() ?? []).flatMap((node) => read(node) ?? []);
  return {
    id: packId(map.get("id")),
    version: map.get("version")?.text() ?? "",
    name: bilingual(map.get("name")) ?? { zh: "", en: "" },
    division: division(map.get("division")),
    except: map.get("except")?.list().map(division) ?? [],
    extends: optionalText(map.get("extends")),
    extendsAt: (map.get("extends") ?? header).at,
    at: header.at,
    documents: all("documents", readDocument),
    parameters: all("parameters", readParameter),
    facts: all("facts", readFact),
    rules: all("rules", readRule),
    schemes: all("schemes", readScheme),
    checks: all("checks", readCheck),
    overrides: all("overrides", readOverride),
    examples: all("examples", readExample),
  };
}

function packId(node: YamlNode | undefined): string {
  const id = node?.text() ?? "";
  if (node && !/^[a-z][a-z0-9_-]*$/.test(id)) node.problem("bad_id", { id });
  return id;
}

function division(node: YamlNode | undefined): string {
  if (!node || node.isNull) return "000000";
  const code = node.text();
  if (!/^\d{6}$/.test(code)) node.problem("bad_division", { division: code });
  return code === "100000" ? "000000" : code;
}

/** id, name and en of a node; checks are called by codes with dots and their names are only shown, never written in expressions. */
function heading(node: YamlNode, map: Entries, kind: "symbol" | "check"): { at: YamlNode["at"]; id: string; name: string; en: string } {
  const idNode = map.get("id");
  const id = idNode?.text() ?? "";
  const idPattern = kind === "check" ? /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/ : /^[a-z][a-z0-9_]*$/;
  if (idNode && !idPattern.test(id)) idNode.problem("bad_id", { id });
  const nameNode = map.get("name");
  const name = nameNode?.text() ?? "";
  if (nameNode) {
    if (name !== name.normalize("NFC")) nameNode.problem("not_nfc", { text: name });
    else if (kind === "symbol" && !isName(name)) nameNode.problem("bad_name", { name });
  }
  for (const each of [idNode, nameNode]) if (each && kind === "symbol" && isReserved(each.text())) each.problem("reserved_name", { name: each.text() });
  return { at: node.at, id, name, en: optionalText(map.get("en")) ?? "" };
}

function readDocument(node: YamlNode): DocumentSource {
  const map = node.map(["id", "title"], ["number", "issued", "from", "to", "status", "note"]);
  return {
    at: node.at,
    id: packId(map.get("id")),
    number: optionalText(map.get("number")),
    title: bilingual(map.get("title")) ?? { zh: "", en: "" },
    issued: date(map.get("issued")),
    ...period(map),
    status: status(map),
    note: bilingual(map.get("note")),
  };
}

function typeKind(node: YamlNode | undefined): TypeKind {
  return oneOf(node, TYPE_KINDS, "boolean");
}

function readParameter(node: YamlNode): ParameterSource {
  const map = node.map(["id", "name", "type", "values"], ["en", "unit", "of", "choices", "note"]);
  return {
    ...heading(node, map, "symbol"),
    type: typeKind(map.get("type")),
    unit: optionalText(map.get("unit")),
    of: optionalText(map.get("of")),
    choices: map.get("choices")?.list().map(enumValue) ?? [],
    values: map.get("values")?.list().map(datedValue) ?? [],
  };
}

function datedValue(node: YamlNode): DatedValueSource {
  const map = node.map(["from", "value"], ["to", "status", "source"]);
  return { at: node.at, ...period(map), value: map.get("value") ?? node, status: status(map), source: citation(map.get("source")) };
}

function readFact(node: YamlNode): FactSourceNode {
  const map = node.map(["id", "name", "type"], ["en", "scope", "rosters", "values", "input", "absent", "note", "unit"]);
  const type = typeKind(map.get("type"));
  if (type === "enum" && !map.has("values")) node.problem("missing_key", { key: "values" });
  return {
    ...heading(node, map, "symbol"),
    type,
    scopes: scopes(map.get("scope")),
    rosters: map.get("rosters")?.list().map((each) => each.text()) ?? [],
    values: map.get("values")?.list().map(enumValue) ?? [],
    input: optionalText(map.get("input")),
    absent: map.get("absent") ?? null,
  };
}

function scopes(node: YamlNode | undefined): readonly Scope[] {
  if (!node) return ["person"];
  return (node.isList ? node.list() : [node]).map((each) => oneOf(each, SCOPES, "person"));
}

function enumValue(node: YamlNode): EnumValue {
  const map = node.map(["id", "name"], ["en", "code"]);
  const id = map.get("id")?.text() ?? "";
  const code = optionalText(map.get("code"));
  return { id, name: { zh: map.get("name")?.text() ?? "", en: optionalText(map.get("en")) ?? id }, ...(code === null ? {} : { code }) };
}

function readRule(node: YamlNode): RuleSource | null {
  const map = node.map(["id", "name", "is"], ["en", "source", "from", "to", "note"]);
  const is = map.get("is");
  return is ? { ...heading(node, map, "symbol"), ...period(map), source: citation(map.get("source")), is: expression(is) } : null;
}

const SCHEME_PARTS = ["class", "amount", "until", "lead"];

function readScheme(node: YamlNode): SchemeSource | null {
  const map = node.map(["id", "name", "unit", "entitled"], ["en", "source", "from", "to", "note", ...SCHEME_PARTS]);
  const entitled = map.get("entitled");
  if (!entitled) return null;
  return {
    ...heading(node, map, "symbol"),
    ...period(map),
    unit: oneOf(map.get("unit"), ["household", "person"], "household"),
    source: citation(map.get("source")),
    entitled: expression(entitled),
    ...schemeParts(map),
  };
}

function schemeParts(map: Entries): SchemeParts<ExpressionSource, ExpressionSource> {
  return { class: optionalExpression(map.get("class")), amount: optionalExpression(map.get("amount")), until: optionalExpression(map.get("until")), lead: optionalExpression(map.get("lead")) };
}

function readCheck(node: YamlNode): CheckSource | null {
  const map = node.map(["id", "name", "when", "cases"], ["en", "scope", "source", "unless", "from", "to", "note"]);
  const when = map.get("when");
  const unless = map.get("unless");
  return when
    ? {
        ...heading(node, map, "check"),
        ...period(map),
        scope: oneOf(map.get("scope"), ROSTER_SCOPES, "person"),
        source: citation(map.get("source")),
        when: expression(when),
        unless: unless && !unless.isNull ? expression(unless) : null,
        cases: cases(map.get("cases")) ?? [],
      }
    : null;
}

function cases(node: YamlNode | undefined): CaseSource[] | null {
  if (!node) return null;
  const nodes = node.list();
  return nodes.flatMap((each, index) => {
    const map = each.map(["severity", "reason"], ["when"]);
    const when = map.get("when");
    if ((when === undefined) !== (index === nodes.length - 1)) each.problem("last_case");
    const reason = map.get("reason")?.map(["zh", "en"]);
    const [zh, en] = [reason?.get("zh"), reason?.get("en")];
    if (!zh || !en) return [];
    return [{ at: each.at, when: when ? expression(when) : null, severity: severity(map.get("severity")) ?? "medium", reason: { zh: expression(zh), en: expression(en) } }];
  });
}

function readOverride(node: YamlNode): OverrideSource {
  const map = node.map(["replaces"], ["source", "why", "when", "unless", "cases", "is", "entitled", ...SCHEME_PARTS, "values", "absent", "from", "to"]);
  const [is, entitled, when] = [map.get("is"), map.get("entitled"), map.get("when")];
  return {
    at: node.at,
    replaces: map.get("replaces")?.text() ?? "",
    source: citation(map.get("source")),
    why: bilingual(map.get("why")),
    ...period(map),
    absent: oneOf(map.get("absent"), ["true", "false"], "false") === "true",
    is: is ? expression(is) : null,
    entitled: entitled ? expression(entitled) : null,
    ...schemeParts(map),
    when: when ? expression(when) : null,
    unless: optionalExpression(map.get("unless")),
    cases: cases(map.get("cases")),
    values: map.get("values")?.list().map(datedValue) ?? null,
  };
}
