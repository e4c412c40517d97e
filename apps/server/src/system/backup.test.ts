import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { makeDemo } from "@doudi/demo";
import { backup, Database, restore, verifyAudit } from "@doudi/store";
import { sql } from "kysely";
import { DataFolder } from "./dataFolder.js";
import { form, HttpPerson } from "./httpPerson.testkit.js";
import { openRecord } from "./openRecord.js";
import { type RunningSystem, startSystem } from "./startSystem.js";

const COUNTY = "533323";
const folder = mkdtempSync(join(tmpdir(), "doudi-restored-"));
const [first, second] = [join(folder, "first"), join(folder, "second")];
const path = join(folder, "backup.gz");
const running: RunningSystem[] = [];
const errors: unknown[] = [];
afterAll(async () => {
  for (const system of running) await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(data: string, demoPersons: number): Promise<RunningSystem> {
  const system = await startSystem({ data, host: "127.0.0.1", port: 0, demoPersons, progress: () => undefined, onError: (error) => errors.push(error), server: { logLevel: "error", strict: true } });
  running.push(system);
  await system.loaded;
  return system;
}

const clerkOf = async (system: RunningSystem): Promise<HttpPerson> => {
  const { login, password } = system.demo.find((user) => user.login === "xian") ?? { login: "", password: "" };
  const clerk = new HttpPerson(() => system.address, login, password);
  await clerk.logIn();
  return clerk;
};

const asked = async (clerk: HttpPerson, method: string, at: string, body?: object): Promise<Record<string, unknown>> => {
  const answer = await clerk.ask(method, at, body);
  if (answer?.ok !== true) throw new Error(`${method} ${at}: ${JSON.stringify(answer)} ${clerk.lost}`);
  return answer.json;
};

async function jobsDone(clerk: HttpPerson): Promise<void> {
  for (;;) {
    const { jobs } = (await asked(clerk, "GET", "/jobs")) as { jobs: { state: string }[] };
    if (jobs.every(({ state }) => state === "done")) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

it("a backup taken while people work, restored into an empty folder, is a system that one can log in to and that goes on", async () => {
  const system = await start(first, 400);
  const clerk = await clerkOf(system);
  await jobsDone(clerk);
  const demo = await makeDemo({ out: join(folder, "demo"), persons: 400, seed: 2, date: "2019-12-31", place: COUNTY });
  const files = await Promise.all(demo.files.map(async ({ kind, file }) => ({ kind, file, bytes: await readFile(join(demo.rosters, file)) })));

  const done = new AbortController();
  let sent = 0;
  const sending = (async () => {
    for (const { kind, file, bytes } of files) {
      if (done.signal.aborted) return;
      await asked(clerk, "POST", `/rosters?${new URLSearchParams({ period: "2019Q4", kind, name: file })}`, form(file, bytes));
      sent += 1;
    }
  })();
  const assigning = (async () => {
    while (!done.signal.aborted) await asked(clerk, "POST", "/findings/assign", { filter: { severity: "high" }, to: "own_area", due: "2099-06-30" });
  })();
  const beside = await openRecord({ folder: new DataFolder(first), attach: true });
  await expect.poll(() => sent, { timeout: 30_000 }).toBeGreaterThan(1);
  const taken = await backup({ ownerUrl: beside.ownerUrl, path, version: "0", takenAt: new Date().toISOString() });
  await beside.close();
  done.abort();
  await Promise.all([sending, assigning]);
  await system.stop();

  await new DataFolder(second).adopt(join(first, "keys.json"));
  const record = await openRecord({ folder: new DataFolder(second) });
  const { unfinished } = await (async () => {
    const owner = new Database(record.ownerUrl, 1);
    try {
      expect((await restore({ ownerUrl: record.ownerUrl, path, mark: record.keyring.mark })).tables).toEqual(taken.tables);
      return await owner.within({ userId: null, areaCode: COUNTY, department: "all" }, async (work) => {
        for (const [table, { rows }] of Object.entries(taken.tables)) expect([table, (await sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(work)).rows[0]?.n]).toEqual([table, rows]);
        expect(await verifyAudit(work)).toEqual({ broken_at: null, ...taken.audit });
        return { unfinished: (await work.selectFrom("jobs").select("job_id").where("state", "in", ["queued", "running"]).execute()).length };
      });
    } finally {
      await owner.close();
      await record.close();
    }
  })();

  const restored = await start(second, 0);
  const again = await clerkOf(restored);
  const { total } = (await asked(again, "GET", "/findings/counts")) as { total: number };
  expect(total).toBeGreaterThan(0);
  const { findings } = (await asked(again, "GET", "/findings?limit=200")) as { findings: { finding_id: string; updated_at: string; state: string }[] };
  const found = findings.find(({ state }) => state === "open" || state === "assigned");
  await asked(again, "POST", `/findings/${found?.finding_id ?? ""}/check`, { result: "confirmed", reason: "恢复后核查", seen: found?.updated_at });
  // What the backup found half done is done now.
  expect(unfinished).toBeGreaterThan(0);
  await jobsDone(again);
  const after = await openRecord({ folder: new DataFolder(second), attach: true });
  try {
    const { broken_at, entries } = await after.database.within({ userId: null, areaCode: COUNTY, department: "none" }, verifyAudit);
    expect([broken_at, entries > taken.audit.entries]).toEqual([null, true]);
  } finally {
    await after.close();
  }
  expect(errors).toEqual([]);
}, 240_000);
