import { readFileSync } from "node:fs";

/** The version of Doudi, as its package says. */
export function doudiVersion(): string {
  return (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version;
}
