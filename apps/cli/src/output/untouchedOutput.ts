import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type DecisionSummary, DoudiError, type Simulation, type Summary } from "@doudi/contract";
import { digestOf } from "./outputFolder.js";

/** The files below a folder with size and digest, as summary.json records them. */
export async function listOutputs(folder: string): Promise<NonNullable<Summary["outputs"]>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll("\\", "/")).sort();
  return Promise.all(files.map(async (file) => ({ file, bytes: (await stat(join(folder, file))).size, sha256: await digestOf(join(folder, file)) })));
}

/**
 * A check that a folder holds an earlier output of this schema, just as Doudi wrote it. It throws output_not_ours where the folder is something else or holds other files, output_edited where somebody worked in
 * it (a workbook that was filled in must not be lost).
 */
export function untouched(schema: (Summary | DecisionSummary | Simulation)["schema"]): (folder: string) => Promise<void> {
  return (folder) => assertUntouched(folder, schema);
}

async function assertUntouched(folder: string, schema: string): Promise<void> {
  const recorded = await recordedOutputs(join(folder, "summary.json"), schema);
  if (recorded === null) throw new DoudiError("output_not_ours", { path: folder });
  const byName = new Map(recorded.map((output) => [output.file, output]));
  for (const { file, bytes, sha256 } of await listOutputs(folder)) {
    if (file === "summary.json") continue;
    const written = byName.get(file);
    if (written === undefined) throw new DoudiError("output_not_ours", { path: folder });
    if (written.bytes !== bytes || written.sha256 !== sha256) throw new DoudiError("output_edited", { path: folder, file });
  }
}

async function recordedOutputs(path: string, schema: string): Promise<NonNullable<Summary["outputs"]> | null> {
  try {
    const summary = JSON.parse(await readFile(path, "utf8")) as { schema?: unknown; outputs?: NonNullable<Summary["outputs"]> };
    return summary.schema === schema && Array.isArray(summary.outputs) ? summary.outputs : null;
  } catch {
    return null;
  }
}
