import { type Bilingual, type FindingCode, ROSTER_KINDS, type RosterKind } from "@doudi/contract";
import { type Check, type Expr, type FactRange, factsOf, type Policy, possibleOutcomes } from "@doudi/policy";
import { FACTS } from "../persons/facts.js";
import { availableFact } from "../persons/personRows.js";
import { kindsSent, type RosterView } from "../persons/rosterView.js";
import { ROW_FACTS, rowFactKinds } from "../persons/rowFacts.js";

interface NotRun {
  check: FindingCode;
  needs: RosterKind[];
  why: "roster_missing" | "members_not_listed" | "column_missing";
  message: Bilingual;
}

export interface CheckPlan {
  run: Check[];
  notRun: NotRun[];
  partial: { check: FindingCode; missing: RosterKind[]; message: Bilingual }[];
}

/**
 * Which checks can find anything with the rosters that were sent. A fact without its roster is unknown, presence on a
 * roster of household heads is true or unknown; a check whose condition cannot come out true is not run and says what it
 * needs, never zero findings. One that can, although a roster it reads is missing, says what it did not look at.
 */
export function planChecks(policy: Policy, view: RosterView): CheckPlan {
  const plan: CheckPlan = { run: [], notRun: [], partial: [] };
  for (const check of policy.checks) {
    const code = check.id as FindingCode;
    if (possibleOutcomes(check.when, (id) => rangeOf(view, id)).has("true")) {
      plan.run.push(check);
      const missing = rostersOf(check.when).filter((kind) => !view.has(kind));
      const notExcluded = check.unless === null ? [] : rostersOf(check.unless).filter((kind) => !view.has(kind) && !missing.includes(kind));
      if (missing.length + notExcluded.length > 0 && check.scope === "person") plan.partial.push({ check: code, missing: [...missing, ...notExcluded], message: partialMessage(missing, notExcluded) });
    } else {
      plan.notRun.push(notRun(view, check));
    }
  }
  return plan;
}

/** Whether a check can find anything in a person who stands on none of these rosters. */
export function canFind(check: Check, view: RosterView, absent: ReadonlySet<RosterKind>): boolean {
  return possibleOutcomes(check.when, (id) => (isPresence(id, (kind) => absent.has(kind) && view.membersListed(kind)) ? new Set(["false"]) : rangeOf(view, id))).has("true");
}

/** Whether a fact is that of standing on a roster of some sort. */
function isPresence(id: string, sort: (kind: RosterKind) => boolean): boolean {
  const [kind] = Object.keys(FACTS[id]?.needs ?? {}) as RosterKind[];
  return kind !== undefined && id === `on_${kind}` && sort(kind);
}

function rangeOf(view: RosterView, id: string): FactRange {
  const rowFact = ROW_FACTS[id];
  if (rowFact !== undefined) return rowFactKinds(view, id).length > 0 ? rangeOfType(rowFact.type) : new Set(["unknown"]);
  if (id.startsWith("link_")) return new Set(["known", "unknown"]);
  const fact = availableFact(view, id);
  if (fact === null) return new Set(["unknown"]);
  if (isPresence(id, () => true)) return isPresence(id, (kind) => view.membersListed(kind)) ? new Set(["true", "false"]) : new Set(["true", "unknown"]);
  if (id === "poor_household_on_dibao" && !view.membersListed("dibao")) return new Set(["true", "unknown"]);
  return rangeOfType(fact.type);
}

function rangeOfType(type: string): FactRange {
  return type === "BOOLEAN" ? new Set(["true", "false", "unknown"]) : new Set(["known", "unknown"]);
}

/** The rosters that an expression reads. */
function rostersOf(expr: Expr): RosterKind[] {
  const kinds = new Set<RosterKind>();
  for (const id of factsOf(expr)) for (const kind of Object.keys(FACTS[id]?.needs ?? {}) as RosterKind[]) kinds.add(kind);
  return [...kinds];
}

