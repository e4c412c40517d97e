import { parseRational, rational, ROUNDINGS, type Rounding } from "../rational.js";
import { BOOLEAN, DATE, INTEGER, isNumeric, MONEY, RATE, sameType, TEXT, typeName, type Type } from "../type.js";
import type { CompareOp, Expr } from "../ir.js";
import type { ProblemCode, ProblemInfo } from "../problem.js";
import type { Value } from "../value.js";
import type { TextProblem } from "./guardText.js";
import { FUNCTIONS, type Syntax } from "./syntax.js";

/** What a name stands for. A rule's type is null where the rule itself could not be typed (and was reported there). */
export type NameSymbol =
  | { readonly kind: "fact"; readonly id: string; readonly type: Type | null; readonly member: boolean }
  | { readonly kind: "parameter" | "rule"; readonly id: string; readonly type: Type | null }
  | { readonly kind: "check" };

export interface Scope {
  find(name: string): NameSymbol | undefined;
  /** Names that resemble an unknown one, best first. */
  suggest(name: string): readonly string[];
}

/** Types one parsed expression in a scope. Returns null after reporting at least one problem, or where a rule it uses has no type. */
export function typeCheck(text: string, syntax: Syntax, scope: Scope, report: (problem: TextProblem) => void): Expr | null {
  return new Checker(text, scope, report).check(syntax);
}

class Checker {
  constructor(
    private readonly source: string,
    private readonly scope: Scope,
    private readonly report: (problem: TextProblem) => void,
  ) {}

  private refuse(code: ProblemCode, at: Syntax, info: ProblemInfo = {}): null {
    this.report({ code, offset: at.from, info });
    return null;
  }

  private textOf(syntax: Syntax): string {
    return this.source.slice(syntax.from, syntax.to);
  }

  check(syntax: Syntax): Expr | null {
    const text = this.textOf(syntax);
    switch (syntax.kind) {
      case "name":
        return this.name(syntax, syntax.name);
      case "number": {
        const value = parseRational(syntax.digits) ?? rational(0n);
        return syntax.digits.includes(".") ? { kind: "literal", type: RATE, text, value } : { kind: "literal", type: INTEGER, text, value: value.n };
      }
      case "string":
        return { kind: "literal", type: TEXT, text, value: syntax.value };
      case "boolean":
        return { kind: "literal", type: BOOLEAN, text, value: syntax.value };
      case "date":
        return { kind: "literal", type: DATE, text, value: syntax.value };
      case "not": {
        const arg = this.want(syntax.arg, BOOLEAN);
        return arg && { kind: "not", type: BOOLEAN, text, arg };
      }
      case "logic": {
        const args = this.all(syntax.args.map((arg) => this.want(arg, BOOLEAN)));
        return args && { kind: "logic", type: BOOLEAN, text, op: syntax.op, args };
      }
      case "negative":
        return this.negative(syntax, text);
      case "compare":
        return this.compare(syntax, syntax.op, syntax.left, syntax.right);
      case "arithmetic":
        return this.arithmetic(syntax, text);
      case "if":
        return this.choose(syntax, text);
      case "in":
        return this.within(syntax, text);
      case "call":
        return this.call(syntax, text);
    }
  }

  private all(exprs: readonly (Expr | null)[]): Expr[] | null {
    const found = exprs.filter((expr) => expr !== null);
    return found.length === exprs.length ? found : null;
  }

  private want(syntax: Syntax, type: Type): Expr | null {
    const expr = this.check(syntax);
    if (!expr) return null;
    if (sameType(expr.type, type)) return expr;
    return this.refuse("expected_type", syntax, { wantZh: typeName(type).zh, wantEn: typeName(type).en, gotZh: typeName(expr.type).zh, gotEn: typeName(expr.type).en });
  }

  private name(syntax: Syntax, name: string): Expr | null {
    const symbol = this.scope.find(name);
    const text = name;
    if (!symbol) {
      const near = this.scope.suggest(name);
      return this.refuse("unknown_name", syntax, { name, hint: near.length > 0 ? `→ ${near.join("、")} ?` : "" });
    }
    if (symbol.kind === "check") return this.refuse("check_in_expression", syntax, { name });
    const { id, type } = symbol;
    if (!type) return null;
    if (symbol.kind === "fact") return { kind: "fact", type, text, id, member: symbol.member };
    if (symbol.kind === "parameter") return { kind: "parameter", type, text, id, value: null };
    return { kind: "rule", type, text, id, body: null };
  }

  private operatorType(at: Syntax, op: string, type: Type): null {
    return this.refuse("operator_type", at, { op, typeZh: typeName(type).zh, typeEn: typeName(type).en });
  }

  private mismatch(at: Syntax, op: string, left: Type, right: Type): null {
    return this.refuse("type_mismatch", at, { op, leftZh: typeName(left).zh, rightZh: typeName(right).zh, leftEn: typeName(left).en, rightEn: typeName(right).en });
  }

