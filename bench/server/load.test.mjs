import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const BENCH = fileURLToPath(new URL("../server.mjs", import.meta.url));

test.skipIf(process.env.DOUDI_SLOW === undefined)("people of every role work for a while without an error", async () => {
  // Whether it is quick is not for a test on a busy machine: the bench says so itself, and ends with a failure where it is not.
  const { stdout } = await promisify(execFile)(process.execPath, [BENCH, "--persons", "3000", "--sessions", "30", "--most", "30", "--seconds", "5"]).catch((failed) => failed);
  const [, rate, errors] = /30 sessions: (\d+) requests a second, (\d+) errors/.exec(stdout) ?? [];
  expect({ errors }, stdout).toEqual({ errors: "0" });
  expect(Number(rate)).toBeGreaterThan(3);
  for (const act of ["list", "counts", "search", "open"]) expect(stdout).toMatch(new RegExp(`${act} \\d+ %`));
}, 120_000);
