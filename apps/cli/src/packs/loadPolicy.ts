import { type Bilingual, DoudiError, type Lang } from "@doudi/contract";
import { loadPacks, packError } from "@doudi/decision";
import { type Policy, PolicyError, resolvePolicy } from "@doudi/policy";
import type { Division } from "@doudi/roster";
import { policiesFolder } from "./policiesFolder.js";

export interface LoadedPolicy {
  policy: Policy;
  warnings: Bilingual[];
}

/** The law of a place on a day, out of the folder of packs. `set` replaces parameters. Throws policies_missing, packs_invalid and set_invalid. */
export async function loadPolicy(options: { policies?: string | undefined; place: Division; date: string; lang: Lang; set?: Readonly<Record<string, string>> }): Promise<LoadedPolicy> {
  const { place, date, lang } = options;
  const folder = policiesFolder(options.policies);
  const library = await loadPacks(folder, { lang, day: date });
  try {
    const policy = resolvePolicy(library, { division: place.code, date, set: options.set ?? {} });
    const local = policy.chain.length > 1;
    return { policy, warnings: local ? [] : [noLocalPack(place)] };
  } catch (error) {
    if (error instanceof PolicyError && error.problems.every(({ file }) => file === SET_OPTION)) throw new DoudiError("set_invalid", { list: error.problems.map(({ message }) => `  ${message[lang]}`).join("\n") }, { cause: error });
    throw packError(error, folder, lang);
  }
}

/** The place of problems of `set`, as resolvePolicy names it. */
const SET_OPTION = "--set";

function noLocalPack({ code, name }: Division): Bilingual {
  return {
    zh: `没有${name}(${code})及其上级的政策包,只按国家政策核对。`,
    en: `There is no policy pack for ${name} (${code}) or what it lies in: only the nation's pack applies.`,
  };
}
