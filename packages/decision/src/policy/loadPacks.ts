import type { Lang } from "@doudi/contract";
import { loadLibrary, type PackLibrary, PolicyError } from "@doudi/policy";
import { packError } from "./packError.js";
import { readPackFiles } from "./readPackFiles.js";
import { unknownCodes } from "./unknownCodes.js";

/**
 * The packs of a folder, sound and with checks that have a finding code each; `day` where only the law of that day is wanted.
 * @throws DoudiError policies_missing; packs_invalid, with every problem told in `lang`
 */
export async function loadPacks(folder: string, { lang, day = null }: { lang: Lang; day?: string | null }): Promise<PackLibrary> {
  const files = await readPackFiles(folder);
  try {
    const library = loadLibrary(files, day);
    const unknown = unknownCodes(library);
    if (unknown.length > 0) throw new PolicyError(unknown);
    return library;
  } catch (error) {
    throw packError(error, folder, lang);
  }
}
