import type { ExplainedBody, ExplainedMembers, Explanation, ExplainedRule, Phrase, PhrasePart } from "@doudi/contract";

/** How each kind of step is drawn; the walk decides what stands below what. */
export interface TreeDrawing<T> {
  /** Whether the rules are shown that the branch of an `if` which was not taken names. */
  readonly opensIdle: boolean;
  /** A sentence with the rules that it names below it. `single` is the rule where the sentence is nothing but its name. */
  line(phrase: Phrase & { kind: "line" }, single: ExplainedRule | null, below: readonly T[]): T;
  list(phrase: Phrase & { kind: "list" }, items: readonly T[]): T;
  choice(phrase: Phrase & { kind: "choice" }, branches: readonly { readonly when: T | null; readonly result: T; readonly taken: boolean | undefined }[]): T;
  /** A rule that is opened here; `body` is null for one that was opened before, or that is a scheme with an account of its own. */
  rule(rule: ExplainedRule, body: readonly T[] | null): T;
  members(table: ExplainedMembers, rows: readonly { readonly member: number; readonly below: readonly T[] }[]): T;
}

/** Walks an explanation from an expression through the rules it names; each rule is opened once, where it is met first: one walk serves a whole page. */
export class BodyTree<T> {
  private readonly opened = new Set<string>();
  private readonly schemes: ReadonlySet<string>;

  constructor(
    private readonly explanation: Explanation,
    private readonly lang: "zh" | "en",
    private readonly drawing: TreeDrawing<T>,
  ) {
    this.schemes = new Set(explanation.schemes.map(({ id }) => id));
  }

  body(body: ExplainedBody): T[] {
    const drawn = new Set<string>();
    const idle = new Set<string>();
    const phrase = this.phrase(body.words[this.lang], drawn, idle);
    const tables = body.members.map((table) => this.drawing.members(table, table.rows.map((row) => ({ member: row.member, below: row.rules.flatMap((step) => this.step(step)) }))));
    const rest = body.rules.filter((step) => !drawn.has(step) && !idle.has(step)).flatMap((step) => this.step(step));
    return [phrase, ...tables, ...rest];
  }

  /** `drawn` collects the rules that were opened below the phrase, `idle` those that were left out. */
  private phrase(phrase: Phrase, drawn: Set<string>, idle: Set<string>): T {
    switch (phrase.kind) {
      case "line":
        return this.line(phrase, phrase.parts, drawn);
      case "list":
        return this.drawing.list(phrase, phrase.items.map((item) => this.phrase(item, drawn, idle)));
      case "choice":
        return this.drawing.choice(phrase, phrase.branches.map(({ when, result, taken }) => ({ when: when && this.phrase(when, drawn, idle), result: taken === false && !this.drawing.opensIdle ? this.closed(result, idle) : this.phrase(result, drawn, idle), taken })));
    }
  }

  /** The phrase without the rules it names. */
  private closed(phrase: Phrase, idle: Set<string>): T {
    const inner = (each: Phrase): T => this.closed(each, idle);
    if (phrase.kind === "list") return this.drawing.list(phrase, phrase.items.map(inner));
    if (phrase.kind === "choice") return this.drawing.choice(phrase, phrase.branches.map(({ when, result, taken }) => ({ when: when && inner(when), result: inner(result), taken })));
    for (const part of phrase.parts) if (typeof part !== "string" && part.to !== null) idle.add(part.to);
    return this.drawing.line(phrase, null, []);
  }

  private line(phrase: Phrase & { kind: "line" }, parts: readonly PhrasePart[], drawn: Set<string>): T {
    const steps = [...new Set(parts.flatMap((part) => (typeof part === "string" || part.to === null || !this.explanation.rules[part.to] ? [] : [part.to])))].filter((step) => !drawn.has(step));
    for (const step of steps) drawn.add(step);
    const [first] = steps;
    if (parts.length === 1 && first !== undefined) {
      const rule = this.explanation.rules[first];
      if (rule) return this.drawing.line(phrase, rule, this.step(first));
    }
    return this.drawing.line(phrase, null, steps.flatMap((step) => this.step(step)));
  }

  private step(step: string): T[] {
    const rule = this.explanation.rules[step];
    if (!rule) return [];
    if (this.opened.has(step) || this.schemes.has(rule.id)) return [this.drawing.rule(rule, null)];
    this.opened.add(step);
    return [this.drawing.rule(rule, this.body(rule))];
  }
}
