import { DoudiError } from "@doudi/contract";

/** How much of files being uploaded is held at a time, by all requests together. */
export class UploadMemory {
  #taken = 0;

  constructor(readonly limitBytes: number) {}

  /** Throws DoudiError server_busy. */
  take(bytes: number): void {
    if (this.#taken + bytes > this.limitBytes) throw new DoudiError("server_busy");
    this.#taken += bytes;
  }

  giveBack(bytes: number): void {
    this.#taken -= bytes;
  }
}
