import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const REPORT_USE = new URL("reportUse.mjs", import.meta.url).href;

/**
 * Runs a script as a process of its own, from start to exit. Seconds are those of the clock, `cpuSeconds` those of all its
 * processors together, which other work on the machine hardly changes.
 * @param {readonly string[]} args script and arguments
 * @returns {Promise<{ seconds: number, cpuSeconds: number, peakBytes: number, stdout: string }>}
 * @throws {Error} with what it said when it ends with a failure
 */
export async function runChild(args) {
  const folder = await mkdtemp(join(tmpdir(), "doudi-bench-use-"));
  const use = join(folder, "use.json");
  try {
    const started = performance.now();
    const child = spawn(process.execPath, ["--import", REPORT_USE, ...args], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, DOUDI_BENCH_USE: use } });
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (data) => (said.stdout += data));
    child.stderr.on("data", (data) => (said.stderr += data));
    const code = await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
    const seconds = (performance.now() - started) / 1000;
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}\n${said.stderr}${said.stdout}`);
    return { seconds, stdout: said.stdout, ...JSON.parse(await readFile(use, "utf8")) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
