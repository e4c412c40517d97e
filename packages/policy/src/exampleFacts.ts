import { ALL_MEMBERS } from "./expression/syntax.js";
import { parseValue } from "./pack/parseValue.js";
import { problem, PolicyError, type ProblemInfo } from "./problem.js";
import { scopeNames } from "./scopes.js";
import { badValueInfo, didYouMean, hint, nearestWord } from "./hint.js";
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
    if (!fact || !belongs(fact)) throw new PolicyError([problem("example_fact", node.at, { name: key, ...factHint(policy, key, fact, belongs) })]);
    if (node.isNull) continue;
    const parsed = parseValue(fact.type, node.text());
    if (!parsed) throw new PolicyError([problem("bad_value", node.at, badValueInfo(fact.type, node.text()))]);
    facts.set(fact.id, parsed.value);
  }
  return facts;
}

/** What may be meant by a name that is no fact of a household, a member or a person on rosters. */
function factHint(policy: Policy, key: string, fact: Fact | undefined, belongs: (fact: Fact) => boolean): ProblemInfo {
  const rule = policy.rules.get(key) ?? [...policy.rules.values()].find(({ name }) => name.zh === key);
  if (rule) return hint("这是规则,由事实算出;例子里写事实。", "It is a rule, worked out from facts; an example states facts.");
  if (fact) {
    const { zh, en } = scopeNames(new Set(fact.scopes));
    return hint(`这是${zh}的事实:家庭的写在 household 下,成员的写在“成员”的各项里,花名册上的人的写在 facts 下。`, `It is a fact of ${en}: those of a household stand under household, those of members under 成员, those of persons on rosters under facts.`);
  }
  return didYouMean(nearestWord(key, [...policy.facts.values()].filter(belongs).flatMap(({ id, name }) => [id, name.zh])), hint("可用的事实见 nation/facts.yaml 和 nation/household-facts.yaml。", "The facts there are stand in nation/facts.yaml and nation/household-facts.yaml."));
}

function withAbsences(policy: Policy, scope: "household" | "member", facts: Map<string, Value>): Map<string, Value> {
  for (const fact of policy.facts.values()) {
    if (fact.scopes.includes(scope) && fact.absent !== null && fact.type.kind !== "date" && !facts.has(fact.id)) facts.set(fact.id, fact.absent);
  }
  return facts;
}
