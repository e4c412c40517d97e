import { formatSimulation } from "@doudi/report/simulation";
import { shownPath } from "../terminal/shownPath.js";
import { terminalProgress } from "../terminal/terminalProgress.js";
import { simulateInput } from "./simulateInput.js";
import type { SimulateRequest } from "./simulateRequest.js";

/** `doudi simulate` on a terminal: progress on standard error, the totals on standard output. */
export async function runSimulate(request: SimulateRequest, json: boolean): Promise<void> {
  const { lang, out } = request;
  const simulation = await simulateInput(request, terminalProgress());
  if (json) {
    process.stdout.write(`${JSON.stringify(simulation, null, 2)}\n`);
    return;
  }
  const color = process.stdout.isTTY && !process.env["NO_COLOR"];
  process.stdout.write(`${formatSimulation(simulation, lang, { color, ...(out === undefined ? {} : { folder: shownPath(out) }) })}\n`);
}
