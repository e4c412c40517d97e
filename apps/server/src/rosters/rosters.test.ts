import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RosterKind, Summary } from "@doudi/contract";
import { departmentOf, type Department } from "@doudi/contract/api";
import { type Demo, makeDemo } from "@doudi/demo";
import { systemScope } from "@doudi/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../handler.js";
import { COUNTY, type RosterApplication, startRosterApplication } from "./rosterApplication.testkit.js";
import { loadDemo } from "./loadDemo.js";

const CLI = fileURLToPath(new URL("../../../../apps/cli/bin/doudi.mjs", import.meta.url));

let kit: RosterApplication;
let folder: string;
let demo: Demo;
let summary: Summary;
let clerk: Caller;
const signers = new Map<Department, { uploader: Caller; signer: Caller }>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doudi-rosters-"));
  demo = await makeDemo({ out: folder, persons: 2000, seed: 4 });
  await promisify(execFile)(process.execPath, [CLI, "compare", demo.rosters, "--place", COUNTY, "--date", "2020-06-30", "--out", join(folder, "out"), "--format", "csv"]);
  summary = JSON.parse(await readFile(join(folder, "out", "summary.json"), "utf8")) as Summary;
  kit = await startRosterApplication();
  clerk = await kit.addUser("county_clerk");
  for (const { kind } of demo.files) {
    const department = departmentOf(kind);
    if (!signers.has(department)) signers.set(department, { uploader: await kit.addUser("department_user", department), signer: await kit.addUser("department_signer", department) });
  }
});
afterAll(async () => {
  await kit.stop();
  await rm(folder, { recursive: true, force: true });
});

function staff(department: Department): { uploader: Caller; signer: Caller } {
  const found = signers.get(department);
  if (found === undefined) throw new Error(`nobody works for ${department}`);
  return found;
}

describe("a demo county on its way through the departments", () => {
  it("has for every roster the counts of the command line, and is signed by two persons", async () => {
    const seen: string[] = [];
    await loadDemo(kit.application, demo, "2020Q2", { county: COUNTY, of: (department) => ({ uploader: staff(department).uploader.userId, signer: staff(department).signer.userId }) }, (signed, files, file) => seen.push(`${signed}/${files} ${file}`));
    expect(seen).toHaveLength(demo.files.length);
    const { versions, next } = await kit.call("rosters", clerk, { query: { limit: 50 } });
    expect(next).toBeNull();
    const counts = (rows: { kind: RosterKind | null; rows: number; accepted: number; duplicates: number; rejected: number }[]) =>
      Object.fromEntries(rows.map(({ kind, rows, accepted, duplicates, rejected }) => [kind, { rows, accepted, duplicates, rejected }]));
    expect(counts(versions)).toEqual(counts(summary.rosters));
    expect(versions.some(({ duplicates }) => duplicates > 0)).toBe(true);
    
    expect(new Set(versions.map(({ state }) => state))).toEqual(new Set(["signed"]));
    expect(kit.errors).toEqual([]);
  });

  it("holds in rows what the counts say", async () => {
    await kit.application.database.within(systemScope(COUNTY), async (work) => {
      const counted = await work.selectFrom("roster_rows").select(["kind", "state"]).select((e) => e.fn.countAll<number>().as("n")).groupBy(["kind", "state"]).execute();
      for (const roster of summary.rosters) {
        const of = (state: string): number => counted.find((row) => row.kind === roster.kind && row.state === state)?.n ?? 0;
        expect([roster.kind, of("accepted"), of("duplicate"), of("rejected")]).toEqual([roster.kind, roster.accepted, roster.duplicates, roster.rejected]);
      }
    });
  });
});
