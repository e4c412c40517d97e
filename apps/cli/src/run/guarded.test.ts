import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folderWith } from "../compare/rosters.testkit.js";
import { OutputFolder } from "../output/outputFolder.js";
import { EngineSlot } from "./engineSlot.js";
import { guarded } from "./guarded.js";

async function started() {
  const folder = await folderWith();
  const output = await OutputFolder.open(join(folder, "out"), async () => undefined);
  const slot = new EngineSlot({ engine: "duckdb", memoryLimit: "1GB" });
  const engine = await slot.open(join(folder, "spill"));
  await writeFile(output.file("half.csv"), "half");
  return { folder, output, slot, engine };
}

it("leaves nothing of a run that fails: no folder, no engine, and the error as users can meet it", async () => {
  const { output, slot, engine } = await started();
  let stops = 0;
  const progress = { start: () => undefined, expect: () => undefined, step: () => undefined, stop: () => void (stops += 1) };
  const noRoom = Object.assign(new Error("no space left"), { code: "ENOSPC" });
  await expect(guarded({ output, path: "as named", engine: slot, progress }, () => Promise.reject(noRoom))).rejects.toMatchObject({ code: "output_unwritable", info: { path: "as named" } });
  expect(existsSync(output.work)).toBe(false);
  await expect(engine.rows("SELECT 1 AS n")).rejects.toThrow(/connection/i);
  expect(stops).toBeGreaterThan(0);
});

it("leaves what is done alone, and the handlers of signals as they were", async () => {
  const before = process.listenerCount("SIGINT");
  const { folder, output, slot } = await started();
  const result = await guarded({ output, path: "out", engine: slot }, async () => {
    await slot.close();
    await output.commit();
    return process.listenerCount("SIGINT");
  });
  expect([result, process.listenerCount("SIGINT")]).toEqual([before + 1, before]);
  expect(existsSync(join(folder, "out", "half.csv"))).toBe(true);
});
