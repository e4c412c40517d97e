import { isNumeric } from "../type.js";
import { measure } from "../backend/measure.js";
import { addSharedColumns, writerOf, type Relation, type StageContext } from "./columnStages.js";
import type { Conditions } from "./conditions.js";
import type { Expr } from "../ir.js";

export type MembersExpr = Expr & { kind: "members" };

/** Bits that fit an integer column; the sign stays clear. */
const BITS = 62;

interface Flag {
  readonly condition: Expr;
  readonly whenTrue: bigint | null;
  readonly whenUnknown: bigint | null;
  readonly word: number;
  /** One of these is unknown wherever the condition is true; null where that is not so. */
  readonly onlyWithout: readonly Expr[] | null;
}

interface Bit {
  readonly word: number;
  readonly mask: bigint;
}

/**
 * Values from the members of each household, worked out in one pass over the persons. Whatever is yes or no for a member
 * becomes a bit, and the bits of all members are joined by one `bit_or`: that is many times cheaper than an aggregate for
 * each. `select` gives a row for each household that has members; `decoded` is the SQL of each value over a row of the
 * household joined with it, in which the bits are 0 and the other columns NULL where there are no members.
 */
export class MemberAggregates {
  private readonly flags = new Map<number, Flag>();
  private readonly values = new Map<string, { readonly column: string; readonly sql: (write: (expr: Expr) => string) => string; readonly uses: readonly Expr[] }>();
  private readonly decoders: { readonly expr: MembersExpr; readonly decode: () => string; readonly plain: boolean }[] = [];
  private used = 0;

  /** `name` starts the names of the columns. `rarely`: the aggregates that are only looked at where something is missing. */
  constructor(
    private readonly name: string,
    aggregates: readonly MembersExpr[],
    private readonly rarely: ReadonlySet<number>,
    private readonly conditions: Conditions,
    private readonly context: StageContext,
  ) {
    for (const expr of aggregates) this.add(expr);
  }

  /** The pass over a relation of persons that has `household_no`; `also`: further aggregates with their names. */
  select(persons: Relation, also: readonly string[] = []): string {
    const guard = this.guard();
    const always = [...this.flags.values()].filter((flag) => flag.onlyWithout === null);
    const guarded = [...this.flags.values()].filter((flag) => flag.onlyWithout !== null);
    const conditionsOf = (flags: readonly Flag[]): Expr[] => flags.flatMap((flag) => (flag.whenTrue !== null && flag.whenUnknown !== null ? [flag.condition, flag.condition] : [flag.condition]));
    const everywhere = [...conditionsOf(always), ...[...this.values.values()].flatMap((value) => value.uses)];
    const relation = addSharedColumns(persons, [{ exprs: everywhere, only: null }, { exprs: conditionsOf(guarded), only: guard }], this.context);
    const writer = writerOf(this.context, relation.stored);
    const write = (expr: Expr): string => writer.write(expr);
    const words = this.words().map((word) => {
      const terms = always.filter((flag) => flag.word === word).map((flag) => flagSql(flag, write));
      const rare = guarded.filter((flag) => flag.word === word).map((flag) => flagSql(flag, write));
      if (rare.length > 0 && guard) terms.push(`CASE WHEN ${write(guard)} THEN ${rare.join(" | ")} ELSE 0 END`);
      return `bit_or(CAST(${terms.map((term) => `(${term})`).join(" | ")} AS BIGINT)) AS ${this.word(word)}`;
    });
    const values = [...this.values.values()].map(({ column, sql }) => `${sql(write)} AS ${column}`);
    return `SELECT ${["household_no", ...words, ...values, ...also].join(", ")} FROM ${relation.from} AS m GROUP BY household_no`;
  }

  /** What the join with households selects, for households without members too. `alias` is that of this pass. */
  columns(alias: string): string[] {
    const words = this.words().map((word) => `COALESCE(${alias}.${this.word(word)}, 0) AS ${this.word(word)}`);
    return [...words, ...[...this.values.values()].map(({ column }) => `${alias}.${column}`)];
  }

  /** The aggregates as SQL over the joined row; `plain` where it costs next to nothing, so that no column is needed. */
  decoded(): { readonly number: number; readonly sql: string; readonly plain: boolean }[] {
    return this.decoders.map(({ expr, decode, plain }) => ({ number: this.conditions.pool.number(expr), sql: decode(), plain }));
  }

  private add(expr: MembersExpr): void {
    const { conditions } = this;
    const { fn, where, body } = expr;
    const rare = this.rarely.has(conditions.pool.number(expr));
    if (fn === "some" || fn === "every") {
      const met = body && fn === "every" ? conditions.not(body) : body;
      const each = conditions.all([where, met].filter((part) => part !== null));
      this.quantify(expr, each, rare);
      return;
    }
    const unknown = fn === "count" ? (where ? conditions.isUnknown(where) : conditions.no) : this.unknownValue(where, body);
    const bit = unknown === conditions.no ? null : this.bit(unknown, rare).whenTrue;
    const value = this.value(expr);
    this.decoders.push({ expr, decode: () => (bit ? `CASE WHEN ${this.isClear(bit)} THEN ${value} END` : value), plain: false });
  }

