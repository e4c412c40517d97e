const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Cleans up and ends the process where somebody stops it. Returns what takes the handlers away again. */
export function onInterrupt(cleanUp: () => void): () => void {
  const handlers = Object.entries(SIGNALS).map(([signal, exit]) => {
    const handler = (): void => {
      try {
        cleanUp();
      } finally {
        process.exit(exit);
      }
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  return () => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
}
