import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { inventSummary } from "./county.testkit.js";
import { writeSummary } from "./writeSummary.js";

it("writes summary.json so that it reads back the same", async () => {
  const folder = await mkdtemp(join(tmpdir(), "doudi-summary-"));
  try {
    const path = join(folder, "summary.json");
    const summary = inventSummary([]);
    await writeSummary(summary, path);
    const text = await readFile(path, "utf8");
    expect(JSON.parse(text)).toEqual(summary);
    expect(text.endsWith("}\n")).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