  private negative(syntax: Syntax & { kind: "negative" }, text: string): Expr | null {
    const arg = this.check(syntax.arg);
    if (!arg) return null;
    if (!isNumeric(arg.type)) return this.operatorType(syntax, "-", arg.type);
    // The grammar takes -10 for one number; -(10) must not have another measure.
    if (arg.kind === "literal") return { ...arg, text, value: negated(arg.value) };
    const zero: Expr = { kind: "literal", type: arg.type, text: "0", value: arg.type.kind === "rate" ? rational(0n) : 0n };
    return { kind: "arithmetic", type: arg.type, text, op: "-", left: zero, right: arg };
  }

  private compare(at: Syntax, op: CompareOp, left: Syntax, right: Syntax): Expr | null {
    const a = this.check(left);
    const b = this.check(right);
    if (!a || !b) return null;
    const pair = this.align(at, op, a, b, left, right);
    if (!pair) return null;
    const ordered = op !== "=" && op !== "!=";
    const type = pair[0].type;
    if (ordered && !isNumeric(type) && type.kind !== "date") return this.operatorType(at, op, type);
    return { kind: "compare", type: BOOLEAN, text: this.textOf(at), op, left: pair[0], right: pair[1] };
  }

  /** Brings two operands to types that can stand beside each other: text to an enum's value, integer to rate, 0 to money. */
  private align(at: Syntax, op: string, a: Expr, b: Expr, left: Syntax, right: Syntax): [Expr, Expr] | null {
    if (a.type.kind === "enum" && isTextLiteral(b)) return this.enumLiteral(a, b, right, false);
    if (b.type.kind === "enum" && isTextLiteral(a)) return this.enumLiteral(b, a, left, true);
    if (sameType(a.type, b.type)) return [a, b];
    if (a.type.kind === "money" && isZero(b)) return [a, { ...b, type: MONEY }];
    if (b.type.kind === "money" && isZero(a)) return [{ ...a, type: MONEY }, b];
    const plain = (type: Type): boolean => type.kind === "integer" || type.kind === "rate";
    return plain(a.type) && plain(b.type) ? [a, b] : this.mismatch(at, op, a.type, b.type);
  }

  private enumLiteral(of: Expr, literal: Expr, at: Syntax, swapped: boolean): [Expr, Expr] | null {
    if (of.type.kind !== "enum" || !isTextLiteral(literal)) return null;
    const wanted = literal.value;
    const value = of.type.values.find((each) => each.id === wanted || each.name.zh === wanted || each.name.en === wanted);
    if (!value) return this.refuse("enum_value", at, { text: String(wanted), allowed: of.type.values.map((each) => each.name.zh).join("、") });
    const coded: Expr = { ...literal, type: of.type, value: value.id };
    return swapped ? [coded, of] : [of, coded];
  }

  private arithmetic(syntax: Syntax & { kind: "arithmetic" }, text: string): Expr | null {
    const { op } = syntax;
    const a = this.check(syntax.left);
    const b = this.check(syntax.right);
    if (!a || !b) return null;
    if (!isNumeric(a.type)) return this.operatorType(syntax.left, op, a.type);
    if (!isNumeric(b.type)) return this.operatorType(syntax.right, op, b.type);
    if (op === "*") {
      const type = productType(a.type, b.type);
      return type ? { kind: "arithmetic", type, text, op, left: a, right: b } : this.mismatch(syntax, op, a.type, b.type);
    }
    const pair = this.align(syntax, op, a, b, syntax.left, syntax.right);
    return pair && { kind: "arithmetic", type: commonType(pair[0].type, pair[1].type), text, op, left: pair[0], right: pair[1] };
  }

  private choose(syntax: Syntax & { kind: "if" }, text: string): Expr | null {
    const condition = this.want(syntax.condition, BOOLEAN);
    const then = this.check(syntax.consequent);
    const otherwise = this.check(syntax.alternative);
    if (!condition || !then || !otherwise) return null;
    const pair = this.align(syntax, "if … else", then, otherwise, syntax.consequent, syntax.alternative);
    return pair && { kind: "choose", type: commonType(pair[0].type, pair[1].type), text, condition, consequent: pair[0], alternative: pair[1] };
  }

  private within(syntax: Syntax & { kind: "in" }, text: string): Expr | null {
    const alternatives = syntax.tests.map((test): Expr | null => {
      if (test.kind === "value") return this.compareWithin(syntax, "=", test.value);
      const low = this.compareWithin(syntax, test.lowOp, test.low);
      const high = this.compareWithin(syntax, test.highOp, test.high);
      return low && high && { kind: "logic", type: BOOLEAN, text, op: "and", args: [low, high] };
    });
    const args = this.all(alternatives);
    const first = args?.[0];
    if (!args || !first) return null;
    return args.length === 1 ? { ...first, text } : { kind: "logic", type: BOOLEAN, text, op: "or", args };
  }

  private compareWithin(syntax: Syntax & { kind: "in" }, op: CompareOp, value: Syntax): Expr | null {
    const expr = this.compare({ ...syntax, kind: "in", from: value.from }, op, syntax.subject, value);
    return expr && { ...expr, text: `${this.textOf(syntax.subject)} ${op} ${this.textOf(value)}` };
  }

