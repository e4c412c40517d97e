/** How much a workbook may unpack to before it counts as a zip bomb. */
export interface UnpackLimits {
  /** Bytes of all parts together. */
  totalBytes: number;
  /** Bytes of one part: a string in V8 holds no more. */
  entryBytes: number;
  /** Parts. */
  entries: number;
  /** Unpacked over packed size, looked at from 64 MB on. */
  ratio: number;
}

export const DEFAULT_LIMITS: UnpackLimits = { totalBytes: 1 << 30, entryBytes: 500 << 20, entries: 10_000, ratio: 250 };
