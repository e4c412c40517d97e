import { DoudiError } from "@doudi/contract";
import { fromBufferPromise, type Entry, type ZipFile } from "yauzl";
import { damagedWorkbook } from "./damagedWorkbook.js";
import type { UnpackLimits } from "./unpackLimits.js";

const RATIO_FROM_BYTES = 64 << 20;

/**
 * Unpacks every part of a zip without keeping it, before any parser touches the file: first by the sizes its directory
 * states, then by the bytes that really come out. Throws file_too_large for a zip bomb, file_encrypted and file_damaged.
 */
export async function checkZip(bytes: Buffer, name: string, limits: UnpackLimits): Promise<void> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true }).catch((error: unknown) => {
    throw damagedWorkbook(name, error);
  });
  let stated = 0;
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      entries.push(entry);
      stated += entry.uncompressedSize;
      refuse(name, limits, entries.length, entry.uncompressedSize, stated, bytes.length);
      if (entry.isEncrypted()) throw new DoudiError("file_encrypted", { file: name });
    }
    let unpacked = 0;
    for (const entry of entries) unpacked += await unpackedBytes(zip, entry, (size) => refuse(name, limits, entries.length, size, unpacked + size, bytes.length));
  } catch (error) {
    throw error instanceof DoudiError ? error : damagedWorkbook(name, error);
  }
}

async function unpackedBytes(zip: ZipFile, entry: Entry, check: (size: number) => void): Promise<number> {
  const stream = await zip.openReadStreamPromise(entry);
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      check(size);
    }
  } finally {
    stream.destroy();
  }
  return size;
}

function refuse(name: string, limits: UnpackLimits, entries: number, size: number, total: number, packed: number): void {
  const reason =
    entries > limits.entries ? `> ${limits.entries} parts`
    : size > limits.entryBytes ? `> ${megabytes(limits.entryBytes)} in one part`
    : total > limits.totalBytes ? `> ${megabytes(limits.totalBytes)}`
    : total > RATIO_FROM_BYTES && total > packed * limits.ratio ? `${megabytes(total)} from ${megabytes(packed)}`
    : null;
  if (reason !== null) throw new DoudiError("file_too_large", { file: name, detail: reason });
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / (1 << 20))} MB`;
}
