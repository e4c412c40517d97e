import { writeFile } from "node:fs/promises";
import type { Summary } from "@doudi/contract";

/** Writes summary.json, indented, with a final line break. */
export async function writeSummary(summary: Summary, path: string): Promise<void> {
  await writeFile(path, `${JSON.stringify(summary, null, 2)}\n`);
}
