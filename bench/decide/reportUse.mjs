// node --import ./reportUse.mjs …: any process tells what it used as it ends, in the file named by DOUDI_BENCH_USE.
import { writeFileSync } from "node:fs";

const path = process.env.DOUDI_BENCH_USE;
if (path) {
  process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(path, JSON.stringify({ peakBytes: maxRSS * 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
  });
}
