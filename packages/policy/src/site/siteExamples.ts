import type { SiteExample, SiteExampleFact } from "@doudi/contract";
import { ALL_MEMBERS } from "../expression/syntax.js";
import { formatBoth } from "../format.js";
import { chainOf, type Pack } from "../pack/packLibrary.js";
import type { ExampleSource } from "../pack/packSource.js";
import { parseValue } from "../pack/parseValue.js";
import type { YamlNode } from "../pack/yamlNode.js";
import type { Fact } from "../policy.js";
import type { SiteNames } from "./siteNames.js";

/** The examples a pack gives for a rule, check or scheme, with their facts named in both languages. */
export function siteExamples(pack: Pack, id: string, names: SiteNames): SiteExample[] {
  const examples = pack.examples.filter((example) => example.of === id);
  if (examples.length === 0) return [];
  const facts = new Map(chainOf(pack).flatMap((each) => [...each.facts.values()]).flatMap((fact): [string, Fact][] => [[fact.id, fact], [fact.name.zh, fact]]));
  return examples.map((example) => siteExample(pack, example, facts, names));
}

function siteExample(pack: Pack, example: ExampleSource, facts: ReadonlyMap<string, Fact>, names: SiteNames): SiteExample {
  const household = example.household?.anyMap() ?? null;
  const members = household && ALL_MEMBERS.flatMap((name) => household.get(name)?.list() ?? []);
  const own = household ? [...household].filter(([key]) => !ALL_MEMBERS.some((name) => name === key)) : [...example.facts];
  const lines = (entries: Iterable<readonly [string, YamlNode]>): SiteExampleFact[] => [...entries].map(([key, node]) => factLine(facts, key, node));
  return {
    name: example.name,
    date: example.date,
    place: example.place,
    facts: lines(own),
    members: members && members.map((member) => lines(member.anyMap())),
    member: example.member ? Number(example.member.text()) : null,
    set: [...example.set].map(([key, node]) => ({ name: names.find(pack, key)?.name ?? { zh: key, en: key }, value: node.text() })),
    expect: SHORT[example.expect.text()] ?? example.expect.text(),
    severity: example.severity,
    states: (["class", "amount", "until", "reasons", "missing"] as const).flatMap((label): SiteExample["states"][number][] => {
      const node = example[label];
      if (!node || node.isNull) return [];
      if (label !== "reasons" && label !== "missing") return [{ label, value: node.text() }];
      const codes = node.list().map((each) => each.text());
      return codes.length === 0 ? [] : [{ label, value: codes.join(", ") }];
    }),
  };
}

/** Outcomes as packs may write them, in the words that the site knows. */
const SHORT: Readonly<Record<string, string>> = { 是: "yes", 否: "no" };

function factLine(facts: ReadonlyMap<string, Fact>, key: string, node: YamlNode): SiteExampleFact {
  const fact = facts.get(key);
  const written = node.isNull ? "" : node.text();
  const parsed = fact && parseValue(fact.type, written);
  return {
    name: fact?.name ?? { zh: key, en: key },
    value: fact && parsed ? formatBoth(fact.type, parsed.value) : { zh: written, en: written },
  };
}
