import { writeFile } from "node:fs/promises";
import type { Explanation, Lang } from "@doudi/contract";
import { renderExplanation } from "./renderExplanation.js";

export { formatExplanation } from "./formatExplanation.js";
export { renderExplanation } from "./renderExplanation.js";

/** Writes the page of an explanation: one file that needs no network and no script, for a screen, a phone and A4 paper. */
export async function writeExplanation(explanation: Explanation, path: string, lang: Lang): Promise<void> {
  await writeFile(path, renderExplanation(explanation, lang));
}
