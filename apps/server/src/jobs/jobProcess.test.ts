import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import type { Answer } from "@doudi/contract/api";
import { utils, write } from "@e965/xlsx";
import { afterEach, describe, expect, it } from "vitest";
import type { Caller } from "../handler.js";
import { idOf, MASTER_KEY, type RosterApplication, startRosterApplication } from "../rosters/rosterApplication.testkit.js";

const SERVER = fileURLToPath(new URL("../..", import.meta.url));
const HEADER = ["姓名", "身份证号", "乡镇", "村", "月保障金额", "联系电话", "银行账号", "户编号"];
const KITS: RosterApplication[] = [];
// Made before anything waits for an answer within seconds.
const [MEDIUM, LARGE] = [workbook(20_000), workbook(60_000)];

function workbook(rows: number): Buffer {
  const lines = Array.from({ length: rows }, (_, n) => ["李秀英", idOf(n), "上帕镇", "达普洛村", "300.00", `138${String(n).padStart(8, "0")}`, `6217${String(n).padStart(15, "0")}`, `户${n >> 1}`]);
  return write({ SheetNames: ["低保"], Sheets: { 低保: utils.aoa_to_sheet([HEADER, ...lines]) } }, { type: "buffer", bookType: "xlsx" }) as Buffer;
}

async function started(options?: Parameters<typeof startRosterApplication>[0]): Promise<RosterApplication> {
  const kit = await startRosterApplication(options);
  KITS.push(kit);
  return kit;
}
afterEach(async () => {
  for (const kit of KITS.splice(0)) await kit.stop();
});

describe("jobs are done in processes of their own", () => {
  it("so that requests are answered while a large workbook is read, and it shows how far it is", async () => {
    const kit = await started();
    const caller = await kit.addUser("county_clerk");
    const { version_id } = await kit.upload(caller, "低保.xlsx", MEDIUM, "2020Q2", "dibao");
    const pauses = monitorEventLoopDelay({ resolution: 10 });
    pauses.enable();
    const began = performance.now();
    const steps = new Set<string>();
    let answers = 0;
    let version = await reading(kit, caller, version_id);
    while (version.state === "reading") {
      answers += 1;
      const job = await kit.call("job", caller, { params: { job_id: version.job ?? 0 } });
      if (job.step !== null) steps.add(`${job.step.en} ${job.done}`);
      await pause();
      version = await reading(kit, caller, version_id);
    }
    expect(version).toMatchObject({ state: "read", rows: 20_000, accepted: 20_000 });
    pauses.disable();
    // Parsing alone is more than a third of the time: in this thread one pause would be as long. Both grow with what else the machine does.
    expect(pauses.max / 1e6 / (performance.now() - began)).toBeLessThan(0.15);
    expect(answers).toBeGreaterThan(10);
    expect(steps.size, [...steps].join("; ")).toBeGreaterThan(3);
    expect(kit.errors).toEqual([]);
  });

  it("so that a file that takes all its memory fails with a clear word, and the next one is read", async () => {
    const kit = await started({ heapMb: 100 });
    const caller = await kit.addUser("county_clerk");
    const { version_id } = await kit.upload(caller, "太大.xlsx", LARGE, "2020Q2", "dibao");
    const large = await kit.whenRead(caller, version_id);
    expect(large).toMatchObject({ state: "failed", problem: { zh: expect.stringContaining("中途退出") as string, en: expect.stringContaining("split it") as string } });
    expect(kit.errors).toMatchObject([{ code: "job_died" }]);
    const small = await kit.upload(caller, "不大.xlsx", workbook(100), "2020Q2", "dibao");
    expect(await kit.whenRead(caller, small.version_id)).toMatchObject({ state: "read", rows: 100 });
  });

  it("which does not outlive a server that is killed, nor one that is stopped", async () => {
    const kit = await started({ works: false });
    const caller = await kit.addUser("county_clerk");
    const { version_id } = await kit.upload(caller, "低保.xlsx", LARGE, "2020Q2", "dibao");
    const script = `
      import { Database } from "@doudi/store";
      import { createJobs, readRosterWork } from "@doudi/server";
      const database = new Database(process.env.TEST_URL);
      const jobs = await createJobs(process.env.TEST_URL, database, (error) => console.error(error));
      jobs.work("read_roster", readRosterWork({ databaseUrl: process.env.TEST_URL, masterKey: Buffer.from(process.env.TEST_KEY, "hex") }));
      process.once("SIGTERM", async () => {
        await jobs.stop();
        await database.close();
      });`;
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      const worker = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: SERVER, env: { ...process.env, TEST_URL: kit.url, TEST_KEY: MASTER_KEY.toString("hex") }, stdio: "inherit" });
      const gone = new Promise((resolve) => worker.once("exit", resolve));
      let readers: number[] = [];
      while (readers.length === 0) {
        readers = await childrenOf(worker.pid ?? 0);
        await pause();
      }
      worker.kill(signal);
      await gone;
      while (readers.some(isRunning)) await pause();
      expect((await reading(kit, caller, version_id)).state, "it was ended in the middle").toBe("reading");
    }
  });
});

async function reading(kit: RosterApplication, caller: Caller, version_id: number): Promise<Answer<"uploadRoster">> {
  return (await kit.call("roster", caller, { params: { version_id } })).version;
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

async function childrenOf(pid: number): Promise<number[]> {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).split(" ").filter((text) => text !== "").map(Number);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
