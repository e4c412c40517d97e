import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RosterKind } from "@doudi/contract";
import { departmentOf } from "@doudi/contract/api";
import { makeDemo } from "@doudi/demo";
import { addUser, Database, verifyAudit } from "@doudi/store";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "../session/password.js";
import { DataFolder } from "./dataFolder.js";
import { type Answered, form, HttpPerson } from "./httpPerson.testkit.js";
import { openRecord } from "./openRecord.js";

const KILLS = process.env["DOUDI_SLOW"] === undefined ? 5 : 50;
const SEED = Number(process.env["DOUDI_SEED"] ?? Date.now() % 1e9);
const COUNTY = "533323";
const PASSWORD = "kill -9 杀不死";
const KINDS = ["dibao", "poor", "disabled"] as const satisfies readonly RosterKind[];
const DOUDI = fileURLToPath(new URL("../../../cli/bin/doudi.mjs", import.meta.url));
/** A round is killed within so many milliseconds. */
const LATEST_KILL = 1500;

const folder = mkdtempSync(join(tmpdir(), "doudi-crash-"));
const data = join(folder, "data");
const random = randomFrom(SEED);

/** What the server said it had done. */
const acknowledged = { versions: new Map<number, string>(), runs: new Map<number, number>(), batches: new Map<string, number>() };
let files: { kind: (typeof KINDS)[number]; file: string; bytes: Buffer }[] = [];
let server: RunningServer;

