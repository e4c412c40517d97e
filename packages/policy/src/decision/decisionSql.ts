import { isNumeric } from "../type.js";
import { textLiteral, type Dialect, type SqlWriter } from "../backend/sql.js";
import { Conditions } from "./conditions.js";
import { decisiveRules, type CodeWhen } from "./decisiveRules.js";
import { HouseholdPlan, type HouseholdTables, type MemberExtras, type PlanWanted, type Step } from "./householdPlan.js";
import { missingFacts } from "./missingFacts.js";
import { Simplifier } from "./simplify.js";
import type { Expr } from "../ir.js";
import type { Policy, Scheme } from "../policy.js";

/** Codes that one lookup turns into text: 512 combinations. */
const CODES_AT_ONCE = 9;

interface Plan extends Pick<Scheme, "id" | "entitled" | "class" | "amount" | "until"> {
  readonly reasons: readonly CodeWhen[];
  readonly missing: readonly CodeWhen[];
  /** Whether anything is to be reported as missing; null: never. */
  readonly lacks: Expr | null;
}

/** The results of a scheme as SQL. */
type Columns = Readonly<Record<(typeof RESULTS)[number], string>>;

const RESULTS = ["outcome", "class", "amount_fen_month", "until", "reasons", "missing"] as const;
/** What a scheme without the expression gives, in the type of the column. */
const NONE = { outcome: "'no'", class: "CAST(NULL AS TEXT)", amount_fen_month: "CAST(NULL AS BIGINT)", until: "CAST(NULL AS DATE)", reasons: "''", missing: "''" } as const satisfies Columns;

/**
 * One SELECT that decides schemes for all households at once, equal to `evaluateScheme` for each. A row for each
 * household and scheme of unit household, and for each person and scheme of unit person, in no order, with the columns
 * household_no; person_no (NULL for a household); scheme; outcome 'yes', 'no' or 'unknown'; class (text), amount_fen_month
 * (BIGINT) and until (DATE), NULL unless yes; reasons and missing, codes joined by `;`, never NULL. Persons without a
 * household get no row. The columns that are `carried` follow. Null where there is no scheme.
 */
export function decisionSql(policy: Policy, schemes: readonly Scheme[], dialect: Dialect, tables: HouseholdTables): string | null {
  const steps: Step[] = [];
  const selects: string[] = [];
  for (const unit of ["household", "person"] as const) {
    const planned = planFor(unit, policy, schemes, dialect, tables);
    if (!planned) continue;
    const { from, writer } = planned.plan.build();
    steps.push(...planned.plan.steps);
    selects.push(selectSql(planned.schemes, from, writer, unit, [...(tables.carried ?? []), ...(tables.members?.carried ?? [])]));
  }
  return selects.length === 0 ? null : withSteps(steps) + selects.join("\nUNION ALL\n");
}

/**
 * One SELECT of what schemes of households ask of the members by themselves, a row for each household that has members: for a
 * caller that reads all persons anyway and can gather something of its own in the same pass. decisionSql takes the table as `members`.
 * `persons` as in HouseholdTables, with the columns of `extras`. Null where no scheme is of unit household.
 */
export function memberPassSql(policy: Policy, schemes: readonly Scheme[], dialect: Dialect, persons: string, extras: MemberExtras): string | null {
  return planFor("household", policy, schemes, dialect, { households: "", persons })?.plan.memberPass(extras) ?? null;
}

function planFor(unit: Scheme["unit"], policy: Policy, schemes: readonly Scheme[], dialect: Dialect, tables: HouseholdTables): { plan: HouseholdPlan; schemes: Plan[] } | null {
  const conditions = new Conditions(policy.facts);
  const schemeIds = new Set(policy.schemes.map((scheme) => scheme.id));
  const simplifier = new Simplifier(conditions, policy.date);
  const plans = schemes.filter((scheme) => scheme.unit === unit).map((scheme) => planOf(scheme, policy, schemeIds, conditions, simplifier));
  if (plans.length === 0) return null;
  return { plan: new HouseholdPlan(policy, dialect, tables, conditions, unit, wantedBy(plans, conditions), unit.charAt(0)), schemes: plans };
}

/** Codes are derived from the packs' expressions; only then is everything simplified. */
function planOf(scheme: Scheme, policy: Policy, schemeIds: ReadonlySet<string>, conditions: Conditions, simplifier: Simplifier): Plan {
  const missing = missingFacts(scheme, policy.facts, conditions);
  const entitled = conditions.isTrue(scheme.entitled);
  const open = [scheme.class, scheme.amount].filter((expr) => expr !== null).map((expr) => [entitled, conditions.isUnknown(expr)]);
  const lacks = missing.length === 0 ? null : conditions.any([[conditions.isUnknown(scheme.entitled)], ...open]);
  const simple = (expr: Expr | null): Expr | null => expr && simplifier.simplify(expr);
  const each = ({ code, when }: CodeWhen): CodeWhen => ({ code, when: simplifier.simplify(when) });
  return {
    id: scheme.id,
    entitled: simplifier.simplify(scheme.entitled),
    class: simple(scheme.class), amount: simple(scheme.amount), until: simple(scheme.until), lacks: simple(lacks),
    reasons: decisiveRules(scheme.entitled, conditions, schemeIds).map(each),
    missing: missing.map(each),
  };
}

