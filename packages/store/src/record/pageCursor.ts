import { DoudiError } from "@doudi/contract";

/** Where a page ended, as an opaque text. */
export function pageCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** The key in a cursor, as texts. Throws request_invalid where it has not `length` of them. */
export function readCursor(cursor: string, length: number): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(key) && key.length === length && key.every((part) => typeof part === "string" || typeof part === "number")) return key.map(String);
  } catch {
    // Not one of ours, as below.
  }
  throw new DoudiError("request_invalid");
}
