// npm run bench:upload [rows]: a roster from the upload to the version that was read, through the server's own path: sealed,
// queued, read by the job, its rows on record, its persons in the register. As CSV and as .xlsx; the second file of the same
// persons finds them in the register already. PostgreSQL is the embedded one, with its usual durability.
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createJobs, readRosterWork, rosterHandlers } from "@doudi/server";
import { Database, Keyring, migrate, scopeOf, startEmbeddedServer, systemScope } from "@doudi/store";
import { utils, write } from "@e965/xlsx";
import { processorSeconds } from "./processorSeconds.mjs";

const ROWS = Number(process.argv[2] ?? 200_000);
const COUNTY = "533323";
const TOWNSHIPS = ["上帕镇", "子里甲乡", "架科底乡", "鹿马登乡", "石月亮乡", "马吉乡"];
const SURNAMES = [..."李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const GIVEN = [..."秀英华丽军杰娟艳勇涛明霞平刚桂兰建国志强海燕文斌"];
const HEADER = ["户编号", "姓名", "身份证号", "性别", "乡镇", "村", "与户主关系", "联系电话", "银行账号", "月保障金额", "享受时间"];

function idOf(n) {
  const body = `533323${1940 + (n % 70)}${String(1 + (n % 12)).padStart(2, "0")}${String(1 + (n % 28)).padStart(2, "0")}${String(Math.floor(n / 840) % 1000).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return `${body}${"10X98765432"[weights.reduce((sum, weight, i) => sum + weight * Number(body[i]), 0) % 11]}`;
}

function row(n) {
  const pick = (list, salt) => list[(n * 31 + salt * 17) % list.length];
  const name = `${pick(SURNAMES, 1)}${pick(GIVEN, 2)}${n % 3 === 0 ? "" : GIVEN[(n >> 3) % GIVEN.length]}`;
  return [`5333230${String(Math.floor(n / 3)).padStart(6, "0")}`, name, idOf(n), Number(idOf(n)[16]) % 2 === 1 ? "男" : "女", pick(TOWNSHIPS, 3), `${GIVEN[n % 20]}${GIVEN[n % 7]}村`, n % 3 === 0 ? "户主" : "子女", `138${String(n).padStart(8, "0")}`, `6217${String(n).padStart(15, "0")}`, "356.00", "2019-07-01"];
}

const csv = (extra) => Buffer.from(`${HEADER.join(",")}\n${Array.from({ length: ROWS }, (_, n) => row(n).join(",")).join("\n")}\n${extra}`);
const xlsx = () => write({ SheetNames: ["低保"], Sheets: { 低保: utils.aoa_to_sheet([HEADER, ...Array.from({ length: ROWS }, (_, n) => row(n))]) } }, { type: "buffer", bookType: "xlsx", compression: true });

const folder = await mkdtemp(join(tmpdir(), "doudi-bench-upload-"));
const server = await startEmbeddedServer({ folder, password: "bench" });
try {
  await migrate(server.url(), "bench");
  const url = server.url("postgres", "doudi_app", "bench");
  const database = new Database(url);
  const jobs = await createJobs(url, database, (error) => console.error(error));
  const masterKey = Keyring.generate();
  const application = { database, keyring: new Keyring(masterKey), queue: jobs, now: () => new Date() };
  jobs.work("read_roster", readRosterWork({ databaseUrl: url, masterKey }));
  const user = { login: "bench", name: "测量", role: "department_user", department: "civil_affairs", area_code: COUNTY };
  const { user_id: userId } = await database.within(systemScope(COUNTY), (work) => work.insertInto("users").values(user).returning("user_id").executeTakeFirstOrThrow());
  const caller = { userId, department: user.department, areaCode: COUNTY, role: user.role, lang: "zh", scope: scopeOf({ userId, areaCode: COUNTY, role: user.role, department: user.department }) };
  let longestPause = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    longestPause = Math.max(longestPause, now - last - 20);
    last = now;
  }, 20).unref();
  for (const [label, name, bytes] of [["CSV, persons new", "低保2020Q1.csv", csv("")], ["CSV, persons known", "低保2020Q2.csv", csv("")], ["xlsx, persons known", "低保2020Q3.xlsx", xlsx()]]) {
    const period = name.slice(2, 8);
    const context = { caller, params: undefined, body: undefined };
    longestPause = 0;
    last = performance.now();
    const before = processorUse();
    const started = performance.now();
    const { version_id } = await rosterHandlers.uploadRoster({ ...context, query: { period, name, kind: undefined }, upload: { name, bytes } }, application);
    const received = performance.now();
    let version;
    do {
      await new Promise((resolve) => setTimeout(resolve, 200));
      ({ version } = await rosterHandlers.roster({ ...context, params: { version_id } }, application));
    } while (version.state === "reading");
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const after = processorUse();
    const [postgres, own] = [after.postgres - before.postgres, after.all - before.all - (after.postgres - before.postgres)];
    console.log(`${label}: ${version.rows} rows, ${(bytes.length / 1e6).toFixed(1)} MB: ${version.state} after ${seconds} s (received in ${((received - started) / 1000).toFixed(1)} s, longest pause of the server ${Math.round(longestPause)} ms, processor ${own.toFixed(1)} s and ${postgres.toFixed(1)} s of PostgreSQL, load ${loadavg()[0].toFixed(1)}) ${version.problem?.en ?? ""}`);
  }
  await jobs.stop();
  await database.close();
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Seconds so far: of all processes, and of PostgreSQL's among them. */
function processorUse() {
  const [all, postgres] = [process.pid, server.process.pid].map((pid) => Object.values(processorSeconds(pid)).reduce((sum, seconds) => sum + seconds, 0));
  return { all, postgres };
}
