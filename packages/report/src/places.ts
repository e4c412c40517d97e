import type { Summary } from "@doudi/contract";

/** Where a finding belongs, in names: its township and, as far as known, the village. */
export interface Place {
  township: string;
  label: string;
}

/** Reads the `division` of findings: names joined by "/", or a code, which is looked up among the summary's townships. */
export function places(summary: Summary): (division: string) => Place {
  const names = new Map(summary.overlap.flatMap((area) => (area.level === "township" && area.code !== null ? [[area.code, area.name] as const] : [])));
  const known = new Map<string, Place>();
  return (division) => {
    let place = known.get(division);
    if (place === undefined) {
      place = read(division, names);
      known.set(division, place);
    }
    return place;
  };
}

function read(division: string, names: ReadonlyMap<string, string>): Place {
  if (/^\d{6,12}$/.test(division)) {
    const name = names.get(division) ?? names.get(division.slice(0, 9));
    return name === undefined ? { township: division, label: division } : { township: name, label: name };
  }
  return { township: division.split("/", 1)[0] ?? "", label: division };
}
