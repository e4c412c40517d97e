import type { Bilingual, SiteExample } from "@doudi/contract";
import { formatValue } from "../format.js";
import { chainOf, type Pack } from "../pack/packLibrary.js";
import type { ExampleSource } from "../pack/packSource.js";
import { parseValue } from "../pack/parseValue.js";
import type { YamlNode } from "../pack/yamlNode.js";
import type { Fact } from "../policy.js";
import type { SiteNames } from "./siteNames.js";

/** The examples a pack gives for a rule or check, with their facts named in both languages. */
export function siteExamples(pack: Pack, id: string, names: SiteNames): SiteExample[] {
  return pack.examples.filter((example) => example.of === id).map((example) => siteExample(pack, example, names));
}

function siteExample(pack: Pack, example: ExampleSource, names: SiteNames): SiteExample {
  return {
    name: example.name,
    date: example.date,
    place: example.place,
    facts: [...example.facts].map(([key, node]) => factLine(pack, key, node)),
    set: [...example.set].map(([key, node]) => ({ name: names.find(pack, key)?.name ?? { zh: key, en: key }, value: node.text() })),
    expect: example.expect.text(),
    severity: example.severity,
  };
}

function factLine(pack: Pack, key: string, node: YamlNode): { name: Bilingual; value: Bilingual } {
  const fact = findFact(pack, key);
  const written = node.isNull ? "" : node.text();
  const parsed = fact && parseValue(fact.type, written);
  return {
    name: fact?.name ?? { zh: key, en: key },
    value: fact && parsed ? { zh: formatValue(fact.type, parsed.value, "zh"), en: formatValue(fact.type, parsed.value, "en") } : { zh: written, en: written },
  };
}

function findFact(pack: Pack, key: string): Fact | undefined {
  const facts = chainOf(pack).flatMap((each) => [...each.facts.values()]);
  return facts.find((fact) => fact.id === key || fact.name.zh === key);
}
