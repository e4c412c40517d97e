import type { Lang } from "@doudi/contract";
import type { Problem } from "@doudi/policy";

/** "file:line:column message", as editors understand it. */
export function problemLine(problem: Problem, lang: Lang): string {
  const place = problem.file === "" ? "" : `${problem.file}:${problem.line}:${problem.column} `;
  return `${place}${problem.message[lang]}`;
}
