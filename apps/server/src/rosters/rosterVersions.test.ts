import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { systemScope } from "@doudi/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../handler.js";
import { COUNTY, idOf, MASTER_KEY, type RosterApplication, startRosterApplication } from "./rosterApplication.testkit.js";

const SERVER = fileURLToPath(new URL("../../", import.meta.url));

const csv = (header: string, rows: readonly string[]): Buffer => Buffer.from(`${header}\n${rows.join("\n")}\n`);
const HEADER = "姓名,身份证号,乡镇,村,月保障金额,联系电话";
const ROWS = [`李秀英,${idOf(1)},上帕镇,达普洛村,300,13800000001`, `阿普.前此,${idOf(2)},上帕镇,达普洛村,200,13800000002`, `单小红,${idOf(3)},子里甲乡,俄科罗村,150.5,13800000003`];

let kit: RosterApplication;
let uploader: Caller;
let signer: Caller;
let other: Caller;
beforeAll(async () => {
  kit = await startRosterApplication();
  uploader = await kit.addUser("department_user", "civil_affairs");
  signer = await kit.addUser("department_signer", "civil_affairs");
  other = await kit.addUser("department_user", "civil_affairs");
});
afterAll(() => kit.stop());

const sent = async (name: string, bytes: Buffer, period: string) => kit.whenRead(uploader, (await kit.upload(uploader, name, bytes, period)).version_id);
const persons = () => kit.application.database.within(systemScope(COUNTY), (work) => work.selectFrom("persons").select(["name", "initials", "area_code", "village", "sex"]).orderBy("person_no").execute());

