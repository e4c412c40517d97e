import { loadLibrary, type Policy, resolvePolicy } from "@doudi/policy";
import { readPackFiles } from "./readPackFiles.js";

/**
 * The law of a place on a day.
 * @param policies folder of policy packs
 * @param place six-digit division code
 * @param date YYYY-MM-DD
 * @param set parameter values that take the place of the packs', by id or Chinese name, with their unit: {"农村低保标准": "4500元/年"}
 * @throws DoudiError policies_missing; PolicyError with every problem of the packs, and of `set` (its problems are in the file "--set")
 */
export async function loadPolicy(policies: string, place: string, date: string, set: Readonly<Record<string, string>> = {}): Promise<Policy> {
  return resolvePolicy(loadLibrary(await readPackFiles(policies), date), { division: place, date, set });
}
