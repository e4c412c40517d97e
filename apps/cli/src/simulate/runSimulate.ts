import { relative } from "node:path";
import { formatSimulation } from "@doudi/report/simulation";
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
  const way = out === undefined ? undefined : relative(process.cwd(), out);
  const folder = way === undefined || way === "" || way.startsWith("..") ? out : way;
  const color = process.stdout.isTTY && !process.env["NO_COLOR"];
  process.stdout.write(`${formatSimulation(simulation, lang, { color, ...(folder === undefined ? {} : { folder }) })}\n`);
}
