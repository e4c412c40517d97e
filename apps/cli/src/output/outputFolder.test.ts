import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../compare/rosters.testkit.js";
import { asWriteError, isInside, OutputFolder } from "./outputFolder.js";

const ALWAYS = async (): Promise<void> => undefined;
/** The id of a process that has ended: larger than any that Linux, macOS or Windows gives. */
const ENDED = 2 ** 30;

describe("OutputFolder", () => {
  it("shows nothing until it is complete, then everything", async () => {
    const root = await folderWith({ "out/old.txt": "old" });
    const output = await OutputFolder.open(join(root, "out"), ALWAYS);
    await writeFile(output.file("new.txt"), "new");
    expect(readdirSync(join(root, "out"))).toEqual(["old.txt"]);
    await output.commit();
    expect(readdirSync(join(root, "out"))).toEqual(["new.txt"]);
    expect(readdirSync(root)).toEqual(["out"]);
  });

  it("leaves what stood there when it is given up", async () => {
    const root = await folderWith({ "out/old.txt": "old" });
    const output = await OutputFolder.open(join(root, "out"), ALWAYS);
    await writeFile(output.file("new.txt"), "new");
    output.discard();
    expect(readdirSync(root)).toEqual(["out"]);
    expect(readdirSync(join(root, "out"))).toEqual(["old.txt"]);
  });

  it("puts the old folder back where the new one cannot take its place", async () => {
    const root = await folderWith({ "out/old.txt": "old" });
    const output = await OutputFolder.open(join(root, "out"), ALWAYS);
    output.discard();
    await expect(output.commit()).rejects.toThrow("ENOENT");
    expect(await readFile(join(root, "out", "old.txt"), "utf8")).toBe("old");
    expect(readdirSync(root)).toEqual(["out"]);
  });

  it("asks before it replaces a folder that holds something, not an empty one", async () => {
    const root = await folderWith({ "full/a.txt": "" });
    mkdirSync(join(root, "empty"));
    const never = async (): Promise<void> => {
      throw new Error("no");
    };
    await expect(OutputFolder.open(join(root, "full"), never)).rejects.toThrow("no");
    await (await OutputFolder.open(join(root, "empty"), never)).commit();
    expect(readdirSync(root).sort()).toEqual(["empty", "full"]);
  });

  it("asks again at the end: somebody may have worked there meanwhile", async () => {
    const root = await folderWith({ "out/old.txt": "old" });
    let asked = 0;
    const output = await OutputFolder.open(join(root, "out"), async () => {
      asked += 1;
      if (asked > 1) throw new Error("edited");
    });
    await expect(output.commit()).rejects.toThrow("edited");
    expect(readdirSync(join(root, "out"))).toEqual(["old.txt"]);
  });

  it("clears what a run that was killed left behind", async () => {
    const root = await folderWith({ [`out.tmp-${ENDED}/half.csv`]: "half", [`out.old-${ENDED}/old.txt`]: "old", "out.tmp-notes/a.txt": "" });
    const output = await OutputFolder.open(join(root, "out"), ALWAYS);
    output.discard();
    // Killed between the two moves, it gets its old folder back.
    expect(readdirSync(root).sort()).toEqual(["out", "out.tmp-notes"]);
    expect(readdirSync(join(root, "out"))).toEqual(["old.txt"]);
  });

  it("makes the folders above it", async () => {
    const root = await folderWith();
    await (await OutputFolder.open(join(root, "2020", "q2", "out"), ALWAYS)).commit();
    expect(readdirSync(join(root, "2020", "q2"))).toEqual(["out"]);
  });
});

it("knows one folder inside another, through links and before they exist", async () => {
  const root = await folderWith({ "in/a.csv": "" });
  symlinkSync(join(root, "in"), join(root, "link"));
  expect(await isInside(join(root, "in", "out"), join(root, "in"))).toBe(true);
  expect(await isInside(join(root, "link", "out", "deep"), join(root, "in"))).toBe(true);
  expect(await isInside(root, root)).toBe(true);
  expect(await isInside(join(root, "in2"), join(root, "in"))).toBe(false);
  expect(await isInside(join(root, "..in"), root)).toBe(true);
  expect(await isInside(root, join(root, "in"))).toBe(false);
});

it("tells a full or protected disk from a defect", () => {
  const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
  expect(asWriteError("out", full)).toMatchObject({ code: "output_unwritable", exit: 4 });
  const defect = new TypeError("x");
  expect(asWriteError("out", defect)).toBe(defect);
});
