import type { ResolvedTownship } from "@doudi/roster";

interface Village {
  code: string;
  name: string;
  parent_code: string;
}

/**
 * The division code of a place as a finding names it: of the village where the record knows it, else of the township, else
 * of the county.
 *
 * @param division names joined by "/": township/village
 */
export function areaOfDivision(county: string, townshipOf: (text: string) => ResolvedTownship, villages: readonly Village[]): (division: string) => string {
  const known = new Map(villages.map(({ code, name, parent_code }) => [`${parent_code}/${bareVillage(name)}`, code]));
  return (division) => {
    const slash = division.indexOf("/");
    const text = slash < 0 ? division : division.slice(0, slash);
    const township = text === "" ? null : townshipOf(text).code;
    if (township === null) return county;
    return (slash < 0 ? undefined : known.get(`${township}/${bareVillage(division.slice(slash + 1))}`)) ?? township;
  };
}

function bareVillage(name: string): string {
  return name.trim().replace(/(?:村民委员会|居民委员会|村委会|居委会|社区|村)+$/u, "");
}
