import type { Division, Divisions } from "./divisions.js";

/** The township that a text of a roster stands for; code is null where it is none of the place's. */
export interface ResolvedTownship {
  name: string;
  code: string | null;
}

const PEOPLES = "壮|回|满|维吾尔|苗|彝|土家|藏|蒙古|侗|布依|瑶|白|朝鲜|哈尼|黎|哈萨克|傣|畲|傈僳|东乡|仡佬|拉祜|佤|水|纳西|羌|土|仫佬|锡伯|柯尔克孜|景颇|达斡尔|撒拉|布朗|毛南|塔吉克|普米|阿昌|怒|鄂温克|京|基诺|德昂|保安|俄罗斯|裕固|乌孜别克|门巴|鄂伦春|独龙|赫哲|高山|珞巴|塔塔尔";
const ENDING = /(?:街道办事处|街道办|街道|地区办事处|地区|镇人民政府|乡人民政府|镇政府|乡政府|镇|乡|苏木)$/;
const PEOPLE = new RegExp(`(?:(?:${PEOPLES})族)+$|民族$|各族$`);
const AUTONOMOUS = new RegExp(`^(.+?)(?:(?:${PEOPLES})族|各族)*自治([州县区旗])$`);

/**
 * Reads townships as rosters write them: 上帕, 上帕镇, 福贡县上帕镇, 怒江州福贡县上帕镇上帕村, 匹河乡 for 匹河怒族乡, 533323101.
 * What cannot be told to be one township of the place keeps its own text. Remembers what it was asked.
 */
export function townshipResolver(divisions: Divisions, place: string): (text: string) => ResolvedTownship {
  const townships = divisions.townshipsIn(place);
  const exact = index(townships, ({ name }) => name);
  const bare = index(townships, ({ name }) => bareName(name));
  const codes = new Map(townships.map((township) => [township.code, township]));
  const counties = [...new Set(townships.map(({ parent }) => parent))].flatMap((code) => divisions.find(code) ?? []);
  const above = [...new Set([...divisions.chain(place), ...counties].flatMap(({ name }) => shortened(name)))].sort((a, b) => b.length - a.length);
  const known = new Map<string, ResolvedTownship>();

  const resolve = (text: string): ResolvedTownship => {
    const folded = text.normalize("NFKC").replace(/\s+/g, "");
    const byCode = /^\d{9}(?:\d{3})?$/.test(folded) ? codes.get(folded.slice(0, 9)) : undefined;
    if (byCode !== undefined) return { name: byCode.name, code: byCode.code };
    const { rest, named } = withoutAbove(folded, above);
    const inNamedCounty = (candidates: readonly Division[] = []): readonly Division[] => {
      const inside = candidates.filter(({ parent }) => named.some((name) => shortened(divisions.find(parent)?.name ?? "").includes(name)));
      return inside.length > 0 ? inside : candidates;
    };
    const candidates = [exact.get(folded), exact.get(rest), bare.get(bareName(folded)), bare.get(bareName(rest)), startingWith(exact, rest)].map(inNamedCounty);
    const found = candidates.find((several) => several.length === 1)?.[0];
    return found === undefined ? { name: text.trim(), code: null } : { name: found.name, code: found.code };
  };
  return (text) => {
    let township = known.get(text);
    if (township === undefined) {
      township = resolve(text);
      known.set(text, township);
    }
    return township;
  };
}

function index(townships: readonly Division[], key: (township: Division) => string): Map<string, Division[]> {
  const found = new Map<string, Division[]>();
  for (const township of townships) found.set(key(township), [...(found.get(key(township)) ?? []), township]);
  return found;
}

/** A township's name without its ending and the peoples in it: 匹河 for 匹河怒族乡. */
function bareName(name: string): string {
  const short = name.replace(ENDING, "");
  const bare = short.replace(PEOPLE, "");
  return bare === "" ? name : bare;
}

/** The ways to write a county or what is above it: 怒江傈僳族自治州, 怒江州. */
function shortened(name: string): string[] {
  const [, stem = "", kind = ""] = AUTONOMOUS.exec(name) ?? [];
  if (stem === "") return [name];
  return kind === "区" ? [name, stem] : [name, `${stem}${kind}`];
}

/** Takes the names of county, prefecture and province off the front; tells which they were. */
function withoutAbove(text: string, above: readonly string[]): { rest: string; named: string[] } {
  let rest = text;
  const named: string[] = [];
  for (;;) {
    const name = above.find((candidate) => rest.startsWith(candidate) && rest.length > candidate.length);
    if (name === undefined) return { rest, named };
    named.push(name);
    rest = rest.slice(name.length);
  }
}

/** The townships whose whole name the text begins with (a village follows), the longest name only. */
function startingWith(exact: ReadonlyMap<string, readonly Division[]>, text: string): readonly Division[] {
  let found: readonly Division[] = [];
  let longest = 0;
  for (const [name, townships] of exact) {
    if (name.length > longest && text.startsWith(name)) {
      found = townships;
      longest = name.length;
    }
  }
  return found;
}
