import { parseRational, rational, ROUNDINGS, type Rounding } from "../rational.js";
import { BOOLEAN, DATE, INTEGER, isNumeric, MEMBERS, MONEY, RATE, sameType, TEXT, typeInWords, typesInfo, valuesInWords, type Type } from "../type.js";
import { SCOPE_NAMES, scopeNames, type Usage } from "../scopes.js";
import type { CompareOp, Expr, MemberFn } from "../ir.js";
import { didYouMean, hint } from "../hint.js";
import type { ProblemCode, ProblemInfo } from "../problem.js";
import type { Value } from "../value.js";
import type { TextProblem } from "./guardText.js";
import { ALL_MEMBERS, FUNCTIONS, type Syntax } from "./syntax.js";

/**
 * What a name stands for. A rule's type is null where the rule itself could not be typed (and was reported there).
 */
export type NameSymbol =
  | ({ readonly kind: "fact" | "rule"; readonly id: string; readonly type: Type | null } & Usage)
  | { readonly kind: "parameter"; readonly id: string; readonly type: Type | null }
  | { readonly kind: "check" };

export interface Vocabulary {
  find(name: string): NameSymbol | undefined;
  /** Names that resemble an unknown one, best first. */
  suggest(name: string): readonly string[];
}

/**
 * Types one parsed expression. Returns null after reporting at least one problem, or where a rule it uses has no type.
 * The result may be a list of members: a rule can have one as its value.
 */
export function typeCheck(text: string, syntax: Syntax, vocabulary: Vocabulary, report: (problem: TextProblem) => void): Expr | null {
  return new Checker(text, vocabulary, report).any(syntax);
}

/** Whose the bare names are: of whatever the rule is about, of a member (in `成员[…]`), or of the household beside `人.…`. */
type Speaker = { readonly kind: "subject" } | { readonly kind: "member" } | { readonly kind: "variable"; readonly name: string };

class Checker {
  private speaker: Speaker = { kind: "subject" };

  constructor(
    private readonly source: string,
    private readonly vocabulary: Vocabulary,
    private readonly report: (problem: TextProblem) => void,
  ) {}

  private as<T>(speaker: Speaker, work: () => T): T {
    const before = this.speaker;
    this.speaker = speaker;
    const result = work();
    this.speaker = before;
    return result;
  }

  private refuse(code: ProblemCode, at: Syntax, info: ProblemInfo = {}): null {
    this.report({ code, offset: at.from, info });
    return null;
  }

  private textOf(syntax: Syntax): string {
    return this.source.slice(syntax.from, syntax.to);
  }

  /** A value: everything but a list of members. */
  private check(syntax: Syntax): Expr | null {
    const expr = this.any(syntax);
    return expr?.type.kind === "members" ? this.refuse("list_as_value", syntax, { text: this.textOf(syntax) }) : expr;
  }

  private list(syntax: Syntax): Expr | null {
    const expr = this.any(syntax);
    if (!expr || expr.type.kind === "members") return expr;
    return this.refuse("expected_type", syntax, typesInfo(MEMBERS, expr.type));
  }

