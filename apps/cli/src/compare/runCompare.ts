import { resolve } from "node:path";
import { terminalProgress } from "../terminal/terminalProgress.js";
import { compareFolder } from "./compareFolder.js";
import type { CompareRequest } from "./compareRequest.js";

/** `doudi compare` on a terminal: progress on standard error, the summary on standard output. */
export async function runCompare(request: CompareRequest, json: boolean): Promise<void> {
  const summary = await compareFolder(request, terminalProgress());
  if (json) {
    process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${resolve(request.out)}\n`);
}
