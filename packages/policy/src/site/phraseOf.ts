import type { Bilingual, BilingualPhrase, Lang, Outcome, Phrase, PhraseBranch, PhrasePart } from "@doudi/contract";
import type { Template } from "../backend/template.js";
import { formatValue } from "../format.js";
import type { CompareOp, Expr, MemberFn } from "../ir.js";
import { isYesNo } from "../type.js";
import { outcomeOf, type Value } from "../value.js";

/** What a name in an expression is called and where it can be looked up; `unit` is a parameter's. */
export type NameFinder = (id: string) => { readonly key: string | null; readonly name: Bilingual; readonly unit?: string | null };

/** What a part of an expression came to in a case that is explained; undefined where it was not worked out. */
export type ValueFinder = (expr: Expr) => Value | null | undefined;

/** An expression as a sentence, a list or a choice, in both languages; with `values`, what each part came to as well. */
export function phraseOf(expr: Expr, find: NameFinder, values?: ValueFinder): BilingualPhrase {
  return { zh: new Wording("zh", find, values).phrase(expr), en: new Wording("en", find, values).phrase(expr) };
}

/** A reason as a sentence with its names to look up. */
export function reasonPhrase(reason: { readonly zh: Template; readonly en: Template }, find: NameFinder): BilingualPhrase {
  const line = (lang: Lang, template: Template): Phrase => {
    const wording = new Wording(lang, find);
    return { kind: "line", parts: template.flatMap((part) => (typeof part === "string" ? [part] : wording.inline(part.expr))) };
  };
  return { zh: line("zh", reason.zh), en: line("en", reason.en) };
}

const LEADS = {
  and: { zh: "以下各项都成立", en: "all of these hold" },
  or: { zh: "以下至少一项成立", en: "at least one of these holds" },
  notAnd: { zh: "以下各项不全成立", en: "not all of these hold" },
  notOr: { zh: "以下各项都不成立", en: "none of these holds" },
} as const satisfies Record<string, Bilingual>;

const ORDER = {
  "<": { zh: "低于", en: "is below" },
  "<=": { zh: "不超过", en: "is at most" },
  ">": { zh: "超过", en: "is above" },
  ">=": { zh: "不低于", en: "is at least" },
} as const;

const COMPARISONS = {
  number: { ...ORDER, "=": { zh: "等于", en: "is" }, "!=": { zh: "不等于", en: "is not" } },
  date: {
    "=": { zh: "就是", en: "is" },
    "!=": { zh: "不是", en: "is not" },
    "<": { zh: "早于", en: "is before" },
    "<=": { zh: "不晚于", en: "is on or before" },
    ">": { zh: "晚于", en: "is after" },
    ">=": { zh: "不早于", en: "is on or after" },
  },
  word: { ...ORDER, "=": { zh: "是", en: "is" }, "!=": { zh: "不是", en: "is not" } },
} as const satisfies Record<string, Record<CompareOp, Bilingual>>;

const ROUNDINGS = {
  half_up: { zh: "四舍五入", en: "rounded half up" },
  up: { zh: "进一", en: "rounded up" },
  down: { zh: "去尾", en: "rounded down" },
} as const satisfies Record<string, Bilingual>;

class Wording {
  private readonly zh: boolean;

  constructor(
    private readonly lang: Lang,
    private readonly find: NameFinder,
    private readonly values: ValueFinder = () => undefined,
  ) {
    this.zh = lang === "zh";
  }

  /** As a block: lists and choices stand below each other. */
  phrase(expr: Expr): Phrase {
    const state = this.state(expr);
    const block = this.block(expr);
    return state === undefined ? block : { ...block, state };
  }

  private block(expr: Expr): Phrase {
    const only = expr.kind === "logic" && expr.args.length === 1 ? expr.args[0] : undefined;
    if (only) return this.block(only);
    if (expr.kind === "logic" && this.oneOf(expr) === null) return this.list(expr.op, expr.args);
    if (expr.kind === "not" && expr.arg.kind === "logic" && this.oneOf(expr.arg) === null) return this.list(expr.arg.op === "and" ? "notAnd" : "notOr", expr.arg.args);
    if (expr.kind === "members" && (expr.fn === "some" || expr.fn === "every")) return this.quantified(expr);
    if (expr.kind === "choose" && !isDefaulted(expr)) return { kind: "choice", branches: this.branches(expr) };
    return { kind: "line", parts: this.inline(expr) };
  }

  private state(expr: Expr): Outcome | undefined {
    const value = isYesNo(expr.type) ? this.values(expr) : undefined;
    return value === undefined ? undefined : outcomeOf(value);
  }

