import { formatDecisions } from "@doudi/report/decisions";
import { shownPath } from "../terminal/shownPath.js";
import { terminalProgress } from "../terminal/terminalProgress.js";
import { decideHouseholds } from "./decideHouseholds.js";
import type { DecideRequest } from "./decideRequest.js";

/** `doudi decide` on a terminal: progress on standard error, the summary on standard output. */
export async function runDecide(request: DecideRequest, json: boolean): Promise<void> {
  const summary = await decideHouseholds(request, terminalProgress());
  if (json) {
    process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
    return;
  }
  const files = [...(summary.outputs ?? []).map(({ file }) => file), "summary.json"].sort();
  const color = process.stdout.isTTY && !process.env["NO_COLOR"];
  process.stdout.write(`${formatDecisions(summary, request.lang, { color, folder: shownPath(request.out), files })}\n`);
}
