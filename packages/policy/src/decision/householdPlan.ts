import { partsOf, readsMember, type Expr } from "../ir.js";
import { addSharedColumns, nested, seeThrough, writerOf, type Relation, type StageContext, type Wanted } from "./columnStages.js";
import { MemberAggregates, type MembersExpr } from "./memberAggregates.js";
import type { Dialect, SqlWriter } from "../backend/sql.js";
import { AS_OF, type Conditions } from "./conditions.js";
import type { Policy } from "../policy.js";

/**
 * The relations that hold the data, as they stand in a FROM: `households` with a row for each household, `persons` with
 * one for each member. Columns are fact ids; both have household_no, persons also person_no.
 */
export interface HouseholdTables {
  readonly households: string;
  readonly persons: string;
  /** Columns of `households` that every row of the result has as well. */
  readonly carried?: readonly string[];
  /** What schemes of households ask of the members, where memberPassSql has made a table of it. */
  readonly members?: MemberTable;
}

/** A table made by memberPassSql for the same policy and schemes. */
export interface MemberTable {
  readonly name: string;
  /** Those of its further aggregates that every row of the result has as well; NULL for a household without members. */
  readonly carried: readonly string[];
}

/** What memberPassSql works out besides. */
export interface MemberExtras {
  /** Columns of the relation of persons that the aggregates use. */
  readonly columns: readonly string[];
  /** SQL of aggregates with their names. */
  readonly aggregates: readonly string[];
}

export interface PlanWanted extends Wanted {
  /** Whether it is about what is missing, which for most households and members is nothing. */
  readonly rarely: boolean;
}

export interface Step {
  readonly name: string;
  readonly sql: string;
  /** Read more than once. */
  readonly again: boolean;
}

/** A relation in which everything wanted can be written. */
export interface Ready {
  readonly from: string;
  readonly writer: SqlWriter;
}

/**
 * The steps from the two tables to the values of expressions, for all households at once. What is asked of the members
 * is gathered in one pass over the persons; aggregates whose bodies use the household, or other aggregates, take one more
 * pass for each depth of nesting.
 */
export class HouseholdPlan {
  readonly steps: Step[] = [];
  private readonly passes = new Map<number, number>();
  private readonly aggregates: ReadonlyMap<number, MembersExpr>;
  private readonly rarely: ReadonlySet<number>;
  private readonly context: StageContext;
  /** Of each pass, from 1 on: parts of bodies that are the household's. */
  private readonly carried: Map<number, Expr>[] = [];
  private current: Relation;

  /** `wanted` once a household, or once a member. `prefix` starts the names of the steps. */
  constructor(
    private readonly policy: Policy,
    dialect: Dialect,
    private readonly tables: HouseholdTables,
    private readonly conditions: Conditions,
    private readonly unit: "household" | "person",
    private readonly wanted: readonly PlanWanted[],
    private readonly prefix: string,
  ) {
    this.context = { pool: conditions.pool, dialect, column: (id) => (id === AS_OF ? `DATE '${policy.date}'` : `"${id}"`) };
    const always = this.aggregatesOf(wanted.filter(({ rarely }) => !rarely).flatMap(({ exprs, only }) => (only ? [...exprs, only] : exprs)));
    this.aggregates = new Map([...this.aggregatesOf(all(wanted)), ...always]);
    this.rarely = new Set([...this.aggregates.keys()].filter((number) => !always.has(number)));
    for (const expr of this.aggregates.values()) this.pass(expr);
    const facts = this.factsIn(all(wanted), (fact) => !fact.member);
    this.current = { from: `(SELECT ${["h.household_no", ...this.factColumns("h", facts), ...this.carriedColumns("h")].join(", ")} FROM ${tables.households} AS h)`, stored: new Map() };
  }

