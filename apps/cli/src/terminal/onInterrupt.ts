const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const PATIENCE_MS = 5_000;

export interface Interruption {
  /** Takes the handlers away again. */
  release(): void;
  /** Once the process is being stopped this never returns: what fails then is no defect. */
  settle(): Promise<void>;
}

/**
 * Cleans up and ends the process where somebody stops it; a second signal, or a clean-up that takes too long, ends it at
 * once.
 */
export function onInterrupt(cleanUp: () => Promise<void>): Interruption {
  let stopping = false;
  const handlers = Object.entries(SIGNALS).map(([signal, exit]) => {
    const handler = (): void => {
      if (stopping) process.exit(exit);
      stopping = true;
      setTimeout(() => process.exit(exit), PATIENCE_MS).unref();
      cleanUp().then(() => process.exit(exit), () => process.exit(exit));
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  return {
    release() {
      if (!stopping) for (const { signal, handler } of handlers) process.off(signal, handler);
    },
    async settle() {
      if (stopping) await new Promise(() => undefined);
    },
  };
}
