import type { Bilingual, Lang, Phrase, PhrasePart } from "@doudi/contract";
import type { Check, Policy } from "../policy.js";
import { type NameFinder, phraseOf } from "./phraseOf.js";

/** A check in plain words, as the pages of the packs say it: when it finds something, and what is excepted. Lists are indented lines. */
export function checkWords(policy: Policy, check: Check): Bilingual {
  const find: NameFinder = (id) => ({ key: null, name: nameIn(policy, id) });
  const when = phraseOf(check.when, find);
  const unless = check.unless === null ? null : phraseOf(check.unless, find);
  const words = (lang: Lang): string => {
    const except = unless === null ? [] : [lang === "zh" ? "除外：" : "Except:", ...lines(unless[lang], lang, "  ")];
    return [...lines(when[lang], lang, ""), ...except].join("\n");
  };
  return { zh: words("zh"), en: words("en") };
}

function nameIn(policy: Policy, id: string): Bilingual {
  const parameter = policy.parameters.get(id);
  return parameter === undefined ? (policy.facts.get(id)?.name ?? policy.rules.get(id)?.name ?? { zh: id, en: id }) : { zh: parameter.name, en: parameter.en };
}

function lines(phrase: Phrase, lang: Lang, indent: string): string[] {
  const colon = lang === "zh" ? "：" : ":";
  switch (phrase.kind) {
    case "line":
      return [`${indent}${text(phrase.parts)}`];
    case "list":
      return [`${indent}${text(phrase.lead)}${colon}`, ...phrase.items.flatMap((item) => lines(item, lang, `${indent}  `))];
    case "choice":
      return phrase.branches.flatMap(({ when, result }) => [
        ...(when === null ? [`${indent}${lang === "zh" ? "否则" : "otherwise"}${colon}`] : [`${indent}${lang === "zh" ? "若" : "if"}${colon}`, ...lines(when, lang, `${indent}  `)]),
        ...lines(result, lang, `${indent}  `),
      ]);
  }
}

function text(parts: readonly PhrasePart[]): string {
  return parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
}
