// node --import ./reportPeak.mjs …: any process tells its peak memory as it ends, in the file named by DOUDI_BENCH_PEAK.
import { writeFileSync } from "node:fs";

const path = process.env.DOUDI_BENCH_PEAK;
if (path) process.on("exit", () => writeFileSync(path, String(process.resourceUsage().maxRSS * 1024)));
