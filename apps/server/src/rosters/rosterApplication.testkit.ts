import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer, Department, Request, Role } from "@doudi/contract/api";
import { Database, type EmbeddedServer, Keyring, migrate, scopeOf, startEmbeddedServer, systemScope } from "@doudi/store";
import type { Application } from "../application.js";
import type { Caller } from "../handler.js";
import { rosterHandlers } from "../handlers/rosterHandlers.js";
import { createJobs, type Jobs } from "../jobs/createJobs.js";
import { readRosterWork } from "./readRosterWork.js";

export const COUNTY = "533323";
export const MASTER_KEY = Buffer.alloc(32, 9);
const PASSWORD = "application";

type RosterRoute = keyof typeof rosterHandlers;

/** The roster part of the application on a PostgreSQL of its own, with users and somebody who works on the jobs. */
export interface RosterApplication {
  server: EmbeddedServer;
  url: string;
  application: Application;
  /** What went wrong in jobs. */
  errors: unknown[];
  addUser(role: Role, department?: Department, areaCode?: string): Promise<Caller>;
  call<N extends RosterRoute>(name: N, caller: Caller, request: Partial<Request<N>> & { upload?: { name: string; bytes: Buffer } }): Promise<Awaited<ReturnType<(typeof rosterHandlers)[N]>>>;
  upload(caller: Caller, name: string, bytes: Buffer, period?: string, kind?: Answer<"uploadRoster">["kind"]): Promise<Answer<"uploadRoster">>;
  /** The version once it was read, or could not be. */
  whenRead(caller: Caller, versionId: number): Promise<Answer<"uploadRoster">>;
  stop(): Promise<void>;
}

/** @param works whether this process works on the jobs; @param heapMb of the processes that read */
export async function startRosterApplication({ works = true, heapMb }: { works?: boolean; heapMb?: number } = {}): Promise<RosterApplication> {
  const folder = await mkdtemp(join(tmpdir(), "doudi-server-test-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const server = await startEmbeddedServer({ folder, password: "test", settings: { fsync: "off", full_page_writes: "off", max_wal_size: "4GB" } });
  await migrate(server.url(), PASSWORD);
  const url = server.url("postgres", "doudi_app", PASSWORD);
  const database = new Database(url);
  const errors: unknown[] = [];
  const jobs: Jobs = await createJobs(url, database, (error) => errors.push(error));
  const application: Application = { database, keyring: new Keyring(MASTER_KEY), queue: jobs, law: { policyOf: () => Promise.reject(new Error("no law here")) }, now: () => new Date("2020-07-05T02:00:00Z") };
  if (works) jobs.work("read_roster", readRosterWork({ databaseUrl: url, masterKey: MASTER_KEY, ...(heapMb === undefined ? {} : { heapMb }) }));
  let users = 0;
  const kit: RosterApplication = {
    server, url, application, errors,
    async addUser(role, department, areaCode = COUNTY) {
      users += 1;
      const login = `user${users}`;
      const user = { login, name: `测试${users}`, role, department: department ?? null, area_code: areaCode };
      const { user_id: userId } = await database.within(systemScope(areaCode), (work) => work.insertInto("users").values(user).returning("user_id").executeTakeFirstOrThrow());
      return { userId, login, name: user.name, role, department: user.department, areaCode, scope: scopeOf({ userId, areaCode, role, department: user.department }), lang: "zh", session: "" };
    },
    call: (name, caller, request) => {
      const handler = rosterHandlers[name] as (context: unknown, application: Application) => Promise<never>;
      return handler({ params: undefined, query: undefined, body: undefined, upload: null, ...request, caller }, application);
    },
    async upload(caller, name, bytes, period = "2020Q2", kind) {
      return kit.call("uploadRoster", caller, { query: { period, name, kind: kind ?? undefined }, upload: { name, bytes } });
    },
    async whenRead(caller, versionId) {
      for (;;) {
        const { version } = await kit.call("roster", caller, { params: { version_id: versionId } });
        if (version.state !== "reading") return version;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async stop() {
      await jobs.stop();
      await database.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return kit;
}

/** A valid id of somebody invented, told apart by a number. */
export function idOf(n: number): string {
  const body = `533323${1950 + (n % 50)}01${String(1 + (n % 28)).padStart(2, "0")}${String(Math.floor(n / 50) % 1000).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return `${body}${"10X98765432"[weights.reduce((sum, weight, i) => sum + weight * Number(body[i]), 0) % 11]}`;
}
