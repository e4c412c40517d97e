import { expect } from "vitest";
import { decisionSql, DIALECTS, evaluateScheme, traceScheme, type Decision, type Dialect, type Policy, type Scheme, type Subject } from "./index.js";
import { householdTables, subjectOf, type RandomHousehold } from "./randomHousehold.testkit.js";
import type { TestEngine } from "./engines.testkit.js";

/** One line a decision, as the engines' rows are written too. */
function line(household: number, member: number | null, scheme: string, decision: Decision): string {
  const { outcome, amount, until, reasons, missing } = decision;
  return [`H${household}`, member === null ? "-" : member + 1, scheme, outcome, decision.class ?? "-", amount ?? "-", until ?? "-", reasons.join(";"), missing.join(";")].join("|");
}

type Decide = (policy: Policy, scheme: Scheme, subject: Subject, member?: number) => Decision;

interface Decided {
  readonly scheme: string;
  readonly member: number | null;
  readonly decision: Decision;
}

/** Every decision of a household: once for it, or once a member. */
export function decideAll(policy: Policy, subject: Subject, decide: Decide = evaluateScheme): Decided[] {
  return policy.schemes.flatMap((scheme): Decided[] =>
    scheme.unit === "household"
      ? [{ scheme: scheme.id, member: null, decision: decide(policy, scheme, subject) }]
      : subject.members.map((_, member) => ({ scheme: scheme.id, member, decision: decide(policy, scheme, subject, member) })),
  );
}

function inJavaScript(policy: Policy, households: readonly RandomHousehold[], decide: Decide): string[] {
  return households.flatMap((household, index) => decideAll(policy, subjectOf(policy, household), decide).map(({ scheme, member, decision }) => line(index, member, scheme, decision))).sort();
}

async function inSql(policy: Policy, households: readonly RandomHousehold[], dialect: Dialect, engine: TestEngine): Promise<string[]> {
  const sql = decisionSql(policy, policy.schemes, dialect, householdTables(policy, households));
  const columns = ["household_no", "person_no", "scheme", "outcome", "class", "amount_fen_month", "until", "reasons", "missing"];
  const rows = await engine.query(`SELECT ${columns.map((column) => `COALESCE(CAST(${column} AS TEXT), '-')`).join(", ")} FROM (${sql}) AS d`);
  return rows.map((row) => row.join("|")).sort();
}

/** JavaScript, its account, DuckDB and PostgreSQL decide the same of all schemes. Gives how often each outcome came out. */
export async function agree(policy: Policy, households: readonly RandomHousehold[], engines: Record<Dialect, TestEngine>): Promise<Record<Decision["outcome"], number>> {
  const js = inJavaScript(policy, households, evaluateScheme);
  expect({ account: inJavaScript(policy, households, (...of) => traceScheme(...of).decision) }).toEqual({ account: js });
  for (const dialect of DIALECTS) expect({ dialect, rows: await inSql(policy, households, dialect, engines[dialect]) }).toEqual({ dialect, rows: js });
  const counts = { yes: 0, no: 0, unknown: 0 };
  for (const each of js) {
    const [, , , outcome] = each.split("|");
    if (outcome === "yes" || outcome === "no" || outcome === "unknown") counts[outcome] += 1;
  }
  return counts;
}
