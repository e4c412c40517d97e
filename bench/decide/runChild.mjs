import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const REPORT_PEAK = new URL("reportPeak.mjs", import.meta.url).href;

/**
 * Runs a script as a process of its own, from start to exit.
 * @param {readonly string[]} args script and arguments
 * @returns {Promise<{ seconds: number, peakBytes: number, stdout: string }>}
 * @throws {Error} when it ends with a failure
 */
export async function runChild(args) {
  const folder = await mkdtemp(join(tmpdir(), "doudi-bench-peak-"));
  const peak = join(folder, "bytes");
  try {
    const started = performance.now();
    const child = spawn(process.execPath, ["--import", REPORT_PEAK, ...args], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, DOUDI_BENCH_PEAK: peak } });
    let stdout = "";
    child.stdout.on("data", (data) => (stdout += data));
    const code = await new Promise((resolve) => child.on("close", resolve));
    const seconds = (performance.now() - started) / 1000;
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}\n${stdout}`);
    return { seconds, peakBytes: Number(await readFile(peak, "utf8")), stdout };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