  /** As part of a sentence. */
  inline(expr: Expr): PhrasePart[] {
    switch (expr.kind) {
      case "literal":
        return [formatValue(expr.type, expr.value, this.lang)];
      case "fact":
      case "parameter":
      case "rule": {
        const { key, name, unit } = this.find(expr.id);
        const value = this.values(expr);
        // Whether a condition holds is said by the mark of its line.
        const shown = value === undefined || isYesNo(expr.type) ? {} : { value: formatValue(expr.type, value, this.lang, unit ?? null) };
        return [{ to: key, text: name[this.lang], ...shown }];
      }
      case "not":
        return this.negation(expr.arg);
      case "logic":
        return this.oneOf(expr) ?? this.joined(expr.args, expr.op === "and" ? this.say(" 且 ", " and ") : this.say(" 或 ", " or "), "logic");
      case "compare":
        return [...this.side(expr.left), ` ${COMPARISONS[measureOf(expr.left)][expr.op][this.lang]} `, ...this.side(expr.right)];
      case "arithmetic":
        return [...this.operand(expr.left, expr.op, false), ` ${{ "+": "+", "-": "−", "*": "×" }[expr.op]} `, ...this.operand(expr.right, expr.op, true)];
      case "divide":
        return this.quotient(expr);
      case "choose":
        if (isDefaulted(expr)) return [...this.inline(expr.consequent), this.say("（没有记载按 ", " ("), ...this.inline(expr.alternative), this.say(" 计）", " where it is not known)")];
        return [this.say("若 ", "if "), ...this.inline(expr.condition), this.say(" 则 ", " then "), ...this.inline(expr.consequent), this.say("，否则 ", ", else "), ...this.inline(expr.alternative)];
      case "known":
        return [...this.term(expr.arg), this.say(" 有记载", " is known")];
      // Derived, never written in a pack; here so that nothing is left unsaid.
      case "same":
        return [...this.side(expr.left), this.say(" 同于 ", " is the same as "), ...this.side(expr.right)];
      case "extreme":
        return this.extreme(expr);
      case "elapsed": {
        const [lead, tail] = expr.unit === "days" ? [this.say("自 ", "days from "), this.say(" 的天数", "")] : [this.say("自 ", "completed years from "), this.say(" 的整年数", "")];
        return [lead, ...this.term(expr.from), this.say(" 至 ", " to "), ...this.term(expr.to), tail];
      }
      case "shift":
        return this.zh ? [...this.term(expr.from), " 之后 ", ...this.term(expr.months), " 个月"] : [...this.term(expr.months), " months after ", ...this.term(expr.from)];
      case "members":
        return this.aggregate(expr);
    }
  }

  private extreme({ fn, args }: Expr & { kind: "extreme" }): PhrasePart[] {
    const parts = this.joined(args, args.length === 2 ? this.say(" 与 ", " and ") : this.say("、", ", "), "extreme");
    if (this.zh) return [...parts, ` 中${args.length === 2 ? "较" : "最"}${fn === "min" ? "小" : "大"}者`];
    return [`the ${args.length === 2 ? (fn === "min" ? "smaller" : "larger") : fn === "min" ? "smallest" : "largest"} of `, ...parts];
  }

  private list(lead: keyof typeof LEADS, args: readonly Expr[]): Phrase {
    return { kind: "list", lead: [LEADS[lead][this.lang]], items: args.map((arg) => this.phrase(arg)) };
  }

  /** Some or every member, with what holds for them as a list. */
  private quantified(expr: Expr & { kind: "members" }): Phrase {
    const { body } = expr;
    if (!body) return { kind: "line", parts: this.aggregate(expr) };
    const several = body.kind === "logic" && this.oneOf(body) === null ? body : null;
    const tail = several === null ? this.say(" 满足", " for whom") : several.op === "and" ? this.say(" 满足以下各项", " for whom all of these hold") : this.say(" 满足以下至少一项", " for whom at least one of these holds");
    return { kind: "list", lead: [...this.anyOf(expr.fn), ...this.who(expr.where), tail], items: several ? several.args.map((arg) => this.phrase(arg)) : [this.phrase(body)] };
  }

  private anyOf(fn: MemberFn): PhrasePart[] {
    return [fn === "some" ? this.say("有一名 ", "there is one of ") : this.say("每一名 ", "every one of ")];
  }

  /** The members that count, as the subject of a sentence: by the name of their list where it has one. */
  private who(where: Expr | null): PhrasePart[] {
    const conditions = where?.kind === "logic" && where.op === "and" ? where.args : where ? [where] : [];
    const lists = conditions.filter((each) => each.kind === "rule" && each.type.kind === "members");
    const others = conditions.filter((each) => !lists.includes(each));
    const noun: PhrasePart[] = lists.length === 0 ? [this.say("成员", "the members")] : this.joined(lists, this.say(" 且 ", " and "), "logic");
    if (others.length === 0) return noun;
    return [...noun, this.say("（限 ", " (where "), ...this.joined(others, this.say(" 且 ", " and "), "logic"), this.say("）", ")")];
  }

  private aggregate(expr: Expr & { kind: "members" }): PhrasePart[] {
    const who = this.who(expr.where);
    const body = expr.body ? this.side(expr.body) : [];
    switch (expr.fn) {
      case "some":
      case "every":
        return [...this.anyOf(expr.fn), ...who, this.say(" 满足 ", " for whom "), ...body];
      case "count":
        return this.zh ? [...who, " 人数"] : ["the number of ", ...who];
      case "sum":
        return this.zh ? [...who, " 的 ", ...body, " 合计"] : ["the sum of ", ...body, " over ", ...who];
      case "min":
      case "max":
        return this.zh ? [...who, expr.fn === "min" ? " 中最小的 " : " 中最大的 ", ...body] : [expr.fn === "min" ? "the smallest " : "the largest ", ...body, " among ", ...who];
    }
  }

