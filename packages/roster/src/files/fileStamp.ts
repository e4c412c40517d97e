import { stat } from "node:fs/promises";
import { DoudiError } from "@doudi/contract";

/** What tells whether a file changed without reading it. */
export interface FileStamp {
  bytes: number;
  modifiedMs: number;
}

/** Size and time of last change of a file. */
export async function fileStamp(path: string): Promise<FileStamp> {
  const { size, mtimeMs } = await stat(path);
  return { bytes: size, modifiedMs: mtimeMs };
}

/** Throws file_changed where the file at `path` is no longer as it was when `stamp` was taken. */
export async function assertUnchanged(path: string, name: string, stamp: FileStamp): Promise<void> {
  const now = await fileStamp(path).catch(() => null);
  if (now === null || now.bytes !== stamp.bytes || now.modifiedMs !== stamp.modifiedMs) throw new DoudiError("file_changed", { file: name });
}
