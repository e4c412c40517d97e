import { foldName } from "../text/foldName.js";
import type { LinkLevel, LinkRecord } from "./linkRecord.js";

const CACHE_LIMIT = 100_000;
const folded = new Map<string, string>();

/** A village or township without what rosters write or leave out: 达普洛村民委员会, 达普洛村 and 达普洛 are one. */
export function foldPlace(place: string): string {
  let found = folded.get(place);
  if (found === undefined) {
    if (folded.size >= CACHE_LIMIT) folded.clear();
    const bare = foldName(place);
    const short = bare.replace(/(?:村民委员会|居民委员会|村委会|居委会|社区|街道办事处|街道|(?:..?族)?乡|镇|行政村|村)$/u, "");
    found = short === "" ? bare : short;
    folded.set(place, found);
  }
  return found;
}

/** Whether two rows name one village, one township only, or neither; null where one side says nothing. Symmetric. */
export function comparePlaces(a: LinkRecord, b: LinkRecord): LinkLevel<"village"> | null {
  const sameTownship = a.township === null || b.township === null ? null : foldPlace(a.township) === foldPlace(b.township);
  const sameVillage = a.village === null || b.village === null ? null : sameVillageName(a, b);
  if (sameVillage === true) return sameTownship === false ? "different" : "equal";
  if (sameTownship === true) return "township";
  if (sameTownship === null && sameVillage === null) return null;
  return "different";
}

/** The village column may carry the township before the village: 上帕镇达普洛村. */
function sameVillageName(a: LinkRecord, b: LinkRecord): boolean {
  const x = foldPlace(a.village ?? "");
  const y = foldPlace(b.village ?? "");
  if (x === y) return true;
  return x !== "" && y !== "" && (x === withTownship(b.township, y) || y === withTownship(a.township, x));
}

function withTownship(township: string | null, village: string): string | null {
  return township === null ? null : `${foldName(township)}${village}`;
}