  private branches(expr: Expr & { kind: "choose" }): PhraseBranch[] {
    const value = this.values(expr.condition);
    const taken = (yes: boolean): { taken?: boolean } => (value === undefined || value === null ? {} : { taken: value === yes });
    const first = { when: this.phrase(expr.condition), result: this.phrase(expr.consequent), ...taken(true) };
    const rest = expr.alternative.kind === "choose" ? this.branches(expr.alternative) : [{ when: null, result: this.phrase(expr.alternative), ...taken(false) }];
    return [first, ...rest];
  }

  private negation(arg: Expr): PhrasePart[] {
    if (arg.kind === "known") return [...this.term(arg.arg), this.say(" 没有记载", " is not known")];
    return this.zh ? [...this.term(arg), " 不成立"] : ["not ", ...this.term(arg)];
  }

  private quotient(expr: Expr & { kind: "divide" }): PhrasePart[] {
    const unit = expr.type.kind === "money" ? (expr.scale === 2 ? this.say("到分", " to the fen") : this.say(`到元后 ${expr.scale} 位`, ` to ${expr.scale} decimals of a yuan`)) : this.say(`到小数 ${expr.scale} 位`, ` to ${expr.scale} decimals`);
    const whole = expr.type.kind === "money" && expr.scale === 0 ? this.say("到元", " to the yuan") : expr.scale === 0 ? this.say("取整", " to a whole number") : unit;
    const how = this.zh ? `（${ROUNDINGS[expr.rounding].zh}${whole}）` : ` (${ROUNDINGS[expr.rounding].en}${whole})`;
    const one = expr.right.kind === "literal" && expr.right.value === 1n;
    return one ? [...this.term(expr.left), how] : [...this.term(expr.left), " ÷ ", ...this.term(expr.right), how];
  }

  /** `x in ("a", "b")` and `x in [1..3]` again, which the IR spells out. */
  private oneOf(expr: Expr & { kind: "logic" }): PhrasePart[] | null {
    const compares = expr.args.filter((arg) => arg.kind === "compare");
    const [first, second] = compares;
    if (!first || !second || compares.length !== expr.args.length) return null;
    const subject = first.left.text.trim();
    if (compares.some((each) => each.left.text.trim() !== subject)) return null;
    if (expr.op === "or" && compares.every((each) => each.op === "=")) {
      return [...this.term(first.left), this.say(" 是 ", " is "), ...this.joined(compares.map((each) => each.right), this.say("、", " or "), "extreme"), this.say(" 之一", "")];
    }
    if (expr.op === "and" && compares.length === 2 && first.op === ">=" && second.op === "<=") {
      return [...this.term(first.left), this.say(" 在 ", " is between "), ...this.term(first.right), this.say(" 至 ", " and "), ...this.term(second.right), this.say(" 之间", "")];
    }
    return null;
  }

  private joined(args: readonly Expr[], by: string, kind: "logic" | "extreme"): PhrasePart[] {
    return args.flatMap((arg, index) => [...(index === 0 ? [] : [by]), ...(kind === "logic" && arg.kind !== "logic" ? this.inline(arg) : this.term(arg))]);
  }

  /** In brackets where it is more than a name or a value. */
  private term(expr: Expr): PhrasePart[] {
    const simple = expr.kind === "literal" || expr.kind === "fact" || expr.kind === "parameter" || expr.kind === "rule" || (expr.kind === "members" && expr.fn === "count");
    return simple ? this.inline(expr) : [this.say("（", "("), ...this.inline(expr), this.say("）", ")")];
  }

  /** A side of a comparison: a calculation stands without brackets. */
  private side(expr: Expr): PhrasePart[] {
    return expr.kind === "arithmetic" ? this.inline(expr) : this.term(expr);
  }

  /** A part of a calculation, in brackets only where it would be read otherwise. */
  private operand(expr: Expr, op: "+" | "-" | "*", right: boolean): PhrasePart[] {
    const bare = expr.kind === "arithmetic" && (expr.op === "*" ? op !== "*" || !right : op !== "*" && (!right || op === "+"));
    return bare ? this.inline(expr) : this.term(expr);
  }

  private say(zh: string, en: string): string {
    return this.zh ? zh : en;
  }
}

/** `if known(x) then x else 0` */
function isDefaulted({ condition, consequent, alternative }: Expr & { kind: "choose" }): boolean {
  return condition.kind === "known" && alternative.kind === "literal" && condition.arg.text.trim() === consequent.text.trim();
}

function measureOf(expr: Expr): keyof typeof COMPARISONS {
  switch (expr.type.kind) {
    case "integer":
    case "money":
    case "rate":
      return "number";
    case "date":
      return "date";
    default:
      return "word";
  }
}
