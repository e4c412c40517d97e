import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { asWriteError } from "./outputFolder.js";

/** Writes a file that appears complete or not at all: beside its place first, then moved there. Throws output_unwritable and what `write` throws. */
export async function writeWhole(path: string, write: (beside: string) => Promise<void>): Promise<void> {
  const target = resolve(path);
  const beside = `${target}.tmp-${process.pid}`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await write(beside);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw asWriteError(path, error);
  }
}
