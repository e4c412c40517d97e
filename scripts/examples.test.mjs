import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the example program runs and decides the example households", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL("../examples/decide.mjs", import.meta.url))], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^FG-001 yes B \d+ hukou_fits;/m);
  expect(stdout).toContain("最低生活保障: yes");
}, 60_000);