  any(syntax: Syntax): Expr | null {
    const text = this.textOf(syntax);
    switch (syntax.kind) {
      case "name":
        return this.name(syntax, syntax.name);
      case "filter":
        return this.filter(syntax, text);
      case "path":
        return this.path(syntax);
      case "quantified":
        return this.quantified(syntax, text);
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
    return this.refuse("expected_type", syntax, typesInfo(type, expr.type));
  }

  private name(syntax: Syntax, name: string): Expr | null {
    if (ALL_MEMBERS.includes(name)) return { kind: "literal", type: MEMBERS, text: name, value: true };
    if (this.speaker.kind === "variable" && name === this.speaker.name) return this.refuse("member_alone", syntax, { name });
    const symbol = this.find(syntax, name);
    if (!symbol) return null;
    if (this.speaker.kind !== "subject" && symbol.kind !== "parameter" && symbol.type?.kind !== "members") {
      if (!symbol.scopes.has("member")) return this.notOfMembers(syntax, name, symbol);
      if (this.speaker.kind === "variable" && symbol.member) return this.refuse("member_bare", syntax, { name, variable: this.speaker.name });
    }
    return referenceTo(symbol, name);
  }

  private find(at: Syntax, name: string): Exclude<NameSymbol, { kind: "check" }> | null {
    const symbol = this.vocabulary.find(name);
    if (!symbol) {
      const near = this.vocabulary.suggest(name);
      return this.refuse("unknown_name", at, { name, ...didYouMean(near, NAME_HINT) });
    }
    return symbol.kind === "check" ? this.refuse("check_in_expression", at, { name }) : symbol;
  }

  private notOfMembers(at: Syntax, name: string, { scopes }: Usage): null {
    const { zh, en } = scopeNames(scopes);
    return this.refuse("not_of_members", at, { name, ofZh: zh, ofEn: en });
  }

  /** A list is held as the condition that is true for those in it. */
  private filter(syntax: Syntax & { kind: "filter" }, text: string): Expr | null {
    const list = this.list(syntax.list);
    const condition = this.as({ kind: "member" }, () => this.want(syntax.condition, BOOLEAN));
    return list && condition && { kind: "logic", type: MEMBERS, text, op: "and", args: list.kind === "literal" ? [condition] : [list, condition] };
  }

  /** `人.名` beside the variable; `list.名` stands in sum, min and max alone, which do not come here. */
  private path(syntax: Syntax & { kind: "path" }): Expr | null {
    const { of, name } = syntax;
    if (of.kind === "name" && this.speaker.kind === "variable" && of.name === this.speaker.name) return this.memberName(syntax, name, this.textOf(syntax));
    if (of.kind === "name" && !ALL_MEMBERS.includes(of.name) && !this.vocabulary.find(of.name)) return this.refuse("unknown_variable", of, { name: of.name });
    return this.refuse("list_as_value", syntax, { text: this.textOf(syntax) });
  }

  private memberName(at: Syntax & { kind: "path" }, name: string, text: string): Expr | null {
    const place = { ...at, from: at.nameFrom };
    const symbol = this.find(place, name);
    if (!symbol) return null;
    if (symbol.kind === "parameter") return this.refuse("not_of_members", place, { name, ofZh: "参数", ofEn: "a parameter" });
    if (!symbol.scopes.has("member")) return this.notOfMembers(place, name, symbol);
    if (symbol.kind === "fact" && !symbol.member) return this.refuse("not_of_members", place, { name, ofZh: SCOPE_NAMES.household.zh, ofEn: SCOPE_NAMES.household.en });
    if (symbol.type?.kind === "members") return this.refuse("list_as_value", place, { text: name });
    return referenceTo(symbol, text);
  }

  private quantified(syntax: Syntax & { kind: "quantified" }, text: string): Expr | null {
    const { fn, variable } = syntax;
    if (this.vocabulary.find(variable) || ALL_MEMBERS.includes(variable)) return this.refuse("variable_taken", syntax, { name: variable });
    const list = this.list(syntax.list);
    const body = this.as({ kind: "variable", name: variable }, () => this.want(syntax.body, BOOLEAN));
    return list && body && { kind: "members", type: BOOLEAN, text, fn, where: whereOf(list), body };
  }

  /** count(list); sum, min and max of list.名. */
  private aggregate(syntax: Syntax & { kind: "call" }, text: string, fn: MemberFn): Expr | null {
    const [arg, more] = syntax.args;
    const usage = (): null => this.refuse("arguments", syntax, { fn, usage: FUNCTIONS[syntax.fn] });
    if (!arg || more) return usage();
    if (fn === "count") {
      const list = this.list(arg);
      return list && { kind: "members", type: INTEGER, text, fn, where: whereOf(list), body: null };
    }
    if (arg.kind !== "path") return usage();
    const list = this.list(arg.of);
    const body = this.memberName(arg, arg.name, arg.name);
    if (!list || !body) return null;
    if (!isNumeric(body.type) && (fn === "sum" || body.type.kind !== "date")) return this.operatorType(arg, fn, body.type);
    return { kind: "members", type: body.type, text, fn, where: whereOf(list), body };
  }

  private operatorType(at: Syntax, op: string, type: Type): null {
    return this.refuse("operator_type", at, { op, typeZh: typeInWords(type).zh, typeEn: typeInWords(type).en });
  }

  private mismatch(at: Syntax, op: string, left: Type, right: Type): null {
    return this.refuse("type_mismatch", at, { op, leftZh: typeInWords(left).zh, rightZh: typeInWords(right).zh, leftEn: typeInWords(left).en, rightEn: typeInWords(right).en, ...mismatchHint(left, right) });
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
    if (!value) return this.refuse("enum_value", at, { text: String(wanted), allowedZh: valuesInWords(of.type.values).zh, allowedEn: valuesInWords(of.type.values).en });
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
        return args.length < 2 ? this.aggregate(syntax, text, fn) : this.extreme(syntax, text, fn);
      case "count":
      case "sum":
        return this.aggregate(syntax, text, fn);
      case "months_after": {
        if (!second || args.length !== 2) return usage();
        const from = this.want(first, DATE);
        const months = this.want(second, INTEGER);
        return from && months && { kind: "shift", type: DATE, text, from, months };
      }
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

const NAME_HINT = hint("可用的名称见 doudi pack show;文本要加双引号。", "doudi pack show lists the names there are; a text stands in double quotes.");

/** What somebody may have wanted who put two types beside each other that do not go together. */
function mismatchHint(left: Type, right: Type): ProblemInfo {
  const kinds = [left.kind, right.kind];
  const both = (a: Type["kind"], ...others: Type["kind"][]): boolean => kinds.includes(a) && others.some((other) => kinds.includes(other));
  if (both("money", "integer", "rate")) return hint("金额的界限有日期和出处,请写成参数(parameters)。", "A limit in money has a date and a source: make it a parameter.");
  if (both("date", "integer", "text")) return hint('日期写成 date("2020-06-30")。', 'A date is written date("2020-06-30").');
  return {};
}

function referenceTo(symbol: Exclude<NameSymbol, { kind: "check" }>, text: string): Expr | null {
  const { id, type } = symbol;
  if (!type) return null;
  if (symbol.kind === "parameter") return { kind: "parameter", type, text, id, value: null };
  return symbol.kind === "fact" ? { kind: "fact", type, text, id, member: symbol.member } : { kind: "rule", type, text, id, body: null };
}

/** Null for all members; one condition stands without its brackets. */
function whereOf(list: Expr): Expr | null {
  if (list.kind === "literal") return null;
  return list.kind === "logic" && list.args.length === 1 ? (list.args[0] ?? null) : list;
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

