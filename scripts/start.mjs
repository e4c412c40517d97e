// npm start: the first time, compares the rosters of a demo county (npm run demo); then brings up the whole system, with that
// county in it while it is empty. `npm start -- --lang en` in English; DOUDI_DEMO=0 for no demo; other options as `doudi serve` takes them.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const wantsDemo = process.env.DOUDI_DEMO !== "0";
const given = process.argv.slice(2).filter((argument) => argument !== "--demo");

if (wantsDemo && !existsSync(join(root, "out", "report")) && !given.includes("--help") && !given.includes("-h")) {
  const lang = given.join(" ").includes("--lang en") || given.includes("--lang=en") ? ["--lang", "en"] : [];
  const { status } = spawnSync(process.execPath, [join(root, "scripts", "demo.mjs"), ...lang], { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) process.exit(status ?? 130);
}

const doudi = spawn(process.execPath, [join(root, "apps", "cli", "bin", "doudi.mjs"), "serve", "--data", join(root, "data"), ...(wantsDemo ? ["--demo"] : []), ...given], { stdio: "inherit" });
// The terminal sends Ctrl-C to both, and the system stops cleanly; this process waits for it. Other signals are handed on.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => doudi.kill("SIGTERM"));
doudi.once("exit", (code) => {
  process.exitCode = code ?? 130;
});