  /** Some member: true where the bit for true is set. Every member: `each` is that one fails, and so is the result. */
  private quantify(expr: MembersExpr, each: Expr, rare: boolean): void {
    const { whenTrue, whenUnknown } = this.bit(each, rare);
    const [hit, miss] = expr.fn === "some" ? ["TRUE", "FALSE"] : ["FALSE", "TRUE"];
    const decode = (): string => {
      if (whenUnknown === null) return expr.fn === "some" ? this.isSet(whenTrue) : this.isClear(whenTrue);
      return `CASE WHEN ${this.isSet(whenTrue)} THEN ${hit} WHEN ${this.isClear(whenUnknown)} THEN ${miss} END`;
    };
    this.decoders.push({ expr, decode, plain: whenUnknown === null });
  }

  private unknownValue(where: Expr | null, body: Expr | null): Expr {
    const { conditions } = this;
    const bodyUnknown = body ? conditions.isUnknown(body) : conditions.no;
    return where ? conditions.any([[conditions.isUnknown(where)], [conditions.isTrue(where), bodyUnknown]]) : bodyUnknown;
  }

  private bit(condition: Expr, rare: boolean): { whenTrue: Bit; whenUnknown: Bit | null } {
    const { pool } = this.conditions;
    const number = pool.number(condition);
    const known = this.flags.get(number);
    const open = !this.conditions.alwaysKnown(condition);
    let flag = known;
    if (!flag) {
      if (this.used % BITS === BITS - 1 && open) this.used += 1;
      const next = (): bigint => 1n << BigInt(this.used++ % BITS);
      const word = Math.floor(this.used / BITS);
      flag = { condition, word, whenTrue: next(), whenUnknown: open ? next() : null, onlyWithout: rare ? this.unknownIn(condition) : null };
    } else if (!rare) flag = { ...flag, onlyWithout: null };
    this.flags.set(number, flag);
    const { word, whenTrue, whenUnknown } = flag;
    return { whenTrue: { word, mask: whenTrue ?? 0n }, whenUnknown: whenUnknown === null ? null : { word, mask: whenUnknown } };
  }

  /** The column of a number or date over those counted, as SQL over the joined row. */
  private value({ fn, where, body, type }: MembersExpr): string {
    const { pool } = this.conditions;
    const key = `${fn} ${where ? pool.number(where) : "-"} ${body ? pool.number(body) : "-"}`;
    const column = this.values.get(key)?.column ?? `${this.name}_v${this.values.size}`;
    this.values.set(key, {
      column,
      uses: [where, body].filter((part) => part !== null),
      sql: (write) => {
        const counted = body ? write(body) : "1";
        const each = where ? `CASE WHEN ${write(where)} THEN ${counted} END` : counted;
        return fn === "count" && !where ? "count(*)" : `${fn}(${each})`;
      },
    });
    if (fn === "count") return `COALESCE(${column}, 0)`;
    if (!isNumeric(type) || fn !== "sum" || !body) return column;
    return this.cast(`COALESCE(${column}, 0)`, measure({ kind: "members", type, text: "", fn, where, body }).max);
  }

  /** Engines widen sums; the result goes back to the width that its bound asks for. */
  private cast(sql: string, max: bigint): string {
    const wide = this.context.dialect === "duckdb" ? "HUGEINT" : "NUMERIC(40, 0)";
    return `CAST(${sql} AS ${max <= 2n ** 62n ? "BIGINT" : wide})`;
  }

  /** True for every member whose guarded flags could be set. */
  private guard(): Expr | null {
    const doubtful = [...this.flags.values()].flatMap((flag) => flag.onlyWithout ?? []);
    if (doubtful.length === 0) return null;
    return this.conditions.any(doubtful.map((expr) => [this.conditions.isUnknown(expr)]));
  }

  /** Of what is missing the way begins with something unknown, which is looked at anyway. */
  private unknownIn(condition: Expr): readonly Expr[] | null {
    const opened = this.conditions.pool.open(condition);
    if (opened.kind === "not" && opened.arg.kind === "known") return [opened.arg.arg];
    if (opened.kind !== "logic") return null;
    const parts = opened.args.map((part) => this.unknownIn(part));
    if (opened.op === "and") return parts.find((part) => part !== null) ?? null;
    const all = parts.filter((part) => part !== null);
    return all.length === parts.length ? all.flat() : null;
  }

  private words(): number[] {
    return [...new Set([...this.flags.values()].map((flag) => flag.word))];
  }

  private word(index: number): string {
    return `${this.name}_b${index}`;
  }

  private isSet({ word, mask }: Bit): string {
    return `((${this.word(word)} & ${mask}) <> 0)`;
  }

  private isClear({ word, mask }: Bit): string {
    return `((${this.word(word)} & ${mask}) = 0)`;
  }
}

function flagSql({ condition, whenTrue, whenUnknown }: Flag, write: (expr: Expr) => string): string {
  const unknown = whenUnknown === null ? "" : ` WHEN ${write(condition)} IS NULL THEN ${whenUnknown}`;
  return `CASE WHEN ${write(condition)} THEN ${whenTrue ?? 0n}${unknown} ELSE 0 END`;
}
