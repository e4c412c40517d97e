import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadLibrary, resolvePolicy } from "@doudi/policy";

export const PLACE = "533300";
export const DATE = "2020-06-30";
const POLICIES = fileURLToPath(new URL("../../policies", import.meta.url));

/** The packs of Doudi as they apply in Nujiang on the day of the bench. */
export async function lawOfNujiang() {
  const names = (await readdir(POLICIES, { recursive: true })).map((name) => name.replaceAll("\\", "/")).filter((name) => /\.ya?ml$/.test(name)).sort();
  const files = await Promise.all(names.map(async (path) => ({ path, text: await readFile(join(POLICIES, path), "utf8") })));
  return resolvePolicy(loadLibrary(files), { division: PLACE, date: DATE });
}

/**
 * Values of parameters as plain data for contenders that know nothing of packs: money in fen, rates as [numerator, denominator].
 * @throws {Error} where the packs no longer have one of them, or give it no value on the day
 */
export function figuresOf(policy, ids) {
  return Object.fromEntries(ids.map((id) => {
    const value = policy.parameters.get(id)?.value ?? null;
    if (value === null) throw new Error(`the packs have no value for ${id} on ${DATE}: the contenders must be aligned with them`);
    return [id, plain(value)];
  }));
}

function plain(value) {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "object" ? [Number(value.n), Number(value.d)] : value;
}
