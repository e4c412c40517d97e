import type { Dialect } from "../engine/dialect.js";

/** Columns computed at one level of nesting from those of the levels below. */
type Step = readonly { readonly name: string; readonly sql: string }[];

/** The columns that a standardiser computes level by level. */
export type Steps = readonly Step[];

/**
 * One nested SELECT for many standardisers side by side: level n holds their n-th steps. Nesting instead of repeating an
 * expression keeps the text short and lets an engine that does not share sub-expressions compute each once.
 */
export function nested(dialect: Dialect, from: string, all: readonly Steps[]): string {
  const depth = Math.max(0, ...all.map((steps) => steps.length));
  let relation = from;
  for (let level = 0; level < depth; level += 1) {
    const columns = all.flatMap((steps) => steps[level] ?? []);
    relation = `(SELECT *, ${columns.map(({ name, sql }) => `${sql} AS ${name}`).join(", ")} FROM ${relation} AS s${level}${dialect.once})`;
  }
  return relation;
}
