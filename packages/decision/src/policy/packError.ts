import { DoudiError, type Lang } from "@doudi/contract";
import { PolicyError } from "@doudi/policy";
import { problemLine } from "./problemLine.js";

/** What is wrong with the packs as users are told it, file and line; any other error as it is. `folder` is where the pack files lie. */
export function packError(error: unknown, folder: string, lang: Lang): unknown {
  if (!(error instanceof PolicyError)) return error;
  return new DoudiError("packs_invalid", { list: error.problems.map((problem) => problemLine(problem, folder, lang)).join("\n") }, { cause: error });
}
