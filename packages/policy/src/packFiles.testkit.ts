import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackFile } from "./index.js";

const ROOT = join(import.meta.dirname, "../../../policies");

/** The packs of this repository as they are. */
export function readPackFiles(): PackFile[] {
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) =>
    readdirSync(join(ROOT, name))
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => ({ path: `policies/${name}/${file}`, text: readFileSync(join(ROOT, name, file), "utf8") })),
  );
}
