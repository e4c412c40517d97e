import type { Bilingual, SchemeSummary } from "@doudi/contract";
import type { Policy, Scheme } from "@doudi/policy";
import type { Engine } from "@doudi/roster";

/** Cost a month of one scheme in one township; `code` as the households give it, null where they do not. */
export interface TownshipCost {
  readonly code: string | null;
  readonly scheme: string;
  readonly yes: number;
  readonly costFenMonth: number;
}

/** Kept of what is missing. */
const MOST_MISSING = 10;

/** Outcomes, cost and what was missing by scheme, from the table `decisions`. */
export async function summariseSchemes(engine: Engine, policy: Policy, schemes: readonly Scheme[]): Promise<SchemeSummary[]> {
  const counts = await engine.rows("SELECT scheme, outcome, count(*) AS n, count(amount_fen_month) AS amounts, coalesce(sum(amount_fen_month), 0) AS cost FROM decisions GROUP BY scheme, outcome");
  const lacking = await engine.rows("SELECT scheme, missing, count(*) AS n FROM decisions WHERE missing <> '' GROUP BY scheme, missing");
  const names = new Map<string, Bilingual>([...[...policy.parameters.values()].map(({ id, name, en }) => [id, { zh: name, en }] as const), ...[...policy.facts.values()].map(({ input, name }) => [input, name] as const)]);
  return schemes.map((scheme) => {
    const of = (outcome: string): (typeof counts)[number] | undefined => counts.find((row) => row["scheme"] === scheme.id && row["outcome"] === outcome);
    const count = (outcome: string): number => Number(of(outcome)?.["n"] ?? 0);
    const yes = of("yes");
    return {
      id: scheme.id,
      name: scheme.name,
      unit: scheme.unit,
      lead: scheme.lead === null ? null : scheme.lead.formatted.zh,
      yes: count("yes"),
      no: count("no"),
      unknown: count("unknown"),
      amountUnknown: scheme.amount === null ? 0 : count("yes") - Number(yes?.["amounts"] ?? 0),
      costFenMonth: scheme.amount === null ? null : Number(yes?.["cost"] ?? 0),
      missing: mostMissing(lacking.filter((row) => row["scheme"] === scheme.id).map((row) => ({ keys: String(row["missing"]).split(";"), count: Number(row["n"]) })), names),
    };
  });
}

function mostMissing(rows: readonly { keys: readonly string[]; count: number }[], names: ReadonlyMap<string, Bilingual>): SchemeSummary["missing"] {
  const totals = new Map<string, number>();
  for (const { keys, count } of rows) for (const key of keys) totals.set(key, (totals.get(key) ?? 0) + count);
  return [...totals].map(([key, count]) => ({ key, name: names.get(key) ?? { zh: key, en: key }, count })).sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1)).slice(0, MOST_MISSING);
}

/** Who is entitled and what it costs a month, by township (nine digits of the division code, or the whole code where it is shorter). */
export async function summariseTownships(engine: Engine): Promise<TownshipCost[]> {
  const rows = await engine.rows("SELECT township, scheme, count(*) AS yes, coalesce(sum(amount_fen_month), 0) AS cost FROM decisions WHERE outcome = 'yes' GROUP BY township, scheme");
  return rows.map((row) => ({ code: row["township"] === null ? null : String(row["township"]), scheme: String(row["scheme"]), yes: Number(row["yes"]), costFenMonth: Number(row["cost"]) }));
}
