import type { Fact, Policy } from "@doudi/policy";
import { type InputFact, MOST_COUNT, MOST_FEN } from "./inputFact.js";

/** Known to the engine, not to the household. */
const AS_OF = "as_of";

/** Whole numbers of the contract that end before a count does. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = { self_care_lost: [0, 6], disability_grade: [1, 4] };

/** The facts of households and members that the policy knows: a pack that adds one adds a key and a column. */
export function inputFactsOf(policy: Pick<Policy, "facts">): InputFact[] {
  return [...policy.facts.values()].flatMap((fact) => {
    const level = fact.scopes.includes("household") ? "household" : fact.scopes.includes("member") ? "member" : null;
    return level === null || fact.id === AS_OF ? [] : [inputFact(fact, level)];
  });
}

function inputFact(fact: Fact, level: InputFact["level"]): InputFact {
  const { id, name, values, type, absent } = fact;
  if (type.kind === "members") throw new TypeError(`fact ${id} cannot be a list of members`);
  const [least, most] = RANGES[id] ?? [0, type.kind === "money" ? MOST_FEN : MOST_COUNT];
  return { id, level, path: fact.input, name, type: type.kind, values, absent: absent === null ? null : String(absent), least, most };
}
