import { formatSummary } from "@doudi/report/terminal";
import { shownPath } from "../terminal/shownPath.js";
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
  const files = [...(summary.outputs ?? []).map(({ file }) => file), "summary.json"].sort();
  const color = process.stdout.isTTY && !process.env["NO_COLOR"];
  process.stdout.write(`${formatSummary(summary, request.lang, { color, folder: shownPath(request.out), files: foldVolumes(files) })}\n`);
}

/** Workbooks by township are named once, as a folder. */
function foldVolumes(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => (file.includes("/") ? `${file.slice(0, file.indexOf("/"))}/` : file)))];
}
