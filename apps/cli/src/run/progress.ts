/** Told what a comparison is doing. One `step` a piece of work, `total` of them expected. */
export interface Progress {
  start(total: number): void;
  /** Corrects the number of steps. */
  expect(total: number): void;
  step(text: string): void;
  /** Takes the bar away; can be called twice. */
  stop(): void;
}
