import { join, relative } from "node:path";
import type { Lang } from "@doudi/contract";
import type { Problem } from "@doudi/policy";

/** "file:line:column message", as editors understand it; `folder` is where the pack files lie. */
export function problemLine(problem: Problem, folder: string, lang: Lang): string {
  const message = problem.message[lang];
  if (problem.file === "") return message;
  const path = join(folder, problem.file);
  const near = relative(process.cwd(), path);
  return `${near.startsWith("..") ? path : near}:${problem.line}:${problem.column} ${message}`;
}