/** Everything that `columnsOf` writes, as often as it does. */
function wantedBy(plans: readonly Plan[], conditions: Conditions): PlanWanted[] {
  return plans.flatMap(({ entitled, reasons, missing, lacks, ...plan }): PlanWanted[] => {
    const results = [plan.class, plan.amount, plan.until].filter((expr) => expr !== null);
    return [
      { exprs: [entitled, entitled, ...results.map(() => entitled), ...reasons.map(({ when }) => when), ...(lacks ? [lacks] : [])], only: null, rarely: false },
      { exprs: results, only: conditions.isTrue(entitled), rarely: false },
      ...(lacks ? [{ exprs: missing.map(({ when }) => when), only: lacks, rarely: true }] : []),
    ];
  });
}

function columnsOf({ reasons, missing, lacks, ...plan }: Plan, writer: SqlWriter): Columns {
  const entitled = writer.write(plan.entitled);
  const whenYes = (expr: Expr | null, none: string): string => (expr ? `CASE WHEN ${entitled} THEN ${isNumeric(expr.type) ? `CAST(${writer.write(expr)} AS BIGINT)` : writer.write(expr)} END` : none);
  return {
    outcome: `CASE WHEN ${entitled} THEN 'yes' WHEN NOT ${entitled} THEN 'no' ELSE 'unknown' END`,
    class: whenYes(plan.class, NONE.class),
    amount_fen_month: whenYes(plan.amount, NONE.amount_fen_month),
    until: whenYes(plan.until, NONE.until),
    reasons: reasonsSql(reasons, writer),
    missing: lacks ? `CASE WHEN ${writer.write(lacks)} THEN concat_ws(';', ${missing.map(({ code, when }) => `CASE WHEN ${writer.write(when)} THEN ${textLiteral(code)} END`).join(", ")}) ELSE '' END` : NONE.missing,
  };
}

/** Looked up by the bits of those that hold: joining texts for every household would cost more than deciding it. */
function reasonsSql(reasons: readonly CodeWhen[], writer: SqlWriter): string {
  if (reasons.length === 0) return NONE.reasons;
  const parts: CodeWhen[][] = [];
  for (let from = 0; from < reasons.length; from += CODES_AT_ONCE) parts.push(reasons.slice(from, from + CODES_AT_ONCE));
  const lookup = (part: readonly CodeWhen[], start: string): string => {
    const texts = Array.from({ length: 2 ** part.length }, (_, bits) => part.filter((_reason, bit) => (bits >> bit) % 2 === 1).map(({ code }) => code).join(";"));
    const bits = part.map(({ when }, bit) => `(CASE WHEN ${writer.write(when)} THEN ${2 ** bit} ELSE 0 END)`);
    return `(ARRAY[${texts.map((text) => textLiteral(text === "" ? "" : start + text)).join(", ")}])[1 + (${bits.join(" | ")})]`;
  };
  const [only, second] = parts;
  if (only && !second) return lookup(only, "");
  return `substr(${parts.map((part) => lookup(part, ";")).join(" || ")}, 2)`;
}

/** Several schemes are read off each row in turn, so that nothing has to be kept. */
function selectSql(plans: readonly Plan[], from: string, writer: SqlWriter, unit: Scheme["unit"], carried: readonly string[]): string {
  const person = unit === "person" ? "r.person_no" : "CAST(NULL AS BIGINT)";
  const columns = plans.map((plan) => ({ scheme: textLiteral(plan.id), ...columnsOf(plan, writer) }));
  const [only, second] = columns;
  const names = ["scheme", ...RESULTS] as const;
  const choose = (name: (typeof names)[number]): string => {
    if (only && !second) return only[name];
    const distinct = new Set(columns.map((each) => each[name]));
    if (distinct.size === 1) return columns[0]?.[name] ?? "";
    return `CASE s.n ${columns.map((each, index) => `WHEN ${index} THEN ${each[name]}`).join(" ")} END`;
  };
  const schemes = second ? ` CROSS JOIN (VALUES ${columns.map((_, index) => `(${index})`).join(", ")}) AS s(n)` : "";
  return `SELECT r.household_no, ${person} AS person_no, ${names.map((name) => `${choose(name)} AS ${name}`).join(", ")}${carried.map((column) => `, r."${column}"`).join("")} FROM ${from} AS r${schemes}`;
}

function withSteps(steps: readonly Step[]): string {
  if (steps.length === 0) return "";
  return `WITH ${steps.map(({ name, sql, again }) => `${name} AS ${again ? "MATERIALIZED " : ""}(${sql})`).join(",\n")}\n`;
}
