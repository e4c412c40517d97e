import type { FactValue } from "@doudi/policy";
import type { InputFact } from "./inputFact.js";

type Values = Readonly<Record<string, FactValue>>;

/** Values of a household's facts, or a member's, that a server holds itself, with what a missing one means: as the columns have them that `decide` reads. */
export function withAbsences(facts: readonly InputFact[], level: InputFact["level"], values: Values): Values {
  const own = facts.filter((fact) => fact.level === level);
  return Object.fromEntries(own.map((fact) => [fact.id, values[fact.id] ?? absence(fact)]));
}

function absence({ absent, type }: InputFact): FactValue {
  if (absent === null || type === "date") return null;
  if (type === "boolean") return absent === "true";
  return type === "integer" || type === "money" ? Number(absent) : absent;
}
