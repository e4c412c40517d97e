import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FindingRow, Lang, Summary } from "@doudi/contract";
import { compareRosters, type Engine, loadKinds, openFolder, vocabularyOf } from "@doudi/roster";
import { loadLibrary, resolvePolicy } from "../../../policy/src/index.js";

export interface Compared {
  findings: FindingRow[];
  rosters: Summary["rosters"];
  overlap: Summary["overlap"];
  persons: number;
  links: { unidentified: number; pairs: number; overCap: number };
  /** Seconds of each step. */
  timings: Record<string, number>;
  seconds: number;
}

const POLICIES = fileURLToPath(new URL("../../../../policies", import.meta.url));

/** Compares a folder of rosters on an engine under the repository's packs, everything kept in memory. */
export async function compareFolder(engine: Engine, folder: string, where: { division: string; date: string; lang?: Lang }): Promise<Compared> {
  const started = performance.now();
  const kinds = loadKinds();
  const opened = await openFolder(folder, { kinds, date: where.date });
  const [problem] = opened.problems;
  if (problem !== undefined) throw new Error(JSON.stringify(problem));
  const packs = readdirSync(POLICIES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml")).map((name) => ({ path: name, text: readFileSync(join(POLICIES, name), "utf8") }));
  const comparison = await compareRosters({
    engine,
    vocabulary: vocabularyOf(kinds),
    policy: resolvePolicy(loadLibrary(packs), where),
    rosters: opened.rosters,
    place: { code: where.division, name: where.division },
    lang: where.lang ?? "zh",
    severalRows: new Set([...kinds.byCode].flatMap(([code, kind]) => (kind.severalRows ? [code] : []))),
    townshipOf: (text) => ({ name: text, code: null }),
  });
  const findings: FindingRow[] = [];
  for await (const batch of comparison.findings()) findings.push(...batch);
  return {
    findings,
    rosters: comparison.rosterSummaries,
    overlap: comparison.overlap,
    persons: comparison.persons,
    links: comparison.links,
    timings: Object.fromEntries(comparison.timings.map(({ step, seconds }) => [step, seconds])),
    seconds: Math.round(performance.now() - started) / 1000,
  };
}
