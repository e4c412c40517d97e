import { rmSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bilingual } from "@doudi/contract";
import { addUser } from "@doudi/store";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hashPassword } from "../session/password.js";
import { SESSION_SETTINGS } from "../session/sessionSettings.js";
import { type RunningSystem, startSystem } from "./startSystem.js";

const COUNTY = "533323";
const PASSWORD = "数据库也会死 2020";
const said: Bilingual[] = [];
let data: string;
let system: RunningSystem;
let headers: Record<string, string>;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "doudi-dies-"));
  system = await startSystem({ data, host: "127.0.0.1", port: 0, demoPersons: 0, progress: (step) => said.push(step), onError: () => undefined, server: { logLevel: "silent", session: { ...SESSION_SETTINGS, secondFactor: false } } });
  const password_hash = await hashPassword(PASSWORD);
  await system.application.database.within({ userId: null, areaCode: COUNTY, department: "none" }, (work) => addUser(work, { login: "guanli", name: "管理员", role: "administrator", department: null, area_code: COUNTY, password_hash }));
  const answer = await fetch(`${system.address}/api/login`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ login: "guanli", password: PASSWORD }) });
  if (!answer.ok) throw new Error(await answer.text());
  headers = { cookie: answer.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
});
afterAll(async () => {
  await system.stop();
  rmSync(data, { recursive: true, force: true });
});

const postmaster = async (): Promise<number> => Number((await readFile(join(data, "postgres", "data", "postmaster.pid"), "utf8")).split("\n")[0]);

it("starts an embedded database again that was killed, twice; requests in between are told to come back", async () => {
  const health = async (): Promise<Response> => fetch(`${system.address}/api/health`, { headers });
  expect(await (await health()).json()).toMatchObject({ database: { restarts: 0, restarted_at: null } });
  for (const restarts of [1, 2]) {
    // It dies while a transaction stands between two statements.
    const killed = await postmaster();
    const held = system.application.database.within({ userId: null, areaCode: COUNTY, department: "none" }, async (work) => {
      await work.selectFrom("users").select("user_id").execute();
      process.kill(killed, "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 100));
      return work.selectFrom("users").select("user_id").execute();
    });
    await expect(held).rejects.toMatchObject({ code: "database_lost" });
    const busy: Response[] = [];
    let answer = await health();
    while (answer.status !== 200) {
      busy.push(answer);
      answer = await health();
    }
    expect(busy.length).toBeGreaterThan(0);
    for (const { status, headers: told } of busy) expect([status, Number(told.get("retry-after")) > 0]).toEqual([503, true]);
    expect(await busy[0]?.json()).toMatchObject({ code: "server_busy", zh: expect.stringContaining("数据库") as string });
    expect(await answer.json()).toMatchObject({ database: { restarts, restarted_at: expect.any(String) as string } });
    expect(await postmaster()).not.toBe(killed);
  }
  expect(said.filter(({ en }) => en.startsWith("the database")).map(({ zh }) => zh)).toEqual(["数据库意外停止,正在重新启动", "数据库已重新启动", "数据库意外停止,正在重新启动", "数据库已重新启动"]);
});
