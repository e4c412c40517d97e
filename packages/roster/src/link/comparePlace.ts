import { foldName } from "../text/foldName.js";
import type { LinkLevel } from "./linkRecord.js";

const CACHE_LIMIT = 100_000;
const folded = new Map<string, string>();
/** What rosters write or leave out at the end of a place, as a pattern that JavaScript, DuckDB and PostgreSQL read alike. */
export const PLACE_ENDINGS =
  "(?:村民委员会|居民委员会|村委会|居委会|社区|街道办事处|街道|(?:(?:独龙|怒|傈僳|普米|白|彝|苗|瑶|壮|藏|回|哈尼|傣|景颇|拉祜|佤|纳西|布依|土家|侗|满|蒙古|畲|朝鲜|达斡尔|鄂温克)族)*乡|镇|行政村|村)$";
const ENDINGS = new RegExp(PLACE_ENDINGS, "u");

/** A village or township without what rosters write or leave out: 达普洛村民委员会, 达普洛村 and 达普洛 are one. */
export function foldPlace(place: string): string {
  let found = folded.get(place);
  if (found === undefined) {
    if (folded.size >= CACHE_LIMIT) folded.clear();
    const bare = foldName(place);
    const short = bare.replace(ENDINGS, "");
    found = short === "" ? bare : short;
    folded.set(place, found);
  }
  return found;
}

/** Where a row says it lives, made comparable. */
export interface PlaceProfile {
  township: string | null;
  village: string | null;
}

/** The village column may carry the township before the village (上帕镇达普洛村); it is taken off. Blank means not known. */
export function profilePlace(township: string | null, village: string | null): PlaceProfile {
  const shortTownship = township === null ? "" : foldPlace(township);
  let shortVillage = village === null ? "" : foldPlace(village);
  for (const lead of township === null ? [] : [foldName(township), shortTownship]) {
    if (lead !== "" && shortVillage.length > lead.length && shortVillage.startsWith(lead)) {
      const rest = shortVillage.slice(lead.length);
      if ([...rest].length >= 2) shortVillage = rest;
      break;
    }
  }
  return { township: shortTownship || null, village: shortVillage || null };
}

/** Whether two rows name one village, one township only, or neither; null where that cannot be told. Symmetric. */
export function comparePlaces(a: PlaceProfile, b: PlaceProfile): LinkLevel<"village"> | null {
  const townships = a.township !== null && b.township !== null;
  if (townships && a.township !== b.township) return "different";
  if (a.village !== null && b.village !== null) {
    if (a.village === b.village) return "equal";
    return townships ? "township" : "different";
  }
  return townships ? "township_only" : null;
}
