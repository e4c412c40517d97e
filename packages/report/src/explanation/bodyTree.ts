import type { ExplainedBody, ExplainedMembers, Explanation, ExplainedRule, Phrase, PhrasePart } from "@doudi/contract";

/** How each kind of step is drawn; the walk decides what stands below what. */
export interface TreeDrawing<T> {
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
    const phrase = this.phrase(body.words[this.lang], drawn);
    const tables = body.members.map((table) => this.drawing.members(table, table.rows.map((row) => ({ member: row.member, below: row.rules.flatMap((step) => this.step(step)) }))));
    const rest = body.rules.filter((step) => !drawn.has(step)).flatMap((step) => this.step(step));
    return [phrase, ...tables, ...rest];
  }

  private phrase(phrase: Phrase, drawn: Set<string>): T {
    switch (phrase.kind) {
      case "line":
        return this.line(phrase, phrase.parts, drawn);
      case "list":
        return this.drawing.list(phrase, phrase.items.map((item) => this.phrase(item, drawn)));
      case "choice":
        return this.drawing.choice(phrase, phrase.branches.map(({ when, result, taken }) => ({ when: when && this.phrase(when, drawn), result: this.phrase(result, drawn), taken })));
    }
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
