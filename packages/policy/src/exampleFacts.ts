import { ALL_MEMBERS } from "./expression/syntax.js";
import { parseValue } from "./pack/parseValue.js";
import { problem, PolicyError } from "./problem.js";
import { typeName } from "./type.js";
import type { YamlNode } from "./pack/yamlNode.js";
import type { Fact, Policy } from "./policy.js";
import type { Subject } from "./subject.js";
import type { FactSource, Value } from "./value.js";

/**
 * The facts that an example writes, by id or name; the base date is the example's own day unless it says otherwise.
 * @throws PolicyError where one is no fact, or its value none of its type
 */
export function exampleFacts(policy: Policy, date: string, written: ReadonlyMap<string, YamlNode>): FactSource {
  return sourceOf(readFacts(policy, date, written, () => true));
}

/** An example's household, with its members under 成员. A fact that is left out means what it means in data. */
export function exampleHousehold(policy: Policy, date: string, written: YamlNode): Subject {
  const own = written.anyMap();
  const members = ALL_MEMBERS.flatMap((name) => own.get(name)?.list() ?? []);
  for (const name of ALL_MEMBERS) own.delete(name);
  const of = (scope: "household" | "member") => (fact: Fact): boolean => fact.scopes.includes(scope);
  return {
    facts: sourceOf(withAbsences(policy, "household", readFacts(policy, date, own, of("household")))),
    members: members.map((member) => sourceOf(withAbsences(policy, "member", readFacts(policy, date, member.anyMap(), of("member"))))),
  };
}

function sourceOf(facts: ReadonlyMap<string, Value>): FactSource {
  return (id) => facts.get(id) ?? null;
}

function readFacts(policy: Policy, date: string, written: ReadonlyMap<string, YamlNode>, belongs: (fact: Fact) => boolean): Map<string, Value> {
  const facts = new Map<string, Value>(policy.facts.has("as_of") ? [["as_of", date]] : []);
  for (const [key, node] of written) {
    const fact = policy.facts.get(key) ?? [...policy.facts.values()].find((each) => each.name.zh === key);
    if (!fact || !belongs(fact)) throw new PolicyError([problem("example_fact", node.at, { name: key })]);
    if (node.isNull) continue;
    const parsed = parseValue(fact.type, node.text());
    if (!parsed) throw new PolicyError([problem("bad_value", node.at, { text: node.text(), zh: typeName(fact.type).zh, en: typeName(fact.type).en })]);
    facts.set(fact.id, parsed.value);
  }
  return facts;
}

function withAbsences(policy: Policy, scope: "household" | "member", facts: Map<string, Value>): Map<string, Value> {
  for (const fact of policy.facts.values()) {
    if (fact.scopes.includes(scope) && fact.absent !== null && fact.type.kind !== "date" && !facts.has(fact.id)) facts.set(fact.id, fact.absent);
  }
  return facts;
}
