import { fileURLToPath } from "node:url";
import type { PackSite } from "@doudi/contract";
import { loadPacks, packError } from "@doudi/decision";
import { describePacks, describePlaces, type PackLibrary, type Policy, resolvePolicy } from "@doudi/policy";
import { Divisions } from "@doudi/roster";
import { doudiVersion } from "./doudiVersion.js";

/** The packs, resolved for a place and a day. */
export interface Law {
  /** @param place six digits @param date YYYY-MM-DD. Throws DoudiError place_unknown, packs_invalid. */
  policyOf(place: string, date: string): Promise<Policy>;
}

/** The packs that come with Doudi. */
const PACKS = fileURLToPath(new URL("../../../policies", import.meta.url));
/** Places and days that are kept resolved: today's of every county of a prefecture, and some of other days. */
const KEPT = 64;

/** The law out of a folder of packs, which is read once. */
export class PackLaw implements Law {
  readonly #policies = new Map<string, Policy>();
  readonly #divisions = Divisions.read();

  private constructor(
    readonly folder: string,
    readonly library: PackLibrary,
  ) {}

  /** Throws DoudiError policies_missing, packs_invalid. */
  static async open(folder: string = process.env["DOUDI_POLICIES"] || PACKS): Promise<PackLaw> {
    return new PackLaw(folder, await loadPacks(folder, { lang: "zh" }));
  }

  async policyOf(place: string, date: string): Promise<Policy> {
    const key = `${this.#divisions.getPlace(place).code} ${date}`;
    const policy = this.#policies.get(key) ?? this.#resolve(place, date);
    this.#policies.delete(key);
    this.#policies.set(key, policy);
    const [oldest] = this.#policies.keys();
    if (this.#policies.size > KEPT && oldest !== undefined) this.#policies.delete(oldest);
    return policy;
  }

  /** All packs as pages show them, and places as they are on a day. */
  describe(date: string): PackSite {
    return { schema: "doudi.packs/1", doudiVersion: doudiVersion(), date, packs: describePacks(this.library), places: describePlaces(this.library, date) };
  }

  #resolve(place: string, date: string): Policy {
    try {
      return resolvePolicy(this.library, { division: place, date });
    } catch (error) {
      throw packError(error, this.folder, "zh");
    }
  }
}

/** The six digits that packs know a place by: a village's and a township's are its county's. */
export function packPlace(area: string): string {
  return area.slice(0, 6).padEnd(6, "0");
}
