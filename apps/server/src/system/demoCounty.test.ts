import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { addUser } from "@doudi/store";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DataFolder } from "./dataFolder.js";
import { demoState } from "./demoCounty.js";
import { openRecord } from "./openRecord.js";
import { startSystem } from "./startSystem.js";

const DOUDI = fileURLToPath(new URL("../../../cli/bin/doudi.mjs", import.meta.url));
const PERSONS = 400;
const KILLED_WHEN = process.env["DOUDI_SLOW"] === undefined ? [/signed 3\//] : [/making the rosters/, /signed 1\//, /signed 3\//, /comparison has begun/];
let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "doudi-demo-county-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** A first start that is killed as soon as it says something that matches. */
async function killedWhen(said: RegExp): Promise<void> {
  const server: ChildProcess = spawn(process.execPath, [DOUDI, "serve", "--data", data, "--port", "0", "--demo", "--demo-persons", String(PERSONS), "--lang", "en"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  let text = "";
  server.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    if (said.test(text)) server.kill("SIGKILL");
  });
  await ended;
  expect(text).toMatch(said);
}

it("is completed by the next start when the first one was killed, wherever, and nothing in it is double", async () => {
  for (const said of KILLED_WHEN) await killedWhen(said);
  const errors: unknown[] = [];
  const system = await startSystem({ data, host: "127.0.0.1", port: 0, demoPersons: PERSONS, progress: () => undefined, onError: (error) => errors.push(error), server: { logLevel: "silent" } });
  try {
    expect(system.demo.length).toBeGreaterThan(5);
    await system.loaded;
    expect(await demoState(system.application.database)).toBe("loaded");
    const { rows } = await system.application.database.within({ userId: null, areaCode: "533323", department: "all" }, (work) => sql<{ kinds: number; versions: number; signed: number; submits: number; runs: number }>`
      SELECT count(DISTINCT kind) AS kinds, count(*) AS versions, count(*) FILTER (WHERE state = 'signed') AS signed,
        (SELECT count(*) FROM audit WHERE act IN ('roster.upload', 'roster.submit', 'roster.sign')) AS submits, (SELECT count(*) FROM comparison_runs) AS runs FROM roster_versions`.execute(work));
    const kinds = rows[0]?.kinds ?? 0;
    expect(kinds).toBeGreaterThan(10);
    expect(rows).toEqual([{ kinds, versions: kinds, signed: kinds, submits: 3 * kinds, runs: 1 }]);
    expect(errors).toEqual([]);
  } finally {
    await system.stop();
  }
}, 240_000);

it("is not loaded where others work, be they of another province", async () => {
  const record = await openRecord({ folder: new DataFolder(data) });
  expect(await demoState(record.database)).toBe("empty");
  await record.database.within({ userId: null, areaCode: "13", department: "none" }, (work) => addUser(work, { login: "xian", name: "别处的经办", role: "county_clerk", department: null, area_code: "130102", password_hash: null }));
  expect(await demoState(record.database)).toBe("none");
  await record.close();
});
