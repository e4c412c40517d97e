import { isFindingCode } from "@doudi/contract";
import type { PackLibrary, Problem } from "@doudi/policy";

/** Checks whose id is no finding code: they could be resolved, but nobody could be told what they found. */
export function unknownCodes(library: PackLibrary): Problem[] {
  return [...library.packs.values()].flatMap((pack) => [...pack.checks.values()]).filter(({ written }) => !isFindingCode(written.id)).map(({ written }) => ({
    code: "unknown_node",
    file: written.at.file,
    line: written.at.line,
    column: written.at.column,
    message: {
      zh: `检查编号 ${written.id} 不是约定的疑点编号;可用的编号见 doudi pack show。`,
      en: `The check id ${written.id} is no finding code; doudi pack show lists those there are.`,
    },
  }));
}
