import { SqlWriter, type Column, type Dialect } from "../backend/sql.js";
import { testOf } from "../backend/testOf.js";
import { partsOf, type Expr } from "../ir.js";
import type { ExprPool } from "./exprPool.js";

/** A table expression without alias, and the SQL of what its columns hold already, by the pool's number. */
export interface Relation {
  readonly from: string;
  readonly stored: ReadonlyMap<number, string>;
}

/** Expressions that are wanted of a relation, once for each time they will be written. */
export interface Wanted {
  readonly exprs: readonly Expr[];
  /** They are looked at only where this is true, which is never unknown; null: everywhere. */
  readonly only: Expr | null;
}

export interface StageContext {
  readonly pool: ExprPool;
  readonly dialect: Dialect;
  readonly column: Column;
}

export function writerOf({ pool, dialect, column }: StageContext, stored: ReadonlyMap<number, string>): SqlWriter {
  return new SqlWriter(dialect, column, (expr) => stored.get(pool.number(expr)) ?? null);
}

/** With more conditions than this, working a part out everywhere is cheaper. */
const MOST_GUARDS = 3;

/**
 * Adds a column for every part that is written more than once, in nested SELECTs: a rule that many schemes use is worked
 * out once a row, and the text stays as long as the packs are. Parts that are wanted only somewhere are worked out there
 * alone and are NULL elsewhere.
 */
export function addSharedColumns(relation: Relation, wanted: readonly Wanted[], context: StageContext): Relation {
  const { pool } = context;
  const uses = new UseCounter(relation.stored, pool);
  for (const { exprs, only } of wanted) {
    for (const expr of exprs) uses.count(expr, 1);
    if (only) uses.count(only, 2);
  }
  const guards = guardsOf(wanted, uses);
  uses.after = guards;
  const stored = new Map(relation.stored);
  let { from } = relation;
  for (const [level, exprs] of uses.levels().entries()) {
    const writer = writerOf(context, stored);
    const columns = exprs.map((expr) => {
      const number = pool.number(expr);
      const [sql, column, guard] = [writer.write(expr), `c${number}`, guards(number)];
      return { number, column, sql: guard.length === 0 ? sql : `CASE WHEN ${guard.map((each) => writer.write(each)).join(" OR ")} THEN ${sql} END` };
    });
    from = nested(`SELECT *, ${columns.map(({ column, sql }) => `${sql} AS ${column}`).join(", ")} FROM ${from} AS l${level}`, context.dialect);
    for (const { number, column } of columns) stored.set(number, column);
  }
  return { from, stored };
}

/** Where a part is wanted: one of these holds; an empty list: everywhere. */
function guardsOf(wanted: readonly Wanted[], uses: UseCounter): (number: number) => readonly Expr[] {
  const everywhere = uses.reach(wanted.flatMap(({ exprs, only }) => (only ? [only] : exprs)));
  const somewhere = new Map<number, Set<Expr>>();
  for (const { exprs, only } of wanted) {
    if (!only) continue;
    for (const number of uses.reach(exprs)) somewhere.set(number, new Set([...(somewhere.get(number) ?? []), only]));
  }
  return (number) => {
    const found = [...(somewhere.get(number) ?? [])];
    return everywhere.has(number) || found.length > MOST_GUARDS ? [] : found;
  };
}

/** A nested SELECT whose columns are computed once, not once for each use above it. */
export function nested(select: string, dialect: Dialect): string {
  return dialect === "postgres" ? `(${select} OFFSET 0)` : `(${select})`;
}

/** How often SQL writes each part, where no column holds it. */
class UseCounter {
  private readonly uses = new Map<number, number>();
  private readonly exprs = new Map<number, Expr>();
  private readonly heights = new Map<number, number>();
  /** What must have a column before a part gets one. */
  after: (number: number) => readonly Expr[] = () => [];

  constructor(
    private readonly stored: ReadonlyMap<number, string>,
    private readonly pool: ExprPool,
  ) {}

  count(expr: Expr, times: number): void {
    const number = this.pool.number(expr);
    if (this.stored.has(number)) return;
    const opened = this.pool.open(expr);
    const through = seeThrough(opened);
    if (through) {
      this.count(through, times);
      return;
    }
    const before = this.uses.get(number);
    this.uses.set(number, (before ?? 0) + times);
    if (before !== undefined) return;
    this.exprs.set(number, opened);
    for (const part of partsOf(opened)) this.count(part, timesWritten(opened, part));
  }

  /** Everything that the expressions are made of and no column holds yet. */
  reach(exprs: readonly Expr[]): Set<number> {
    const seen = new Set<number>();
    const visit = (expr: Expr): void => {
      const number = this.pool.number(expr);
      if (seen.has(number) || this.stored.has(number)) return;
      seen.add(number);
      partsOf(this.pool.open(expr)).forEach(visit);
    };
    exprs.forEach(visit);
    return seen;
  }

  /** The parts worth a column, those first on which others build. */
  levels(): Expr[][] {
    const levels: Expr[][] = [];
    for (const [number, expr] of this.exprs) {
      if (!this.isShared(number)) continue;
      const level = this.height(expr) - 1;
      (levels[level] ??= []).push(expr);
    }
    return levels;
  }

  private isShared(number: number): boolean {
    const expr = this.exprs.get(number);
    return expr !== undefined && (this.uses.get(number) ?? 0) > 1 && partsOf(expr).length > 0;
  }

  /** How many levels of columns the expression needs, its own included. */
  private height(expr: Expr): number {
    const number = this.pool.number(expr);
    if (this.stored.has(number)) return 0;
    const known = this.heights.get(number);
    if (known !== undefined) return known;
    const shared = this.isShared(number);
    const below = Math.max(0, ...[...partsOf(this.pool.open(expr)), ...(shared ? this.after(number) : [])].map((part) => this.height(part)));
    const found = below + (shared ? 1 : 0);
    this.heights.set(number, found);
    return found;
  }
}

/** The part that alone costs something: of `not(x)`, `known(x)` and tests of x. */
export function seeThrough(expr: Expr): Expr | null {
  if (expr.kind === "not" || expr.kind === "known") return expr.arg;
  return expr.kind === "logic" ? (testOf(expr)?.arg ?? null) : null;
}

/** How often the SQL of an expression repeats that of a part. */
function timesWritten(expr: Expr, part: Expr): number {
  switch (expr.kind) {
    case "choose":
      return part === expr.condition ? 2 : 1;
    case "divide":
    case "extreme":
    case "elapsed":
    case "shift":
      return 2;
    default:
      return 1;
  }
}
