import { type DecisionSummary, type Lang, maskText } from "@doudi/contract";
import type { Decisions } from "@doudi/decision";
import type { Division, Divisions } from "@doudi/roster";
import type { LoadedPolicy } from "../packs/loadPolicy.js";
import { doudiVersion } from "../installation.js";
import type { DecideRequest } from "./decideRequest.js";

interface SummaryParts {
  request: DecideRequest;
  place: Division;
  divisions: Divisions;
  law: LoadedPolicy;
  engine: DecisionSummary["engine"];
  /** Name of the input. */
  file: string;
}

/** What is written to summary.json. It holds nobody's number. */
export function buildDecisionSummary(decisions: Decisions, parts: SummaryParts): DecisionSummary {
  const { request, place, law, engine, file } = parts;
  const { policy, loaded, input } = decisions;
  const { lang } = request;
  return {
    schema: "doudi.decide/1",
    place: { code: place.code, name: place.name },
    date: request.date,
    lang,
    engine,
    doudiVersion: doudiVersion(),
    packs: policy.chain.map(({ id, version, name }) => ({ id, version, name })),
    input: { file, format: input.format },
    households: loaded.households,
    persons: loaded.persons,
    rejected: loaded.rejected,
    problems: loaded.problems,
    rows: decisions.rows,
    schemes: [...decisions.bySchemes],
    townships: townships(decisions, parts),
    ...parameters(decisions, lang),
    warnings: [...law.warnings, ...loaded.warnings, ...decisions.warnings].map((warning) => maskText(warning[lang])),
    timings: decisions.timings,
    totalSeconds: Math.round(performance.now()) / 1000,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  };
}

function townships({ byTownships }: Decisions, { divisions }: SummaryParts): DecisionSummary["townships"] {
  const found = new Map<string | null, DecisionSummary["townships"][number]>();
  for (const { code, scheme, yes, costFenMonth } of byTownships) {
    const township = found.get(code) ?? { code, name: code === null ? null : (divisions.find(code)?.name ?? null), schemes: [], costFenMonth: 0 };
    township.schemes.push({ scheme, yes, costFenMonth });
    township.costFenMonth += costFenMonth;
    found.set(code, township);
  }
  for (const township of found.values()) township.schemes.sort((a, b) => (a.scheme < b.scheme ? -1 : 1));
  return [...found.values()].sort((a, b) => b.costFenMonth - a.costFenMonth || ((a.code ?? "") < (b.code ?? "") ? -1 : 1));
}

/** The parameters that a scheme used and that nobody vouches for: unsourced, or set for this run. */
function parameters({ policy, schemes }: Decisions, lang: Lang): Pick<DecisionSummary, "unsourced" | "set"> {
  const used = [...policy.parameters.values()].flatMap((parameter) => {
    const by = schemes.filter(({ unsourced }) => unsourced.some((code) => code === parameter.id || code === `${parameter.id}:set`)).map(({ id }) => id);
    const entry = { id: parameter.id, name: { zh: parameter.name, en: parameter.en }, value: parameter.formatted[lang], schemes: by };
    return by.length > 0 || parameter.status === "set" ? [{ entry, status: parameter.status }] : [];
  });
  return {
    unsourced: used.filter(({ status }) => status !== "set").map(({ entry: { schemes: by, ...entry }, status }) => ({ ...entry, status, schemes: by })),
    set: used.filter(({ status }) => status === "set").map(({ entry }) => entry),
  };
}
