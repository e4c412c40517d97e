import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DoudiError } from "@doudi/contract";
import type { PackFile } from "@doudi/policy";

/** The YAML files of a folder of packs, in code point order. Throws policies_missing. */
export async function readPackFiles(folder: string): Promise<PackFile[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => null);
  const yaml = (names ?? []).map((name) => name.replaceAll("\\", "/")).filter((name) => /\.ya?ml$/.test(name)).sort();
  if (yaml.length === 0) throw new DoudiError("policies_missing", { path: folder });
  return Promise.all(yaml.map(async (path) => ({ path, text: await readFile(join(folder, path), "utf8") })));
}
