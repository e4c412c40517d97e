import { parser } from "lezer-feel";
import type { CompareOp } from "../ir.js";
import { isDate } from "../value.js";
import type { ProblemCode, ProblemInfo } from "../problem.js";
import { hint } from "../hint.js";
import { guardText, type TextProblem } from "./guardText.js";
import { FUNCTIONS, isCallName, isName, type Syntax, type Test } from "./syntax.js";

const grammar = parser.configure({ top: "Expression" });
type TreeNode = ReturnType<typeof grammar.parse>["topNode"];

class Refusal extends Error {
  constructor(readonly problem: TextProblem) {
    super(problem.code);
  }
}

/**
 * Parses one expression. The tree is lezer-feel's; everything of FEEL that the language does not have is refused here by
 * name, and so are the readings that surprise: words joined over a space, `名称(元)` as a call.
 */
export function parseExpression(text: string): Syntax | readonly TextProblem[] {
  const guarded = guardText(text);
  if (guarded.length > 0) return guarded;
  const top = grammar.parse(text).topNode;
  try {
    const error = firstError(top);
    if (error !== null && lacksElse(text)) refuse("if_without_else", text.search(/\bif\b/));
    if (error !== null) refuse("syntax", error, { found: text.slice(error, error + 12).trim() || text.trim().slice(-12) });
    return new Reader(text).read(only(top));
  } catch (thrown) {
    if (thrown instanceof Refusal) return [thrown.problem];
    throw thrown;
  }
}

function refuse(code: ProblemCode, offset: number, info: ProblemInfo = {}): never {
  throw new Refusal({ code, offset, info });
}

function firstError(node: TreeNode): number | null {
  if (node.type.isError) return node.from;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const error = firstError(child);
    if (error !== null) return error;
  }
  return null;
}

/** Texts in quotes left out. */
function lacksElse(text: string): boolean {
  const words = text.replaceAll(/"[^"]*"/g, "").split(/[^\w\p{Script=Han}]+/u);
  const count = (word: string): number => words.filter((each) => each === word).length;
  return count("if") > Math.min(count("then"), count("else"));
}

/** Words of Chinese and capitals that stand for the operators. */
const OPERATORS: Readonly<Record<string, string>> = { 且: "and", 并且: "and", 而且: "and", 和: "and", AND: "and", And: "and", 或: "or", 或者: "or", OR: "or", Or: "or", 非: "not(…)", 不是: "not(…)", NOT: "not(…)", not: "not(…)", 等于: "=", 大于: ">", 小于: "<" };

function spaceHint(name: string): ProblemInfo {
  const found = name.split(/\s+/).find((word) => Object.hasOwn(OPERATORS, word));
  return found === undefined ? {} : hint(`“${found}”请写成 ${OPERATORS[found] ?? ""}。`, `Write ${OPERATORS[found] ?? ""} for “${found}”.`);
}

