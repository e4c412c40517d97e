import { type Expr, walk } from "./ir.js";

/** Ids of the facts that an expression reads, through rules too, in reading order. */
export function factsOf(expr: Expr): Set<string> {
  const ids = new Set<string>();
  walk(expr, (part) => {
    if (part.kind === "fact") ids.add(part.id);
  });
  return ids;
}
