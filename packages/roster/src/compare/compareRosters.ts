import { type FindingRow, type Lang, type RosterKind, type Summary } from "@doudi/contract";
import type { Policy } from "@doudi/policy";
import type { Engine } from "../engine/engine.js";
import type { RosterFile } from "../files/source.js";
import type { LoadedRoster } from "../load/loadedRoster.js";
import { loadRoster } from "../load/loadRoster.js";
import type { Vocabulary } from "../load/vocabulary.js";
import { type Duplicates, findDuplicates } from "../persons/duplicates.js";
import { ALWAYS_KEPT, sameRowOf } from "../persons/sameRow.js";
import { type SideTable } from "../persons/facts.js";
import { makeHouseholdProfile, makeHouseholds } from "../persons/households.js";
import { availableFact, columnsOfFacts } from "../persons/personRows.js";
import type { RosterView } from "../persons/rosterView.js";
import { type CheckPlan, planChecks } from "./checkPlan.js";
import { foldNames } from "./foldNames.js";
import { makeHitRows } from "./hitRows.js";
import { makeFindingTable, readFindings } from "./findingTable.js";
import { describeLinks, explainedByLink, linkFindings } from "./linkFindings.js";
import { linkRows, type LinkStatistics } from "./linkRows.js";
import { labourLoss, overlapStatistics, type TownshipOf } from "./overlap.js";
import { allFacts, lookAtEverybody, lookCloser, type SmallRosters } from "./personChecks.js";
import { rosterSummaries } from "./rosterSummary.js";
import { viewOf } from "./viewOf.js";

export interface CompareInput {
  engine: Engine;
  vocabulary: Vocabulary;
  policy: Policy;
  rosters: readonly RosterFile[];
  place: { code: string; name: string };
  lang: Lang;
  /** The kinds whose rows naturally repeat a person. */
  severalRows: ReadonlySet<RosterKind>;
  townshipOf: TownshipOf;
  /** When persons on none of the small rosters are looked at by themselves; only speed depends on it. */
  small?: SmallRosters;
  /** Told at the start of each step and of each roster. */
  progress?: (step: ComparisonStep, detail: string) => void;
}

export const COMPARISON_STEPS = ["load", "duplicates", "households", "persons", "names", "statistics", "links", "findings"] as const;
export type ComparisonStep = (typeof COMPARISON_STEPS)[number];

export interface Comparison {
  plan: CheckPlan;
  loaded: LoadedRoster[];
  duplicates: Map<RosterKind, Duplicates>;
  rosterSummaries: Summary["rosters"];
  overlap: Summary["overlap"];
  links: LinkStatistics;
  persons: number;
  timings: { step: string; seconds: number }[];
  /** The findings in the order of findings.csv. */
  findings(): AsyncIterable<FindingRow[]>;
}

/** Compares the rosters in the engine under a policy. The engine is left with the tables that `findings` reads. */
export async function compareRosters(input: CompareInput): Promise<Comparison> {
  const { engine, policy, vocabulary, severalRows } = input;
  const timings: { step: string; seconds: number }[] = [];
  const timed = async <T>(step: ComparisonStep, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    try {
      return await work();
    } finally {
      timings.push({ step, seconds: Math.round(performance.now() - started) / 1000 });
    }
  };

  const facts = allFacts(policy.checks.filter(({ scope }) => scope === "person"));
  const columns = columnsOfFacts(facts);
  const byKind = groupByKind(input.rosters);
  await engine.keepOrder(true);
  const loaded = await timed("load", async () => {
    const result: LoadedRoster[] = [];
    for (const [kind, files] of byKind) {
      input.progress?.("load", kind);
      const wanted = (column: string): boolean => ALWAYS_KEPT.has(column) || severalRows.has(kind) || columns.get(kind)?.has(column) === true;
      result.push(await loadRoster(engine, vocabulary, files, wanted));
    }
    return result;
  });

  await engine.keepOrder(false);

  const duplicates = await timed("duplicates", async () => {
    const found = new Map<RosterKind, Duplicates>();
    for (const roster of loaded) {
      input.progress?.("duplicates", roster.kind);
      found.set(roster.kind, await findDuplicates(engine, roster.kind, sameRowOf(roster, severalRows.has(roster.kind))));
    }
    return found;
  });
  const view = await viewOf(input, loaded, duplicates);
  const plan = planChecks(policy, view);
  const personChecks = plan.run.filter(({ scope }) => scope === "person");
  const linkCheck = plan.run.find(({ scope }) => scope === "link");

  const side = sideTables(view, allFacts(personChecks));
  const labour = await timed("households", async () => {
    input.progress?.("households", "");
    if (side.has("household_of_dibao")) await makeHouseholds(engine, view, "dibao");
    if (view.has("poor")) await makeHouseholds(engine, view, "poor");
    if (side.has("household_profile")) await makeHouseholdProfile(engine, view);
    return labourLoss(engine, view);
  });
  await timed("persons", async () => {
    input.progress?.("persons", "");
    await lookAtEverybody(engine, view, personChecks, input.small ?? { beside: 500_000, share: 0.05 });
  });
  const persons = await timed("names", async () => {
    input.progress?.("names", "");
    await makeHitRows(engine, view);
    await foldNames(engine, view, (["dibao", "poor"] as const).filter((kind) => side.has(`household_of_${kind}`)));
    return lookCloser(engine, view, personChecks);
  });
  const overlap = await timed("statistics", async () => {
    input.progress?.("statistics", "");
    return overlapStatistics(engine, view, labour, input.place, input.townshipOf);
  });
  const links = await timed("links", async () => {
    input.progress?.("links", "");
    if (linkCheck === undefined) return { unidentified: 0, pairs: 0, overCap: 0, keysLeftOut: [], notCompared: [] };
    const statistics = await linkRows(engine, view, persons);
    await describeLinks(engine, view);
    return statistics;
  });
  await timed("findings", async () => {
    input.progress?.("findings", "");
    await makeFindingTable(engine, {
      checks: plan.run.filter(({ scope }) => scope !== "link").sort((a, b) => Number(a.scope !== "person") - Number(b.scope !== "person")),
      view,
      rosters: loaded,
      links: linkCheck === undefined ? null : linkFindings(linkCheck, view),
      explained: linkCheck === undefined ? null : explainedByLink(linkCheck, view),
    });
  });
  return {
    plan, loaded, duplicates, overlap, links, persons, timings,
    rosterSummaries: await rosterSummaries(engine, view, loaded, duplicates, input.lang, links),
    findings: () => readFindings(engine, plan.run),
  };
}

function groupByKind(files: readonly RosterFile[]): Map<RosterKind, RosterFile[]> {
  const groups = new Map<RosterKind, RosterFile[]>();
  for (const file of files) groups.set(file.kind, [...(groups.get(file.kind) ?? []), file]);
  return groups;
}

function sideTables(view: RosterView, facts: readonly string[]): Set<SideTable> {
  return new Set(facts.flatMap((id) => availableFact(view, id)?.joins ?? []));
}
