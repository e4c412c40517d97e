// npm run check: types, lint and boundaries and file length, unused code. One line a step, all steps always.
import { spawnSync } from "node:child_process";

const steps = [
  ["types", "tsc", ["-p", "tsconfig.test.json"]],
  ["types of the page", "tsc", ["-p", "apps/web"]],
  ["lint and boundaries", "oxlint", ["--deny-warnings"]],
  ["unused code", "knip", []],
];

let failed = 0;
for (const [name, command, args] of steps) {
  const started = performance.now();
  const run = spawnSync("npx", ["--no-install", command, ...args], { encoding: "utf8", shell: process.platform === "win32" });
  const ok = run.status === 0;
  if (!ok) failed += 1;
  console.log(`${ok ? "ok  " : "FAIL"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(`${run.stdout}${run.stderr}`);
}
console.log(`check: ${steps.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
