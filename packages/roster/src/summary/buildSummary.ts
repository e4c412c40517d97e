import { type CheckSummary, type FindingCode, type Lang, maskText, type PreviousCounts, type Summary } from "@doudi/contract";
import type { Check, Policy } from "@doudi/policy";
import type { Comparison } from "../compare/compareRosters.js";
import type { Engine } from "../engine/engine.js";
import type { FileProblem } from "../files/fileProblem.js";
import type { Division } from "../places/divisions.js";
import type { FindingTally } from "./findingTally.js";

export interface SummaryParts {
  /** The version of Doudi that compared. */
  doudiVersion: string;
  place: Division;
  date: string;
  lang: Lang;
  engine: Engine;
  policy: Policy;
  comparison: Comparison;
  tally: FindingTally;
  unreadable: readonly FileProblem[];
  warnings: readonly string[];
  timings: Summary["timings"];
  previous: PreviousCounts | null;
}

/** What a comparison came to: summary.json of the command line, the summary of a run of the server. Texts out of the files are masked: the summary holds no person's number. */
export function buildSummary(parts: SummaryParts): Summary {
  const { place, date, lang, engine, policy, comparison, tally, previous } = parts;
  const { plan } = comparison;
  const ran = new Set<string>(plan.run.map(({ id }) => id));
  return {
    schema: "doudi.compare/1",
    place: { code: place.code, name: place.name },
    date,
    lang,
    engine: { name: engine.dialect.name, version: engine.version },
    doudiVersion: parts.doudiVersion,
    packs: policy.chain.map(({ id, version, name }) => ({ id, version, name })),
    rosters: comparison.rosterSummaries.map((roster) => ({
      ...roster,
      columns: roster.columns.map(({ header, column }) => ({ header: maskText(header), column })),
      warnings: roster.warnings.map((warning) => maskText(warning)),
    })),
    unreadable: parts.unreadable.map(({ file, code, message }) => ({ file, code, message: maskText(message[lang]) })),
    findings: tally.counts(),
    checks: policy.checks.map((check) => checkSummary(check, lang, ran.has(check.id))),
    notRun: plan.notRun.map(({ check, needs, why, message }) => ({ check, needs, why, message: message[lang] })),
    partial: plan.partial.map(({ check, missing, message }) => ({ check, missing, message: message[lang] })),
    unsourced: unsourcedParameters(policy, plan.run, lang),
    overlap: comparison.overlap,
    warnings: parts.warnings.map((warning) => maskText(warning)),
    timings: parts.timings,
    totalSeconds: Math.round(performance.now()) / 1000,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    ...(previous === null ? {} : { previous }),
  };
}

function checkSummary(check: Check, lang: Lang, ran: boolean): CheckSummary {
  const { source } = check;
  return {
    code: check.id as FindingCode,
    name: check.name,
    source: { doc: source?.number ?? source?.title[lang] ?? "", title: source?.title[lang] ?? "", clause: source?.clause ?? "" },
    pack: check.packId,
    expression: check.expressionText,
    ran,
  };
}

/** The parameters without a verified source that a check used, with the checks. */
function unsourcedParameters(policy: Policy, run: readonly Check[], lang: Lang): Summary["unsourced"] {
  const found = new Map<string, Summary["unsourced"][number]>();
  for (const check of run) {
    for (const id of check.unsourced) {
      const parameter = policy.parameters.get(id);
      if (parameter === undefined) continue;
      const entry = found.get(id) ?? { id, name: { zh: parameter.name, en: parameter.en }, value: parameter.formatted[lang], status: parameter.status, checks: [] };
      entry.checks.push(check.id as FindingCode);
      found.set(id, entry);
    }
  }
  return [...found.values()];
}
