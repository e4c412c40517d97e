import { isNumeric } from "../type.js";
import { textLiteral, type Dialect, type SqlWriter } from "../backend/sql.js";
import { Conditions } from "./conditions.js";
import { decisiveRules, type CodeWhen } from "./decisiveRules.js";
import { HouseholdPlan, type HouseholdTables, type Ready, type Step } from "./householdPlan.js";
import { missingFacts } from "./missingFacts.js";
import type { Wanted } from "./columnStages.js";
import type { Expr } from "../ir.js";
import type { Policy, Scheme } from "../policy.js";

/** Codes that one lookup turns into text: 64 combinations. */
const CODES_AT_ONCE = 6;

interface Plan {
  readonly scheme: Scheme;
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
 * household get no row. Null where there is no scheme.
 */
export function decisionSql(policy: Policy, schemes: readonly Scheme[], dialect: Dialect, tables: HouseholdTables): string | null {
  const conditions = new Conditions(policy.facts);
  const schemeIds = new Set(policy.schemes.map((scheme) => scheme.id));
  const plans = schemes.map((scheme) => planOf(scheme, policy, schemeIds, conditions));
  const [ofHouseholds, ofPersons] = [plans.filter(({ scheme }) => scheme.unit === "household"), plans.filter(({ scheme }) => scheme.unit === "person")];
  const plan = new HouseholdPlan(policy, dialect, tables, conditions, wantedBy(ofHouseholds, conditions), wantedBy(ofPersons, conditions));
  const ready = plan.households();
  const selects: string[] = [];
  if (ofPersons.length === 0) selects.push(...select(ofHouseholds, ready, null));
  else {
    plan.keepFor("w", ofHouseholds.flatMap((each, index) => kept(columnsOf(each, ready.writer), index)));
    selects.push(...selectKept(ofHouseholds));
    selects.push(...select(ofPersons, plan.persons(), "person_no"));
  }
  return selects.length === 0 ? null : [withSteps(plan.steps), ...selects.join("\nUNION ALL\n")].join("");
}
