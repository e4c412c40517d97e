import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { folderWith, parseCsv } from "../compare/rosters.testkit.js";
import { CsvFile } from "./csvFile.js";

it("writes what a reader of RFC 4180 reads back, whatever the cells hold", async () => {
  const folder = await folderWith();
  const cell = fc.oneof(fc.string(), fc.constantFrom(",", '"', "\n", "\r\n", '""', "姓名", "'=1", ""));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 }), async (rows) => {
      const path = join(folder, "a.csv");
      const file = new CsvFile(path, ["a", "b", "c"]);
      for (const row of rows) await file.write(row);
      await file.close();
      expect(parseCsv(await readFile(path, "utf8"))).toEqual(rows.map(([a, b, c]) => ({ a, b, c })));
    }),
    { numRuns: 100 },
  );
});

it("says what went wrong where the file cannot be written", async () => {
  const file = new CsvFile(join(await folderWith(), "missing", "a.csv"), ["a"]);
  await expect(file.close()).rejects.toThrow(/ENOENT/);
});