describe("a version", () => {
  it("is refused where it is no file to read, or was sent before", async () => {
    await expect(kit.upload(uploader, "低保.csv", Buffer.alloc(0))).rejects.toMatchObject({ code: "upload_empty" });
    await expect(kit.upload(uploader, "低保.pdf", Buffer.from("x"))).rejects.toMatchObject({ code: "upload_kind" });
    const version = await sent("低保花名册.csv", csv(HEADER, ROWS), "2020Q1");
    expect(version).toMatchObject({ state: "read", kind: "dibao", rows: 3, accepted: 3, problem: null });
    await expect(kit.upload(other, "改名.csv", csv(HEADER, ROWS), "2020Q1")).rejects.toMatchObject({ code: "roster_same_file", info: { version: version.version_id } });
    expect(await persons()).toEqual([
      { name: "李秀英", initials: "lxy", area_code: "533323101", village: "达普洛村", sex: expect.any(String) },
      { name: "阿普·前此", initials: "apqc", area_code: "533323101", village: "达普洛村", sex: expect.any(String) },
      { name: "单小红", initials: "sxh", area_code: expect.stringMatching(/^533323\d{3}$/), village: "俄科罗村", sex: expect.any(String) },
    ]);
  });

  it("is signed by a second person, for the file that was shown", async () => {
    const { versions: [version] } = await kit.call("rosters", uploader, { query: { limit: 1 } });
    const params = { version_id: version?.version_id ?? 0 };
    const digest = version?.digest ?? "";
    await expect(kit.call("signRoster", signer, { params, body: { digest } })).rejects.toMatchObject({ code: "version_state" });
    expect(await kit.call("submitRoster", other, { params })).toMatchObject({ state: "submitted", submitted: { by: { user_id: other.userId } } });
    await expect(kit.call("signRoster", uploader, { params, body: { digest } })).rejects.toMatchObject({ code: "sign_same_person" });
    await expect(kit.call("signRoster", other, { params, body: { digest } })).rejects.toMatchObject({ code: "sign_same_person" });
    await expect(kit.call("signRoster", signer, { params, body: { digest: "0".repeat(64) } })).rejects.toMatchObject({ code: "sign_digest" });
    expect(await kit.call("signRoster", signer, { params, body: { digest } })).toMatchObject({ state: "signed", signed: { by: { user_id: signer.userId, name: signer.name } } });
    const sheet = await kit.call("rosterSheet", signer, { params });
    expect(sheet.file.media).toBe("text/html");
    for (const text of [digest, "福贡县", "低保花名册", uploader.name, other.name, signer.name, "盖章"]) expect(sheet.file.body).toContain(text);
    expect(sheet.file.body).not.toContain("<script");
  });

  it("differs from the next row by row", async () => {
    const first = await sent("低保Q2.csv", csv(HEADER, ROWS), "2020Q2");
    const second = await sent("低保Q2改.csv", csv(HEADER, [ROWS[0] ?? "", (ROWS[1] ?? "").replace("200", "260"), `新来人,${idOf(9)},上帕镇,达普洛村,100,13800000009`]), "2020Q2");
    const difference = await kit.call("rosterDifference", uploader, { params: { version_id: second.version_id, other_id: first.version_id }, query: { after: 0, limit: 2 } });
    expect(difference).toMatchObject({ added: 1, removed: 1, changed: 1, same: 1, next: 2 });
    const changed = await kit.call("rosterDifference", uploader, { params: { version_id: first.version_id, other_id: second.version_id }, query: { after: 0, limit: 5, change: "changed" } });
    expect(changed.next).toBeNull();
    expect(changed.rows).toEqual([{ change: "changed", name: "阿普.前此", before: expect.objectContaining({ amount_fen_month: "200.00元" }), after: expect.objectContaining({ amount_fen_month: "260.00元" }) }]);
  });

  it("stays on record when it is withdrawn, and what it said of persons counts no more", async () => {
    const version = await sent("低保Q3.csv", csv(HEADER, [(ROWS[0] ?? "").replace("李秀英", "李秀莹").replace("上帕镇", "子里甲乡")]), "2020Q3");
    expect((await persons())[0]).toMatchObject({ name: "李秀英" });
    const params = { version_id: version.version_id };
    await kit.call("submitRoster", uploader, { params });
    await kit.call("signRoster", signer, { params, body: { digest: version.digest } });
    const { versions: [newest] } = await kit.call("rosters", uploader, { query: { limit: 1 } });
    expect(newest?.state).toBe("signed");
    const reread = await sent("特困Q3.csv", csv("姓名,身份证号,乡镇,村", [`李秀瑛,${idOf(1)},上帕镇,达普洛村`]), "2020Q3");
    expect(reread.kind).toBe("tekun");
    expect((await persons())[0]).toMatchObject({ name: "李秀莹", initials: "lxy" });
    expect(await kit.call("withdrawRoster", signer, { params, body: { reason: "报错了期次" } })).toMatchObject({ state: "withdrawn", withdrawn: { reason: "报错了期次" }, rows: 1 });
    expect((await persons())[0]).toMatchObject({ name: "李秀英", area_code: "533323101" });
    expect((await kit.call("rosterRows", uploader, { params, query: { after: 0, limit: 5 } })).rows).toHaveLength(1);
    await expect(kit.call("submitRoster", uploader, { params })).rejects.toMatchObject({ code: "version_state" });
    expect(await kit.upload(uploader, "低保Q3.csv", csv(HEADER, [(ROWS[0] ?? "").replace("李秀英", "李秀莹").replace("上帕镇", "子里甲乡")]), "2020Q3")).toMatchObject({ state: "reading" });
  });

  it("shows its rows masked, with what is wrong with each", async () => {
    const version = await sent("低保Q4.csv", csv(HEADER, [...ROWS, ROWS[0] ?? "", ",,上帕镇,达普洛村,88,", "王无号,533323,上帕镇,达普洛村,1,", "合计,,,,4,"]), "2020Q4");
    expect(version).toMatchObject({ state: "read", rows: 6, accepted: 4, duplicates: 1, rejected: 1 });
    const params = { version_id: version.version_id };
    const { rows } = await kit.call("rosterRows", uploader, { params, query: { after: 0, limit: 50 } });
    expect(rows.map(({ row, place, state, problem }) => [row, place.split("#")[2], state, problem])).toEqual([
      [1, "2", "accepted", null], [2, "3", "accepted", null], [3, "4", "accepted", null], [4, "5", "duplicate", "与 #2 重复"],
      [5, "6", "rejected", "既没有身份证号也没有姓名"], [6, "7", "accepted", "身份证号无效"],
    ]);
    expect(rows[0]?.cells).toMatchObject({ name: "李秀英", amount_fen_month: "300.00元", id_number: expect.stringMatching(/^533\*{11}\d{3}[\dX]$/), phone: expect.stringContaining("*") });
    expect(JSON.stringify(rows)).not.toContain(idOf(1));
    const { rows: rejected } = await kit.call("rosterRows", { ...uploader, lang: "en" }, { params, query: { after: 0, limit: 50, state: "rejected" } });
    expect(rejected.map(({ problem }) => problem)).toEqual(["no id and no name"]);
  });
});

