import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { processorSeconds } from "../processorSeconds.mjs";

const DOUDI = fileURLToPath(new URL("../../apps/cli/bin/doudi.mjs", import.meta.url));
/** Of a line of the log. */
const WARNING = 40;

/**
 * `doudi serve` as a process of its own, with its log on. `answers` gathers what the server itself says of every request:
 * route, status, milliseconds from the request's arrival until the answer was sent, and when that was.
 * @returns {Promise<{ address: string, answers: { at: number, method: string, route: string, status: number, ms: number }[], processorSeconds(): { own: number, below: number }, stop(): Promise<void> }>}
 */
export async function startServerProcess(folder) {
  const child = spawn(process.execPath, [DOUDI, "serve", "--data", folder, "--port", "0", "--lang", "en"], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, DOUDI_LOG: "info" } });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const answers = [];
  const address = await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`doudi serve ended with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, found] = /^Doudi is up: (\S+)/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
      if (!line.startsWith("{")) return;
      const { level, msg, time, method, route, status, ms } = JSON.parse(line);
      if (msg === "answered") answers.push({ at: time, method, route, status, ms });
      else if (level >= WARNING) console.error(line);
    });
  });
  return {
    address, answers,
    processorSeconds: () => processorSeconds(child.pid),
    async stop() {
      child.kill("SIGINT");
      await ended;
    },
  };
}
