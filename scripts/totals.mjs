// The last line of .ci/run: tests and checks added up. Usage: node scripts/totals.mjs tests.json EXIT check.txt EXIT
import { readFileSync } from "node:fs";

const [testsFile, testsExit, checkFile, checkExit] = process.argv.slice(2);
const totals = [withExit(tests(), testsExit), withExit(checks(), checkExit)];
const passed = totals.reduce((sum, total) => sum + total.passed, 0);
const failed = totals.reduce((sum, total) => sum + total.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function tests() {
  const report = read(testsFile);
  if (report === null) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests } = JSON.parse(report);
  return { passed: numPassedTests, failed: numFailedTests };
}

function checks() {
  const [, passed = "0", failed = "0"] = /^check: (\d+) passed, (\d+) failed$/m.exec(read(checkFile) ?? "") ?? [];
  return { passed: Number(passed), failed: Number(failed) };
}

/** A run that failed without a failed test (it crashed, a file did not load) counts as one failure. */
function withExit({ passed, failed }, exit) {
  return { passed, failed: exit === "0" ? failed : Math.max(failed, 1) };
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