beforeAll(async () => {
  const demo = await makeDemo({ out: join(folder, "demo"), persons: 500, seed: 4, date: "2020-06-30", place: COUNTY });
  files = await Promise.all(demo.files.flatMap(({ kind, file }) => KINDS.flatMap((known) => (known === kind ? [readFile(join(demo.rosters, file)).then((bytes) => ({ kind: known, file, bytes }))] : []))));
  server = await startServer();
  const record = await openRecord({ folder: new DataFolder(data), attach: true });
  const password_hash = await hashPassword(PASSWORD);
  await record.database.within({ userId: null, areaCode: COUNTY, department: "none" }, async (work) => {
    await addUser(work, { login: "clerk", name: "经办", role: "county_clerk", department: null, area_code: COUNTY, password_hash });
    for (const kind of KINDS) await addUser(work, { login: kind, name: "签发", role: "department_signer", department: departmentOf(kind), area_code: COUNTY, password_hash });
  });
  await record.close();
}, 120_000);
afterAll(async () => {
  await end(server.process, "SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

describe("a system that is killed while people work with it", () => {
  it(`loses and doubles nothing that it had acknowledged (${KILLS} kills, seed ${SEED})`, async () => {
    const clerk = person("clerk");
    await clerk.logIn();
    const sent: [RosterKind, number][] = [];
    for (const { kind, file, bytes } of files) sent.push([kind, await upload(clerk, kind, file, bytes, "2020Q2")]);
    await settled(clerk);
    for (const [kind, version] of sent) await sign(clerk, kind, version);
    await compare(clerk);
    await settled(clerk);
    const before = await counts();
    expect([before.persons > 100, before.findings > 10]).toEqual([true, true]);

    const periods = Array.from({ length: 400 }, (_, at) => `${2019 - Math.floor(at / 4)}Q${(at % 4) + 1}`);
    const wanted = periods.flatMap((period) => files.map((file) => ({ ...file, period })));
    const died = { server: 0, postgres: 0 };
    for (let kill = 0; kill < KILLS; kill += 1) {
      const round = new AbortController();
      const work = Promise.all([uploading(clerk, wanted, round.signal), comparing(clerk, round.signal), assigning(clerk, round.signal)]);
      await new Promise((resolve) => setTimeout(resolve, random() * LATEST_KILL));
      const victim = kill % 2 === 0 ? "server" : "postgres";
      died[victim] += 1;
      await killed(victim);
      round.abort();
      await work;
      server = await startServer();
    }
    await settled(clerk);
    await checkRecord(before);
    console.log(`seed ${SEED}: ${KILLS} kills, ${acknowledged.versions.size} uploads, ${acknowledged.runs.size} comparisons and ${acknowledged.batches.size} assignments acknowledged`);
    // And it goes on from there.
    const [first] = files;
    if (first !== undefined) await upload(clerk, first.kind, first.file, first.bytes, "2020Q3");
    await settled(clerk);
    expect(died.server + died.postgres).toBe(KILLS);
    expect(acknowledged.versions.size, "uploads acknowledged").toBeGreaterThan(files.length);
  }, 60_000 + KILLS * 20_000);
});

interface RunningServer { process: ChildProcess; address: string; errors: () => string }

async function startServer(): Promise<RunningServer> {
  const process = spawn(globalThis.process.execPath, [DOUDI, "serve", "--data", data, "--port", "0", "--lang", "zh"], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let errors = "";
  process.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  const address = await new Promise<string>((resolve, reject) => {
    process.stdout.on("data", (text: Buffer) => {
      if (/"level":[5-6]/.test(text.toString())) errors += text.toString();
      said += text.toString();
      const found = /兜底已启动:(\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    process.once("exit", (code, signal) => reject(new Error(`the server ended before it was up (${code ?? signal}): ${said}${errors}`)));
  });
  return { process, address, errors: () => errors };
}

async function end(process: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = new Promise((resolve) => process.once("exit", resolve));
  process.kill(signal);
  await ended;
}

/** Kills one of the two; where it was the database, its server is killed when it had time to notice. */
async function killed(victim: "server" | "postgres"): Promise<void> {
  if (victim === "postgres") {
    const [pid = ""] = (await readFile(join(data, "postgres", "data", "postmaster.pid"), "utf8")).split("\n");
    process.kill(Number(pid), "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, random() * 500));
  }
  await end(server.process, "SIGKILL");
}

const person = (login: string): HttpPerson => new HttpPerson(() => server.address, login, PASSWORD);

async function upload(clerk: HttpPerson, kind: RosterKind, file: string, bytes: Buffer, period: string): Promise<number> {
  const answer = await clerk.ask("POST", `/rosters?${new URLSearchParams({ period, kind, name: file })}`, form(file, bytes));
  if (answer?.ok !== true) throw new Error(`not uploaded: ${JSON.stringify(answer)}`);
  const id = Number(answer.json["version_id"]);
  acknowledged.versions.set(id, `${kind} ${period}`);
  return id;
}

async function sign(clerk: HttpPerson, kind: RosterKind, version: number): Promise<void> {
  const submitted = await clerk.ask("POST", `/rosters/${version}/submit`);
  const signer = person(kind);
  await signer.logIn();
  const answer = await signer.ask("POST", `/rosters/${version}/sign`, { digest: submitted?.json["digest"] });
  if (answer?.ok !== true) throw new Error(`not signed: ${JSON.stringify([submitted, answer])}`);
}

async function compare(clerk: HttpPerson): Promise<Answered | null> {
  const answer = await clerk.ask("POST", "/runs", { date: "2020-06-30" });
  if (answer?.ok === true) acknowledged.runs.set(Number(answer.json["run_id"]), Number(answer.json["job"]));
  return answer;
}

/** Waits until none of the jobs is queued or under way. */
async function settled(clerk: HttpPerson): Promise<void> {
  for (;;) {
    const answer = await clerk.ask("GET", "/home");
    if (answer?.ok !== true) throw new Error(`the server does not answer: ${clerk.lost} ${server.errors()}`);
    if (answer.json["jobs"] === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** One file after the other; one of which nothing was heard is sent again next time, as people do. */
async function uploading(clerk: HttpPerson, wanted: { kind: (typeof KINDS)[number]; file: string; bytes: Buffer; period: string }[], signal: AbortSignal): Promise<void> {
  for (let next = wanted[0]; next !== undefined && !signal.aborted; next = wanted[0]) {
    const { kind, file, bytes, period } = next;
    const answer = await clerk.ask("POST", `/rosters?${new URLSearchParams({ period, kind, name: file })}`, form(file, bytes));
    if (answer === null) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    if (answer.ok) acknowledged.versions.set(Number(answer.json["version_id"]), `${kind} ${period}`);
    else if (answer.code !== "roster_same_file") throw new Error(JSON.stringify(answer));
    wanted.shift();
    // Reading keeps up with sending.
    await new Promise((resolve) => setTimeout(resolve, 100 + random() * 200));
  }
}

async function comparing(clerk: HttpPerson, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await compare(clerk);
    if (answer !== null && !answer.ok && answer.code !== "run_already") throw new Error(JSON.stringify(answer));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function assigning(clerk: HttpPerson, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const filter = random() < 0.5 ? { severity: "high" } : {};
    const answer = await clerk.ask("POST", "/findings/assign", { filter, to: random() < 0.5 ? "own_area" : COUNTY, due: "2099-06-30" });
    if (answer?.ok === false) throw new Error(JSON.stringify(answer));
    if (answer?.ok === true) acknowledged.batches.set(String(answer.json["undo"]), Number(answer.json["assigned"]));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** As the owner of the database, beside the running server. */
async function asOwner<T extends object>(statement: string): Promise<T[]> {
  const record = await openRecord({ folder: new DataFolder(data), attach: true });
  const owner = new Database(record.ownerUrl, 1);
  try {
    return await owner.within({ userId: null, areaCode: COUNTY, department: "all" }, async (work) => (await sql.raw<T>(statement).execute(work)).rows);
  } finally {
    await owner.close();
    await record.close();
  }
}

interface Counts { persons: number; findings: number; ids: string; rows: Record<string, number> }

async function counts(): Promise<Counts> {
  const [row] = await asOwner<Counts>(`SELECT (SELECT count(*) FROM persons) AS persons, (SELECT count(*) FROM findings) AS findings, (SELECT md5(string_agg(finding_id, ',' ORDER BY finding_id)) FROM findings) AS ids,
    (SELECT jsonb_object_agg(kind, rows) FROM roster_versions WHERE period = '2020Q2') AS rows`);
  if (row === undefined) throw new Error("nothing was counted");
  return row;
}

async function checkRecord(before: Counts): Promise<void> {
  const after = await counts();
  // The same files again and again: the same persons, the same findings.
  expect(after).toEqual(before);

  const versions = await asOwner<{ version_id: number; key: string; state: string; kind: string; rows: number; kept: number; numbers: number; last: number }>(`
    SELECT v.version_id, v.kind || ' ' || v.period AS key, v.state, v.kind, v.rows, count(r.row_no) AS kept, count(DISTINCT r.row_no) AS numbers, coalesce(max(r.row_no), 0) AS last
    FROM roster_versions v LEFT JOIN roster_rows r ON r.county_code = v.county_code AND r.version_id = v.version_id GROUP BY v.county_code, v.version_id ORDER BY 1`);
  expect(new Set(versions.map(({ key }) => key)).size, "each file of a quarter once").toBe(versions.length);
  for (const [id, key] of acknowledged.versions) expect(versions.find(({ version_id }) => version_id === id)?.key).toBe(key);
  for (const version of versions) {
    const rows = before.rows[version.kind];
    expect(version).toMatchObject({ state: version.key.endsWith("2020Q2") ? "signed" : "read", rows, kept: rows, numbers: rows, last: rows });
  }

  const runs = await asOwner<{ run_id: number; job_id: number; state: string; new: number; same: number; gone: number; finishes: number }>(`
    SELECT run_id, job_id, state, new_findings AS new, same_findings AS same, gone_findings AS gone, (SELECT count(*) FROM audit WHERE act = 'run.finish' AND object_id = run_id::text) AS finishes FROM comparison_runs ORDER BY 1`);
  for (const [id, job] of acknowledged.runs) expect(runs.find(({ run_id }) => run_id === id)?.job_id).toBe(job);
  for (const [at, { state, finishes, ...run }] of runs.entries()) expect({ state, finishes, new: run.new, same: run.same, gone: run.gone }).toEqual({ state: "done", finishes: 1, new: at === 0 ? before.findings : 0, same: at === 0 ? 0 : before.findings, gone: 0 });

  const batches = new Map((await asOwner<{ batch: string; events: number; findings: number; acts: number; told: number }>(`
    SELECT e.batch, count(*) AS events, count(DISTINCT e.finding_id) AS findings, (SELECT count(*) FROM audit a WHERE a.act = 'finding.assign' AND a.object_id = e.batch) AS acts,
      (SELECT max((a.detail ->> 'count')::int) FROM audit a WHERE a.object_id = e.batch) AS told FROM finding_events e WHERE e.batch IS NOT NULL GROUP BY e.batch`)).map(({ batch, ...counted }) => [batch, counted]));
  for (const [batch, assigned] of acknowledged.batches) expect(batches.get(batch)?.events, `assignment ${batch}`).toBe(assigned);
  // Those of which the answer was lost are whole or not at all.
  for (const { events, findings, acts, told } of batches.values()) expect({ findings, acts, told }).toEqual({ findings: events, acts: 1, told: events });

  const acts = await asOwner<{ act: string; object_id: string; n: number }>("SELECT act, object_id, count(*) AS n FROM audit WHERE act IN ('roster.upload', 'roster.reading_done') GROUP BY 1, 2");
  expect(acts.filter(({ n }) => n !== 1)).toEqual([]);
  expect(acts.length).toBe(2 * versions.length);
  expect(await asOwner("SELECT job_id FROM jobs WHERE state <> 'done'")).toEqual([]);

  const record = await openRecord({ folder: new DataFolder(data), attach: true });
  try {
    expect((await record.database.within({ userId: null, areaCode: COUNTY, department: "none" }, verifyAudit)).broken_at).toBeNull();
  } finally {
    await record.close();
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
