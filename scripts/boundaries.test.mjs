import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const oxlint = join(root, "node_modules", "oxlint", "bin", "oxlint");

/** Lines that the rules of the house refuse, where they would stand. */
const FORBIDDEN = [
  ["packages/contract/src/a.ts", 'import { readFile } from "node:fs/promises";\nexport const x = readFile;'],
  ["packages/contract/src/b.ts", 'import { loadLibrary } from "@doudi/policy";\nexport const x = loadLibrary;'],
  ["packages/policy/src/a.ts", 'import { readFileSync } from "node:fs";\nexport const x = readFileSync;'],
  ["packages/policy/src/pack/b.ts", 'import { loadKinds } from "@doudi/roster";\nexport const x = loadKinds;'],
  ["packages/policy/src/c.ts", "export const now = (): number => Date.now();"],
  ["packages/policy/src/d.ts", "export const chance = (): number => Math.random();"],
  ["packages/policy/src/e.ts", 'import { DuckDBInstance } from "@duckdb/node-api";\nexport const x = DuckDBInstance;'],
  ["packages/roster/src/a.ts", 'import { Client } from "pg";\nexport const x = Client;'],
  ["packages/roster/src/b.ts", 'import { from } from "pg-copy-streams";\nexport const x = from;'],
  ["packages/roster/src/c.ts", 'import { PostgresEngine } from "@doudi/store";\nexport const x = PostgresEngine;'],
  ["packages/roster/src/d.ts", 'import { writeReport } from "@doudi/report";\nexport const x = writeReport;'],
  ["packages/decision/src/a.ts", 'import { DuckDBInstance } from "@duckdb/node-api";\nexport const x = DuckDBInstance;'],
  ["packages/decision/src/b.ts", 'import { Client } from "pg";\nexport const x = Client;'],
  ["packages/decision/src/input/c.ts", 'import { PostgresEngine } from "@doudi/store";\nexport const x = PostgresEngine;'],
  ["packages/decision/src/d.ts", 'import { writeReport } from "@doudi/report";\nexport const x = writeReport;'],
  ["packages/roster/src/i.ts", 'import { decide } from "@doudi/decision";\nexport const x = decide;'],
  ["packages/store/src/a.ts", 'import { DuckDBInstance } from "@duckdb/node-api";\nexport const x = DuckDBInstance;'],
  ["packages/store/src/b.ts", 'import { makeDemo } from "@doudi/demo";\nexport const x = makeDemo;'],
  ["packages/report/src/a.ts", 'import { loadKinds } from "@doudi/roster";\nexport const x = loadKinds;'],
  ["packages/report/src/html/b.ts", 'import { loadLibrary } from "@doudi/policy";\nexport const x = loadLibrary;'],
  ["packages/demo/src/a.ts", 'import { loadKinds } from "@doudi/roster";\nexport const x = loadKinds;'],
  ["packages/demo/src/b.ts", 'import { loadLibrary } from "@doudi/policy";\nexport const x = loadLibrary;'],
  ["packages/demo/src/c.test.ts", 'import { loadLibrary } from "@doudi/policy";\nexport const x = loadLibrary;'],
  ["packages/demo/src/e.ts", 'import { loadKinds } from "../../roster/src/index.js";\nexport const x = loadKinds;'],
  ["packages/policy/src/h.ts", 'import { readFile } from "fs/promises";\nexport const x = readFile;'],
  ["packages/roster/src/g.ts", 'import { formatSummary } from "@doudi/report/terminal";\nexport const x = formatSummary;'],
  ["packages/roster/src/h.ts", 'import native from "pg/lib/native";\nexport const x = native;'],
  ["apps/cli/src/d.ts", 'import { makeDemo } from "../../../packages/demo/src/index.js";\nexport const x = makeDemo;'],
  ["apps/cli/src/a.ts", 'import { DuckDBInstance } from "@duckdb/node-api";\nexport const x = DuckDBInstance;'],
  ["apps/web/src/a.ts", 'import { loadLibrary } from "@doudi/policy";\nexport const x = loadLibrary;'],
  ["apps/web/src/pages/b.tsx", 'import { Client } from "pg";\nexport const x = Client;'],
  ["apps/web/src/c.ts", 'import { readFile } from "node:fs/promises";\nexport const x = readFile;'],
  ["apps/cli/src/commands/b.ts", 'import { Client } from "pg";\nexport const x = Client;'],
];

/** Lines of the same kind that are allowed: the rules must not refuse everything. */
const ALLOWED = [
  ["packages/policy/src/f.ts", 'import { FINDINGS } from "@doudi/contract";\nexport const x = FINDINGS;'],
  ["packages/policy/src/g.test.ts", 'import { readFileSync } from "node:fs";\nexport const x = readFileSync;'],
  ["packages/roster/src/e.ts", 'import { DuckDBInstance } from "@duckdb/node-api";\nexport const x = DuckDBInstance;'],
  ["packages/roster/src/f.ts", 'import { loadLibrary } from "@doudi/policy";\nexport const x = loadLibrary;'],
  ["packages/decision/src/e.ts", 'import { DuckdbEngine } from "@doudi/roster";\nexport const x = DuckdbEngine;'],
  ["packages/decision/src/f.ts", 'import { loadLibrary } from "@doudi/policy";\nexport const x = loadLibrary;'],
  ["packages/store/src/c.ts", 'import { Client } from "pg";\nexport const x = Client;'],
  ["packages/demo/src/d.ts", 'import { FINDINGS } from "@doudi/contract";\nexport const x = FINDINGS;'],
  ["packages/roster/src/files/i.ts", 'import { DUCKDB } from "../engine/dialect.js";\nexport const x = DUCKDB;'],
  ["apps/cli/src/e.ts", 'import { formatSummary } from "@doudi/report/terminal";\nexport const x = formatSummary;'],
  ["apps/web/src/d.ts", 'import { ROLES } from "@doudi/contract/api";\nexport const x = ROLES;'],
  ["apps/cli/src/c.ts", 'import { loadKinds } from "@doudi/roster";\nexport const x = loadKinds;'],
];

const BOUNDARY = /no-restricted-(?:imports|properties|globals)/;
let folder = "";
/** Rules broken in each planted file. */
const broken = new Map();

beforeAll(() => {
  // Planted in a folder of its own under the repository's own configuration: nothing of the repository is touched.
  folder = mkdtempSync(join(tmpdir(), "doudi-boundaries-"));
  cpSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  for (const [path, text] of [...FORBIDDEN, ...ALLOWED]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
  const run = spawnSync(process.execPath, [oxlint, "--format=json"], { cwd: folder, encoding: "utf8" });
  for (const { filename, code } of JSON.parse(run.stdout).diagnostics) {
    const path = filename.replaceAll("\\", "/");
    broken.set(path, [...(broken.get(path) ?? []), code]);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("package boundaries", () => {
  test.each(FORBIDDEN)("%s is refused", (path) => {
    expect((broken.get(path) ?? []).filter((code) => BOUNDARY.test(code))).not.toEqual([]);
  });

  test.each(ALLOWED)("%s is allowed", (path) => {
    expect((broken.get(path) ?? []).filter((code) => BOUNDARY.test(code))).toEqual([]);
  });
});
