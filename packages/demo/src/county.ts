import { readFileSync } from "node:fs";
import { DoudiError } from "@doudi/contract";
import type { Township, Village } from "./person.js";

export interface County {
  code: string;
  name: string;
  townships: Township[];
}

const COUNTIES = ["533323"];

/** The townships and villages of the demo county, from public division codes (scripts/divisions.mjs). */
export function readCounty(code: string): County {
  if (!COUNTIES.includes(code)) throw new DoudiError("usage", { detail: `demo: no village list for ${code}; there is one for ${COUNTIES.join(", ")}` });
  const text = readFileSync(new URL(`../data/villages-${code}.csv`, import.meta.url), "utf8");
  const county: County = { code, name: "", townships: [] };
  const byCode = new Map<string, Township>();
  for (const line of text.trim().split("\n").slice(1)) {
    const [own = "", name = "", level = "", parent = ""] = line.split(",");
    if (level === "3") county.name = name;
    if (level === "4") {
      const township: Township = { code: own, name, villages: [] };
      byCode.set(own, township);
      county.townships.push(township);
    }
    const township = byCode.get(parent);
    if (level === "5" && township !== undefined) township.villages.push({ code: own, name: spoken(name), township } satisfies Village);
  }
  return county;
}

function spoken(official: string): string {
  return official.replace(/居民委员会$|居委会$/, "").replace(/村委会$/, "村");
}
