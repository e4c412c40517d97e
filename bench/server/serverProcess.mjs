import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const DOUDI = fileURLToPath(new URL("../../apps/cli/bin/doudi.mjs", import.meta.url));
/** Of a line of the log, and of a second in /proc. */
const WARNING = 40;
const TICKS = 100;

/**
 * `doudi serve` as a process of its own, with its log on. `answers` gathers what the server itself says of every request:
 * route, status, milliseconds from the request's arrival until the answer was sent, and when that was.
 * @returns {Promise<{ address: string, answers: { at: number, method: string, route: string, status: number, ms: number }[], processorSeconds(): { server: number, database: number }, stop(): Promise<void> }>}
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

/** What a process and, apart from it, those it started have used so far; zero where the system has no /proc. */
function processorSeconds(pid) {
  let entries = [];
  try {
    entries = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return { server: 0, database: 0 };
  }
  const processes = entries.flatMap((name) => {
    try {
      // After the command in brackets: state, parent, … and from the 12th on user, system, and both of children that ended.
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
      return [{ pid: Number(name), parent: Number(fields[1]), own: Number(fields[11]) + Number(fields[12]), children: Number(fields[13]) + Number(fields[14]) }];
    } catch {
      return [];
    }
  });
  const below = (parent) => processes.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  const own = processes.find((each) => each.pid === pid)?.own ?? 0;
  return { server: own / TICKS, database: below(pid).reduce((sum, each) => sum + each.own + each.children, 0) / TICKS };
}
