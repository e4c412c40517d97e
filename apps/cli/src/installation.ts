import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where the parts of Doudi that are data stand, seen from this package. */
export const installation = {
  policies: fileURLToPath(new URL("../../../policies", import.meta.url)),
};

/** The version of Doudi, as its package says. */
export function doudiVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