  private call(syntax: Syntax & { kind: "call" }, text: string): Expr | null {
    const { fn, args } = syntax;
    const usage = (): null => this.refuse("arguments", syntax, { fn, usage: FUNCTIONS[fn] });
    const [first, second] = args;
    if (!first) return usage();
    switch (fn) {
      case "known": {
        if (args.length !== 1) return usage();
        const arg = this.check(first);
        return arg && { kind: "known", type: BOOLEAN, text, arg };
      }
      case "days":
      case "years": {
        if (!second || args.length !== 2) return usage();
        const from = this.want(first, DATE);
        const to = this.want(second, DATE);
        return from && to && { kind: "elapsed", type: INTEGER, text, unit: fn, from, to };
      }
      case "min":
      case "max":
        return args.length < 2 ? usage() : this.extreme(syntax, text, fn);
      case "divide":
        return second && args.length === 4 ? this.divide(syntax, text, this.check(first), this.check(second), args.slice(2)) : usage();
      case "round":
        return args.length === 3 ? this.divide(syntax, text, this.check(first), { kind: "literal", type: INTEGER, text: "1", value: 1n }, args.slice(1)) : usage();
    }
  }

  private extreme(syntax: Syntax & { kind: "call" }, text: string, fn: "min" | "max"): Expr | null {
    const args = this.all(syntax.args.map((arg) => this.check(arg)));
    if (!args) return null;
    // A literal 0 takes the type of the others, so another argument sets the measure.
    const anchorIndex = Math.max(0, args.findIndex((arg) => !isZero(arg)));
    const anchor = args[anchorIndex];
    if (!anchor) return null;
    let type = anchor.type;
    const aligned: Expr[] = [];
    for (const [index, arg] of args.entries()) {
      const at = syntax.args[index] ?? syntax;
      if (!isNumeric(arg.type) && arg.type.kind !== "date") return this.operatorType(at, fn, arg.type);
      const pair = this.align(at, fn, anchor, arg, syntax.args[anchorIndex] ?? at, at);
      if (!pair) return null;
      aligned.push(pair[1]);
      type = commonType(type, pair[1].type);
    }
    return { kind: "extreme", type, text, fn, args: aligned };
  }

  private divide(syntax: Syntax & { kind: "call" }, text: string, left: Expr | null, right: Expr | null, mode: readonly Syntax[]): Expr | null {
    const [scaleAt, roundingAt] = mode;
    if (!left || !right || !scaleAt || !roundingAt) return null;
    const scale = scaleAt.kind === "number" ? Number(scaleAt.digits) : -1;
    const rounding = roundingAt.kind === "string" ? ROUNDINGS.find((each) => each === roundingAt.value) : undefined;
    const money = left.type.kind === "money" && right.type.kind !== "money";
    if (!Number.isInteger(scale) || scale < 0 || scale > (money ? 2 : 6) || !rounding) {
      return this.refuse("arguments", syntax, { fn: syntax.fn, usage: FUNCTIONS[syntax.fn] });
    }
    return this.quotient(syntax, text, left, right, scale, rounding);
  }

  private quotient(syntax: Syntax & { kind: "call" }, text: string, left: Expr, right: Expr, scale: number, rounding: Rounding): Expr | null {
    if (!isNumeric(left.type)) return this.operatorType(syntax, syntax.fn, left.type);
    if (!isNumeric(right.type)) return this.operatorType(syntax, syntax.fn, right.type);
    if (right.type.kind === "money" && left.type.kind !== "money") return this.mismatch(syntax, syntax.fn, left.type, right.type);
    const type = left.type.kind === "money" && right.type.kind !== "money" ? MONEY : scale === 0 ? INTEGER : RATE;
    return { kind: "divide", type, text, left, right, scale, rounding };
  }
}

function isTextLiteral(expr: Expr): expr is Expr & { kind: "literal"; value: string } {
  return expr.kind === "literal" && expr.type.kind === "text";
}

function isZero(expr: Expr): expr is Expr & { kind: "literal" } {
  return expr.kind === "literal" && expr.type.kind === "integer" && expr.value === 0n;
}

function negated(value: Value): Value {
  if (typeof value === "bigint") return -value;
  return typeof value === "object" ? rational(-value.n, value.d) : value;
}

/** The type of two aligned operands together: rate beside integer is a rate, an unrounded amount stays unrounded. */
function commonType(a: Type, b: Type): Type {
  if (a.kind === "money" && b.kind === "money") return { kind: "money", rounded: a.rounded && b.rounded };
  return a.kind === "integer" && b.kind === "rate" ? b : a;
}

function productType(a: Type, b: Type): Type | null {
  if (a.kind === "money" && b.kind === "money") return null;
  const amount = a.kind === "money" ? a : b.kind === "money" ? b : null;
  if (!amount) return commonType(a, b);
  return { kind: "money", rounded: amount.rounded && a.kind !== "rate" && b.kind !== "rate" };
}

