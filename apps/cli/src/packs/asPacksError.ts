import { DoudiError, type Lang } from "@doudi/contract";
import { PolicyError } from "@doudi/policy";
import { problemLine } from "./problemLine.js";

/** Packs with problems as the error packs_invalid, a line a problem; anything else as it is. `folder` is where the pack files lie. */
export function asPacksError(error: unknown, folder: string, lang: Lang): unknown {
  if (!(error instanceof PolicyError)) return error;
  return new DoudiError("packs_invalid", { list: error.problems.map((problem) => problemLine(problem, folder, lang)).join("\n") }, { cause: error });
}
