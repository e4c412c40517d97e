import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["doudi-source"] },
  ssr: { resolve: { conditions: ["doudi-source"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "scripts/**/*.test.mjs", "bench/**/*.test.mjs", "e2e/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