  /** The relation of households or persons over which everything wanted can be written. Persons have person_no as well. */
  build(): Ready {
    const plain = this.ofPass(0);
    const { members } = this.tables;
    if (members && this.unit === "household") this.joinWith(members.name, this.group(plain), members.carried);
    else if (plain.length > 0) this.join(`${this.prefix}a0`, plain, this.personsOf(plain, []));
    for (let pass = 1; pass <= Math.max(0, ...this.passes.values()); pass += 1) {
      const carried = [...(this.carried[pass]?.values() ?? [])];
      this.current = addSharedColumns(this.current, [{ exprs: carried, only: null }], this.context);
      this.keep(`${this.prefix}h${pass}`);
      const exprs = this.ofPass(pass);
      this.join(`${this.prefix}a${pass}`, exprs, this.personsOf(exprs, carried));
    }
    if (this.unit === "household") return this.ready(addSharedColumns(this.current, this.wanted, this.context));
    const everything = all(this.wanted);
    const carried = this.carriedTo(everything);
    this.current = addSharedColumns(this.current, [{ exprs: carried, only: null }], this.context);
    return this.ready(addSharedColumns(this.personsOf(everything, carried, this.tables.carried), this.wanted, this.context));
  }

  /** The first pass over the persons alone, as a SELECT by household. */
  memberPass(extras: MemberExtras): string {
    const plain = this.ofPass(0);
    return this.group(plain).select(this.personsOf(plain, [], [], extras.columns), extras.aggregates);
  }

  private keep(name: string): void {
    this.steps.push({ name, sql: `SELECT * FROM ${this.current.from} AS k`, again: true });
    this.current = { ...this.current, from: name };
  }

  private ready(relation: Relation): Ready {
    return { from: relation.from, writer: writerOf(this.context, relation.stored) };
  }

  private join(name: string, exprs: readonly MembersExpr[], persons: Relation): void {
    const group = this.group(exprs, name);
    this.steps.push({ name, sql: group.select(persons), again: false });
    this.joinWith(name, group);
  }

  private group(exprs: readonly MembersExpr[], name = `${this.prefix}a0`): MemberAggregates {
    return new MemberAggregates(name, exprs, this.rarely, this.conditions, this.context);
  }

  /** Joins the table or step that the aggregates are in. */
  private joinWith(name: string, group: MemberAggregates, also: readonly string[] = []): void {
    const { dialect } = this.context;
    const selected = ["h.*", ...group.columns("a"), ...also.map((column) => `a."${column}"`)];
    const joined = nested(`SELECT ${selected.join(", ")} FROM ${this.current.from} AS h LEFT JOIN ${name} AS a ON a.household_no = h.household_no`, dialect);
    const stored = new Map(this.current.stored);
    const columns: string[] = [];
    for (const { number, sql, plain } of group.decoded()) {
      if (!plain) columns.push(`${sql} AS m${number}`);
      stored.set(number, plain ? sql : `m${number}`);
    }
    const from = columns.length === 0 ? joined : nested(`SELECT j.*, ${columns.join(", ")} FROM ${joined} AS j`, dialect);
    this.current = { from, stored };
  }

  private carriedColumns(alias: string): string[] {
    return (this.tables.carried ?? []).map((column) => `${alias}."${column}"`);
  }

  /** The persons with the facts that the expressions use; joined with what they need of the household, and these columns of it. */
  private personsOf(exprs: readonly Expr[], carried: readonly Expr[], also: readonly string[] = [], own: readonly string[] = []): Relation {
    const select = ["p.household_no", "p.person_no", ...own.map((column) => `p."${column}"`), ...this.factColumns("p", this.factsIn(exprs, (fact) => fact.member))];
    const from = `${this.tables.persons} AS p`;
    if (carried.length === 0 && also.length === 0) return { from: `(SELECT ${select.join(", ")} FROM ${from})`, stored: new Map() };
    const { columns, stored, names } = this.handOver(carried);
    const more = also.map((column) => `"${column}"`);
    const household = `(SELECT ${["household_no", ...columns, ...more].join(", ")} FROM ${this.current.from} AS k)`;
    return { from: `(SELECT ${[...select, ...[...names, ...more].map((name) => `h.${name}`)].join(", ")} FROM ${from} JOIN ${household} AS h ON h.household_no = p.household_no)`, stored };
  }