function notRun(view: RosterView, check: Check): NotRun {
  const code = check.id as FindingCode;
  const kinds = check.scope === "row" ? [...new Set([...factsOf(check.when)].flatMap((id) => ROW_FACTS[id]?.kinds ?? []))] : rostersOf(check.when);
  const missing = kinds.filter((kind) => !view.has(kind));
  const needs = smallestAddition(view, check, missing);
  if (needs !== null) {
    const zh = needs.map((kind) => ROSTER_KINDS[kind].zh).join("、");
    const en = needs.map((kind) => ROSTER_KINDS[kind].en).join(", ");
    return { check: code, needs, why: "roster_missing", message: { zh: `未运行:需要${zh}花名册`, en: `not run: needs the roster of ${en}` } };
  }
  const heads = kinds.filter((kind) => view.has(kind) && !view.membersListed(kind));
  if (heads.length > 0) {
    const zh = heads.map((kind) => ROSTER_KINDS[kind].zh).join("、");
    const en = heads.map((kind) => ROSTER_KINDS[kind].en).join(", ");
    return { check: code, needs: heads, why: "members_not_listed", message: { zh: `未运行:${zh}花名册一户一行,未列家庭成员`, en: `not run: members not listed (${en} has one row a household)` } };
  }
  if (check.scope === "row") return { check: code, needs: [], why: "column_missing", message: rowColumnMessage(view, check) };
  const columns = kinds.flatMap((kind) => [...factsOf(check.when)].flatMap((id) => missingColumns(view, id, kind)));
  const zh = [...new Set(columns.map(({ kind, column }) => `${ROSTER_KINDS[kind].zh}花名册的“${view.columnLabel(kind, column).zh}”列`))].join("、");
  const en = [...new Set(columns.map(({ kind, column }) => `column ${view.columnLabel(kind, column).en} of ${ROSTER_KINDS[kind].en}`))].join(", ");
  return { check: code, needs: [...new Set(columns.map(({ kind }) => kind))], why: "column_missing", message: { zh: `未运行:缺${zh}`, en: `not run: needs ${en}` } };
}

/** The columns of a roster that was sent without which a fact is unknown; of several that would each do, the first. */
function missingColumns(view: RosterView, id: string, kind: RosterKind): { kind: RosterKind; column: string }[] {
  const fact = FACTS[id];
  const oneOf = fact?.needsOneOf?.[kind] ?? [];
  const none = oneOf.some((column) => view.hasColumn(kind, column)) ? [] : oneOf.slice(0, 1);
  const each = (fact?.needs[kind] ?? []).filter((column) => !view.hasColumn(kind, column));
  const unable = fact?.able?.(view) === false ? (fact.uses?.[kind] ?? []).filter((column) => !view.hasColumn(kind, column)).slice(0, 1) : [];
  return [...each, ...unable, ...none].map((column) => ({ kind, column }));
}

/** A row check reads the rosters one by one: it is not run where none of them has the column. */
function rowColumnMessage(view: RosterView, check: Check): Bilingual {
  const columns = [...new Set([...factsOf(check.when)].flatMap((id) => (ROW_FACTS[id]?.columns ?? []).slice(0, 1)))];
  const [kind] = kindsSent(view);
  const label = (column: string): Bilingual => (kind === undefined ? { zh: column, en: column } : view.columnLabel(kind, column));
  return {
    zh: `未运行:各册均无“${columns.map((column) => label(column).zh).join("”“")}”列`,
    en: `not run: no roster has a column ${columns.map((column) => label(column).en).join(", ")}`,
  };
}

/** The fewest missing rosters whose arrival would let the check find something; null where no roster would help. */
function smallestAddition(view: RosterView, check: Check, missing: readonly RosterKind[]): RosterKind[] | null {
  for (let size = 1; size <= missing.length; size += 1) {
    for (const added of combinations(missing, size)) {
      const assumed: RosterView = {
        ...view,
        has: (kind) => view.has(kind) || added.includes(kind),
        hasColumn: (kind, column) => added.includes(kind) || view.hasColumn(kind, column),
        membersListed: (kind) => added.includes(kind) || view.membersListed(kind),
      };
      if (possibleOutcomes(check.when, (id) => rangeOf(assumed, id)).has("true")) return [...added];
    }
  }
  return null;
}

function* combinations<T>(items: readonly T[], size: number): Iterable<T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [i, item] of items.entries()) for (const rest of combinations(items.slice(i + 1), size - 1)) yield [item, ...rest];
}

/** What was not looked at for want of a roster, and whom a roster that is missing could have excused. */
function partialMessage(missing: readonly RosterKind[], notExcluded: readonly RosterKind[]): Bilingual {
  const names = (kinds: readonly RosterKind[]): Bilingual => ({ zh: kinds.map((kind) => ROSTER_KINDS[kind].zh).join("、"), en: kinds.map((kind) => ROSTER_KINDS[kind].en).join(", ") });
  const parts = [
    ...(missing.length === 0 ? [] : [{ zh: `没有${names(missing).zh}花名册,其中的人员未核对`, en: `without the roster of ${names(missing).en}, the persons on it were not looked at` }]),
    ...(notExcluded.length === 0 ? [] : [{ zh: `没有${names(notExcluded).zh}花名册,其中的人员未排除`, en: `without the roster of ${names(notExcluded).en}, the persons on it were not left out` }]),
  ];
  return { zh: `部分运行:${parts.map(({ zh }) => zh).join(";")}`, en: `ran in part: ${parts.map(({ en }) => en).join("; ")}` };
}
