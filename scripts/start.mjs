// npm start: brings up the whole system with the demo county on an empty database. `npm start -- --lang en` in English,
// DOUDI_DEMO=0 for no demo county, other options as `doudi serve` takes them.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const demo = process.env.DOUDI_DEMO === "0" ? [] : ["--demo"];
const given = process.argv.slice(2).filter((argument) => argument !== "--demo");
const doudi = spawn(process.execPath, [join(root, "apps", "cli", "bin", "doudi.mjs"), "serve", "--data", join(root, "data"), ...demo, ...given], { stdio: "inherit" });

// The terminal sends Ctrl-C to both; this one waits for the other to stop cleanly.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => signal === "SIGTERM" && doudi.kill(signal));
doudi.once("exit", (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 130);
});