  /** Columns that hold values of the current relation under names of their own; a fact keeps its name. */
  private handOver(exprs: readonly Expr[]): { columns: string[]; names: string[]; stored: Map<number, string> } {
    const writer = writerOf(this.context, this.current.stored);
    const stored = new Map<number, string>();
    const [columns, names]: [string[], string[]] = [[], []];
    for (const expr of exprs) {
      const number = this.conditions.pool.number(expr);
      const name = expr.kind === "fact" ? `"${expr.id}"` : `k${number}`;
      if (expr.kind !== "fact") stored.set(number, name);
      columns.push(expr.kind === "fact" ? name : `${writer.write(expr)} AS ${name}`);
      names.push(name);
    }
    return { columns, names, stored };
  }

  private factColumns(alias: string, facts: ReadonlyMap<string, Expr & { kind: "fact" }>): string[] {
    return [...facts.keys()].map((id) => {
      const fact = this.policy.facts.get(id);
      const column = `${alias}."${id}"`;
      return fact && fact.absent !== null && fact.type.kind !== "date" ? `COALESCE(${column}, ${writerOf(this.context, new Map()).write({ kind: "literal", type: fact.type, text: "", value: fact.absent })}) AS "${id}"` : column;
    });
  }

  private ofPass(pass: number): MembersExpr[] {
    return [...this.aggregates].filter(([number]) => this.passes.get(number) === pass).map(([, expr]) => expr);
  }

  /** 0 where the persons alone give it; else one more than the aggregates in it. */
  private pass(expr: MembersExpr): number {
    const number = this.conditions.pool.number(expr);
    const known = this.passes.get(number);
    if (known !== undefined) return known;
    const carried = this.carriedTo(partsOf(expr));
    const inner = [...this.aggregatesOf(carried).values()].map((each) => this.pass(each));
    const found = carried.length === 0 ? 0 : 1 + Math.max(0, ...inner);
    this.passes.set(number, found);
    if (found > 0) this.carried[found] = new Map([...(this.carried[found] ?? []), ...carried.map((each) => [this.conditions.pool.number(each), each] as const)]);
    return found;
  }

  /** The largest parts of expressions about a member that are the household's, but for `not` and the like; constants left out. */
  private carriedTo(exprs: readonly Expr[]): Expr[] {
    const found = new Map<number, Expr>();
    const seen = new Set<number>();
    const visit = (expr: Expr): void => {
      const number = this.conditions.pool.number(expr);
      if (seen.has(number)) return;
      seen.add(number);
      const opened = this.conditions.pool.open(expr);
      const through = seeThrough(opened);
      if (through) visit(through);
      else if (readsMember(opened)) partsOf(opened).forEach(visit);
      else if (!isConstant(opened)) found.set(number, opened);
    };
    exprs.forEach(visit);
    return [...found.values()];
  }

  private aggregatesOf(exprs: readonly Expr[]): Map<number, MembersExpr> {
    const found = new Map<number, MembersExpr>();
    this.visitAll(exprs, (expr, number) => {
      if (expr.kind === "members") found.set(number, expr);
    });
    return found;
  }

  private factsIn(exprs: readonly Expr[], wanted: (fact: Expr & { kind: "fact" }) => boolean): Map<string, Expr & { kind: "fact" }> {
    const found = new Map<string, Expr & { kind: "fact" }>();
    this.visitAll(exprs, (expr) => {
      if (expr.kind === "fact" && expr.id !== AS_OF && wanted(expr)) found.set(expr.id, expr);
    });
    return found;
  }

  private visitAll(exprs: readonly Expr[], visit: (expr: Expr, number: number) => void): void {
    const seen = new Set<number>();
    const inner = (expr: Expr): void => {
      const number = this.conditions.pool.number(expr);
      if (seen.has(number)) return;
      seen.add(number);
      const opened = this.conditions.pool.open(expr);
      visit(opened, number);
      partsOf(opened).forEach(inner);
    };
    exprs.forEach(inner);
  }
}

function all(wanted: readonly Wanted[]): Expr[] {
  return wanted.flatMap(({ exprs, only }) => (only ? [...exprs, only] : exprs));
}

function isConstant(expr: Expr): boolean {
  return expr.kind === "fact" ? expr.id === AS_OF : expr.kind !== "members" && partsOf(expr).every(isConstant);
}
