import { writeFile } from "node:fs/promises";
import type { Lang, Simulation } from "@doudi/contract";

export { formatSimulation } from "./formatSimulation.js";

/** Writes the page of a simulation: one file that needs no network and no script, for a screen, a phone and A4 paper. */
export async function writeSimulation(simulation: Simulation, path: string, lang: Lang): Promise<void> {
  // The chart library takes half a second to load; a run without a page should not wait for it.
  const { renderSimulation } = await import("./renderSimulation.js");
  await writeFile(path, renderSimulation(simulation, lang));
}