describe("a mapping", () => {
  const HEADERS = "姓名,身份证号,乡镇,某地";

  it("is corrected, read again, and remembered for the next file of the department with these headers", async () => {
    const first = await sent("名单一.csv", csv(HEADERS, [`赵一,${idOf(60)},上帕镇,达普洛村`]), "2021Q1");
    expect(first).toMatchObject({ state: "failed", kind: null, problem: { en: expect.stringContaining("kind") } });
    const params = { version_id: first.version_id };
    await expect(kit.call("mapRoster", uploader, { params, body: { kind: "tekun", columns: { 没有这列: "name" }, remember: true } })).rejects.toMatchObject({ code: "mapping_invalid" });
    await expect(kit.call("mapRoster", uploader, { params, body: { kind: "tekun", columns: { 某地: "no_column" }, remember: true } })).rejects.toMatchObject({ code: "mapping_invalid" });
    expect(await kit.call("mapRoster", uploader, { params, body: { kind: "tekun", columns: { 某地: "village" }, remember: true } })).toMatchObject({ state: "reading" });
    expect(await kit.whenRead(uploader, first.version_id)).toMatchObject({ state: "read", kind: "tekun", rows: 1, accepted: 1 });
    const { inspection } = await kit.call("roster", uploader, { params });
    expect(inspection?.sheets[0]?.columns.map(({ column }) => column)).toEqual(["name", "id_number", "township", "village"]);
    const second = await sent("名单二.csv", csv(HEADERS, [`钱二,${idOf(61)},上帕镇,腊乌村`]), "2021Q2");
    expect(second).toMatchObject({ state: "read", kind: "tekun", rows: 1 });
    const stranger = await kit.addUser("department_user", "health");
    const elsewhere = await kit.upload(stranger, "名单三.csv", csv(HEADERS, [`孙三,${idOf(62)},上帕镇,腊乌村`]), "2021Q2");
    expect(await kit.whenRead(stranger, elsewhere.version_id)).toMatchObject({ state: "failed" });
  });

  it("leaves a file that nothing explains unread, with what is wrong", async () => {
    const version = await sent("乱.csv", csv("甲,乙,丙", ["1,2,3"]), "2021Q3");
    expect(version.state).toBe("failed");
    expect(version.problem?.zh).not.toBe("");
  });
});

describe("a worker that is killed in the middle of reading", () => {
  it("is followed by another, and nothing is doubled", async () => {
    const idle = await startRosterApplication({ works: false });
    try {
      const caller = await idle.addUser("department_user", "civil_affairs");
      const many = Array.from({ length: 20_000 }, (_, n) => `李秀英,${idOf(n)},上帕镇,达普洛村,300,138${String(n).padStart(8, "0")}`);
      const { version_id } = await idle.upload(caller, "低保.csv", csv(HEADER, many), "2020Q2");
      const script = `
        import { Database } from "@doudi/store";
        import { createJobs, readRosterWork } from "@doudi/server";
        const database = new Database(process.env.TEST_URL);
        const jobs = await createJobs(process.env.TEST_URL, database, (error) => console.error(error));
        jobs.work("read_roster", readRosterWork({ databaseUrl: process.env.TEST_URL, masterKey: Buffer.from(process.env.TEST_KEY, "hex") }));`;
      const start = () => spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: SERVER, env: { ...process.env, TEST_URL: idle.url, TEST_KEY: MASTER_KEY.toString("hex") }, stdio: "inherit" });
      const job = async () => {
        const { version } = await idle.call("roster", caller, { params: { version_id } });
        return idle.call("job", caller, { params: { job_id: version.job ?? 0 } });
      };
      const first = start();
      while ((await job()).state !== "running") await new Promise((resolve) => setTimeout(resolve, 20));
      const gone = new Promise((resolve) => first.once("exit", resolve));
      first.kill("SIGKILL");
      await gone;
      expect((await job()).state).toBe("running");
      const second = start();
      try {
        expect(await idle.whenRead(caller, version_id)).toMatchObject({ state: "read", rows: many.length });
        while ((await job()).state !== "done") await new Promise((resolve) => setTimeout(resolve, 20));
      } finally {
        second.kill();
      }
      // Neither worker left the file open on the disk: the first was swept up after, the second cleans up itself.
      expect((await readdir(tmpdir())).filter((name) => name.startsWith(`doudi-reading-${first.pid ?? ""}-`))).toEqual([]);
      await idle.application.database.within(systemScope(COUNTY), async (work) => {
        const count = async (table: "roster_rows" | "persons"): Promise<number> => (await work.selectFrom(table).select((e) => e.fn.countAll<number>().as("n")).executeTakeFirstOrThrow()).n;
        expect(await count("roster_rows")).toBe(many.length);
        expect(await count("persons")).toBe(new Set(many.map((row) => row.split(",")[1])).size);
        expect(await work.selectFrom("audit").select("act").where("act", "like", "roster.%").orderBy("seq").execute()).toEqual([{ act: "roster.upload" }, { act: "roster.reading_done" }]);
      });
    } finally {
      await idle.stop();
    }
  });
});