function childrenOf(node: TreeNode): TreeNode[] {
  const children: TreeNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

function only(node: TreeNode): TreeNode {
  const child = node.firstChild;
  if (!child || child.nextSibling) return refuse("syntax", node.from, { found: "" });
  return child;
}

function isCompareOp(text: string): text is CompareOp {
  return text === "=" || text === "!=" || text === "<" || text === "<=" || text === ">" || text === ">=";
}

/** Operands joined by and/or, not yet grouped. */
interface Sequence {
  readonly first: Syntax;
  readonly rest: { readonly op: "and" | "or"; readonly operand: Syntax }[];
}

function append(whole: Sequence, op: "and" | "or", part: Sequence): void {
  whole.rest.push({ op, operand: part.first }, ...part.rest);
}

/** Groups a sequence: `and` binds closer than `or`. */
function byPrecedence({ first, rest }: Sequence): Syntax {
  const groups: Syntax[][] = [[first]];
  for (const { op, operand } of rest) {
    if (op === "or") groups.push([operand]);
    else groups.at(-1)?.push(operand);
  }
  return joinBy("or", groups.map((group) => joinBy("and", group)));
}

function joinBy(op: "and" | "or", args: readonly Syntax[]): Syntax {
  const [first, last] = [args[0], args.at(-1)];
  if (!first || !last) throw new TypeError("an empty sequence");
  return args.length === 1 ? first : { from: first.from, to: last.to, kind: "logic", op, args };
}

class Reader {
  constructor(private readonly source: string) {}

  private textOf(node: TreeNode): string {
    return this.source.slice(node.from, node.to);
  }

  read(node: TreeNode): Syntax {
    const span = { from: node.from, to: node.to };
    switch (node.name) {
      case "VariableName":
        return { ...span, kind: "name", name: this.name(node) };
      case "NumericLiteral":
        return { ...span, kind: "number", digits: this.digits(node) };
      case "StringLiteral":
        return { ...span, kind: "string", value: this.string(node) };
      case "BooleanLiteral":
        return { ...span, kind: "boolean", value: this.textOf(node) === "true" };
      case "DateTimeLiteral":
        return { ...span, kind: "date", value: this.date(node) };
      case "ParenthesizedExpression":
        return { ...this.read(this.second(node)), ...span };
      case "Conjunction":
      case "Disjunction":
      case "Comparison":
        return byPrecedence(this.sequence(node));
      case "ArithmeticExpression":
        return this.arithmetic(node);
      case "IfExpression":
        return this.choice(node);
      case "FunctionInvocation":
        return this.call(node);
      case "null":
        return refuse("null_literal", node.from, { example: "x" });
      case "FilterExpression":
        return this.filter(node);
      case "PathExpression":
        return this.path(node);
      case "QuantifiedExpression":
        return this.quantified(node);
      default:
        return refuse("unsupported", node.from, { found: this.textOf(node) });
    }
  }

  private second(node: TreeNode): TreeNode {
    const child = childrenOf(node)[1];
    return child ?? refuse("syntax", node.from, { found: this.textOf(node) });
  }

  private name(node: TreeNode): string {
    const name = this.textOf(node);
    if (/\s/.test(name)) return refuse("name_with_space", node.from, { name, ...spaceHint(name) });
    if (!isName(name)) return refuse("bad_name", node.from, { name });
    return name;
  }

  private digits(node: TreeNode): string {
    const digits = this.textOf(node);
    return /^-?\d{1,15}(\.\d{1,6})?$/.test(digits) ? digits : refuse("unsupported", node.from, { found: digits });
  }

  private string(node: TreeNode): string {
    const text = this.textOf(node);
    try {
      const value: unknown = JSON.parse(text);
      // PostgreSQL text cannot hold the character NUL.
      if (typeof value === "string" && !value.includes("\0")) return value;
    } catch {
      // not a JSON string: refused below
    }
    return refuse("unsupported", node.from, { found: text });
  }

  private date(node: TreeNode): string {
    const match = /^date\s*\(\s*"([^"]*)"\s*\)$/.exec(this.textOf(node));
    const value = match?.[1];
    if (value === undefined) return refuse("unsupported", node.from, { found: this.textOf(node) });
    return isDate(value) ? value : refuse("bad_date", node.from, { text: value });
  }

  /**
   * The operands of and/or with the words between them, in the order of the text. FEEL lets the test after `in` reach to
   * the end of the expression, so that `x in [1..3] and y` would ask whether x is in ([1..3] and y); here it is put right.
   */
  private sequence(node: TreeNode): Sequence {
    if (node.name === "Conjunction" || node.name === "Disjunction") {
      const [first, ...rest] = childrenOf(node);
      if (!first) return refuse("syntax", node.from, { found: this.textOf(node) });
      const whole = this.sequence(first);
      let op: "and" | "or" = "and";
      for (const child of rest) {
        if (child.name === "and" || child.name === "or") op = child.name;
        else append(whole, op, this.sequence(child));
      }
      return whole;
    }
    if (node.name !== "Comparison") return { first: this.read(node), rest: [] };
    const [subject, operator, test, ...more] = childrenOf(node);
    const inner = test?.name === "PositiveUnaryTest" ? test.firstChild : null;
    const swallowed = subject && operator?.name === "in" && more.length === 0 && (inner?.name === "Conjunction" || inner?.name === "Disjunction");
    if (!swallowed || !inner) return { first: this.comparison(node), rest: [] };
    return this.withoutSwallowed(subject, inner);
  }

  /** `x in T and y`, where T is the first operand of what the grammar took for the test. */
  private withoutSwallowed(subject: TreeNode, test: TreeNode): Sequence {
    if (test.name !== "Conjunction" && test.name !== "Disjunction") {
      const value: Syntax = { from: subject.from, to: test.to, kind: "in", subject: this.read(subject), tests: [this.test(test)] };
      return { first: value, rest: [] };
    }
    const [first, ...rest] = childrenOf(test);
    if (!first) return refuse("syntax", test.from, { found: this.textOf(test) });
    const whole = this.withoutSwallowed(subject, first);
    let op: "and" | "or" = "and";
    for (const child of rest) {
      if (child.name === "and" || child.name === "or") op = child.name;
      else append(whole, op, this.sequence(child));
    }
    return whole;
  }

  private comparison(node: TreeNode): Syntax {
    const span = { from: node.from, to: node.to };
    const [subject, operator, ...rest] = childrenOf(node);
    const first = rest[0];
    if (!subject || !operator || !first) return refuse("syntax", node.from, { found: this.textOf(node) });
    if (subject.name === "Comparison") return refuse("chained_comparison", node.from);
    if (operator.name === "between") {
      const high = rest[2];
      if (!high) return refuse("syntax", node.from, { found: this.textOf(node) });
      return { ...span, kind: "in", subject: this.read(subject), tests: [{ kind: "interval", low: this.read(first), lowOp: ">=", high: this.read(high), highOp: "<=" }] };
    }
    if (operator.name === "in") return { ...span, kind: "in", subject: this.read(subject), tests: this.tests(rest) };
    const op = this.textOf(operator);
    if (!isCompareOp(op)) return refuse("unsupported", operator.from, { found: op });
    return { ...span, kind: "compare", op, left: this.read(subject), right: this.read(first) };
  }

  private tests(nodes: readonly TreeNode[]): Test[] {
    return nodes
      .filter((node) => node.name !== "(" && node.name !== ")")
      .flatMap((node) => (node.name === "PositiveUnaryTests" || node.name === "PositiveUnaryTest" ? this.tests(childrenOf(node)) : [this.test(node)]));
  }

  private test(node: TreeNode): Test {
    if (node.name === "Comparison") return refuse("chained_comparison", node.from);
    if (node.name === "List") return refuse("unsupported", node.from, { found: `${this.textOf(node)} → (a, b) / [a..b]` });
    const inner = node.name === "ParenthesizedExpression" ? this.second(node) : node;
    if (inner.name !== "SimplePositiveUnaryTest") return { kind: "value", value: this.read(node) };
    if (inner !== node) return this.test(inner);
    const interval = node.firstChild;
    if (!interval || interval.name !== "Interval") return refuse("unsupported", node.from, { found: this.textOf(node) });
    const [open, low, , high, close] = childrenOf(interval);
    if (!open || !low || !high || !close) return refuse("syntax", node.from, { found: this.textOf(node) });
    return {
      kind: "interval",
      low: this.read(low),
      lowOp: this.textOf(open) === "[" ? ">=" : ">",
      high: this.read(high),
      highOp: this.textOf(close) === "]" ? "<=" : "<",
    };
  }

  private arithmetic(node: TreeNode): Syntax {
    const span = { from: node.from, to: node.to };
    const children = childrenOf(node);
    const [left, operator, right] = children;
    if (children.length === 2 && left && operator) return { ...span, kind: "negative", arg: this.read(operator) };
    if (!left || !operator || !right) return refuse("syntax", node.from, { found: this.textOf(node) });
    const op = this.textOf(operator);
    if (op === "/") return refuse("division", operator.from);
    if (op !== "+" && op !== "-" && op !== "*") return refuse("unsupported", operator.from, { found: op });
    return { ...span, kind: "arithmetic", op, left: this.read(left), right: this.read(right) };
  }

  private choice(node: TreeNode): Syntax {
    const [, condition, , then, , otherwise] = childrenOf(node);
    if (!condition || !then || !otherwise) return refuse("syntax", node.from, { found: this.textOf(node) });
    return { from: node.from, to: node.to, kind: "if", condition: this.read(condition), consequent: this.read(then), alternative: this.read(otherwise) };
  }

  private filter(node: TreeNode): Syntax {
    const [list, , condition] = childrenOf(node);
    if (!list || !condition) return refuse("syntax", node.from, { found: this.textOf(node) });
    return { from: node.from, to: node.to, kind: "filter", list: this.read(list), condition: this.read(condition) };
  }

  private path(node: TreeNode): Syntax {
    const [of, , name] = childrenOf(node);
    if (!of || !name) return refuse("syntax", node.from, { found: this.textOf(node) });
    return { from: node.from, to: node.to, kind: "path", of: this.read(of), name: this.name(name), nameFrom: name.from };
  }

  /** One variable over one list; FEEL's several variables have no use here. */
  private quantified(node: TreeNode): Syntax {
    const [fn, over, , body] = childrenOf(node);
    const [single, second] = over ? childrenOf(over) : [];
    const [variable, , context] = single ? childrenOf(single) : [];
    const list = context?.firstChild;
    if (!body || !variable || !list) return refuse("syntax", node.from, { found: this.textOf(node) });
    if (second || list.nextSibling) return refuse("unsupported", node.from, { found: over ? this.textOf(over) : "" });
    return { from: node.from, to: node.to, kind: "quantified", fn: fn?.name === "some" ? "some" : "every", variable: this.name(variable), list: this.read(list), body: this.read(body) };
  }

  private call(node: TreeNode): Syntax {
    const span = { from: node.from, to: node.to };
    const [callee, ...rest] = childrenOf(node);
    if (!callee || callee.name !== "VariableName") return refuse("unsupported", node.from, { found: this.textOf(node) });
    const fn = this.name(callee);
    const args = rest
      .flatMap((child) => (child.name === "PositionalParameters" ? childrenOf(child) : child.name === "NamedParameters" ? refuse("unsupported", child.from, { found: this.textOf(child) }) : []))
      .filter((child) => child.name !== ",");
    if (fn === "not") {
      const arg = args[0];
      if (!arg || args.length !== 1) return refuse("arguments", node.from, { fn, usage: "not(x)" });
      return { ...span, kind: "not", arg: this.read(arg) };
    }
    if (!isCallName(fn)) return refuse("name_with_brackets", node.from, { name: fn, functions: ["not", ...Object.keys(FUNCTIONS)].join(", ") });
    return { ...span, kind: "call", fn, args: args.map((arg) => this.read(arg)) };
  }
}
