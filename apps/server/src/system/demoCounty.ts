import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bilingual } from "@doudi/contract";
import { DEPARTMENT_CODES, type Department, DEPARTMENTS, type Role } from "@doudi/contract/api";
import { makeDemo, readCounty } from "@doudi/demo";
import { addUser, addVillages, type Database, hasUsers, listRuns, systemScope } from "@doudi/store";
import type { Application } from "../application.js";
import type { Caller } from "../handler.js";
import { runHandlers } from "../handlers/runHandlers.js";
import { loadDemo } from "../rosters/loadDemo.js";
import { chinaDay, lastQuarter } from "../rosters/quarter.js";
import type { DemoLogin } from "../session/sessionSettings.js";
import { hashPassword } from "../session/password.js";

const COUNTY = "533323";
const TOWNSHIP = "533323101";
const VILLAGE = "533323101201";
const PREFECTURE = "5333";
const PLACE = { userId: null, areaCode: PREFECTURE, department: "none" } as const;
/** Of every demo login. The demo holds invented people only, and the page that lists the logins says so. */
const PASSWORD = "doudi-demo-2020";

interface DemoUser extends Bilingual {
  login: string;
  name: string;
  role: Role;
  department: Department | null;
  area: string;
}

/** One login for each kind of work. */
const SHOWN: readonly DemoUser[] = [
  { login: "xian", name: "县经办(演示)", role: "county_clerk", department: null, area: COUNTY, zh: "县民政经办", en: "county clerk" },
  { login: "shenpi", name: "县审批(演示)", role: "county_approver", department: null, area: COUNTY, zh: "县民政审批", en: "county approver" },
  { login: "xiangzhen", name: "上帕镇经办(演示)", role: "township_clerk", department: null, area: TOWNSHIP, zh: "乡镇经办(上帕镇)", en: "township clerk (Shangpa)" },
  { login: "cunji", name: "上帕村协理员(演示)", role: "village_coordinator", department: null, area: VILLAGE, zh: "村级协理员(上帕村)", en: "village coordinator (Shangpa village)" },
  { login: "canlian", name: "残联报送(演示)", role: "department_user", department: "disabled_federation", area: COUNTY, zh: "县残联报送", en: "disabled federation, sends rosters" },
  { login: "canlian2", name: "残联签发(演示)", role: "department_signer", department: "disabled_federation", area: COUNTY, zh: "县残联签发", en: "disabled federation, signs" },
  { login: "zhou", name: "州监督(演示)", role: "supervisor", department: null, area: PREFECTURE, zh: "州监督", en: "prefecture supervisor" },
  { login: "guanli", name: "管理员(演示)", role: "administrator", department: null, area: COUNTY, zh: "系统管理员", en: "administrator" },
];

export const DEMO_LOGINS: readonly DemoLogin[] = SHOWN.map(({ login, zh, en }) => ({ login, password: PASSWORD, zh, en }));

/**
 * How far the demo county is: nobody works here yet; it was begun and is not whole; it is loaded. "none" where others work here.
 */
export async function demoState(database: Database): Promise<"empty" | "begun" | "loaded" | "none"> {
  if (!(await hasUsers(database))) return "empty";
  const [first] = SHOWN;
  const known = first === undefined ? [] : await usersOf(database, [first]);
  if (known.length === 0) return "none";
  // Its comparison is asked for last.
  const runs = await database.within({ userId: null, areaCode: COUNTY, department: "all" }, listRuns);
  return runs.length === 0 ? "begun" : "loaded";
}

/**
 * Fills an empty record with the demo county: users, and the rosters of the quarter that ended last, sent, signed and compared
 * the way departments do. Where an earlier start was killed in the middle of it, it does what is left.
 */
export async function loadDemoCounty(application: Application, { persons, seed, progress }: { persons: number; seed: number; progress: (step: Bilingual) => void }): Promise<void> {
  const users = await addUsers(application.database);
  await application.database.within(systemScope(COUNTY), (work) => addVillages(work, COUNTY, readCounty(COUNTY).townships.flatMap(({ villages }) => villages)));
  const { period, lastDay } = lastQuarter(chinaDay(application.now()));
  const folder = await mkdtemp(join(tmpdir(), "doudi-demo-"));
  try {
    progress({ zh: `正在造演示县 ${persons} 人的花名册(人员均为虚构)`, en: `making the rosters of a demo county of ${persons} invented persons` });
    const demo = await makeDemo({ out: folder, persons, seed, date: lastDay, place: COUNTY });
    await loadDemo(application, demo, period, { county: COUNTY, of: (department) => ({ uploader: users.id(`${department}.1`), signer: users.id(`${department}.2`) }) }, (signed, files, file) => progress({ zh: `已签发 ${signed}/${files}:${file}`, en: `signed ${signed}/${files}: ${file}` }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const clerk = { userId: users.id("xian"), areaCode: COUNTY };
  const caller: Caller = { ...clerk, scope: { ...clerk, department: "all" }, login: "xian", name: "", role: "county_clerk", department: null, lang: "zh", session: "" };
  await runHandlers.startRun({ params: undefined, query: undefined, body: { date: lastDay }, caller, upload: null }, application);
  progress({ zh: "比对已开始,在页面上可以看到进度", en: "the comparison has begun; the page shows its progress" });
}

/** Login and number of those who are here already. */
async function usersOf(database: Database, wanted: readonly DemoUser[]): Promise<[string, number][]> {
  const users = await database.within(PLACE, (work) => work.selectFrom("users").select(["login", "name", "user_id"]).where("login", "in", wanted.map(({ login }) => login)).execute());
  return users.flatMap(({ login, name, user_id }) => (wanted.some((user) => user.login === login && user.name === name) ? [[login, user_id]] : []));
}

/** The shown ones, and two persons for every department that sends rosters: one sends, one signs. */
async function addUsers(database: Database): Promise<{ id(login: string): number }> {
  const departments = DEPARTMENT_CODES.flatMap((department): DemoUser[] => {
    const { zh, en } = DEPARTMENTS[department];
    return (["department_user", "department_signer"] as const).map((role, at) => ({ login: `${department}.${at + 1}`, name: `${zh}${at === 0 ? "报送" : "签发"}(演示)`, role, department, area: COUNTY, zh, en }));
  });
  const wanted = [...SHOWN, ...departments];
  const ids = new Map(await usersOf(database, wanted));
  if (ids.size === 0) {
    const hash = await hashPassword(PASSWORD);
    // All of them or none.
    await database.within(PLACE, async (work) => {
      for (const { login, name, role, department, area } of wanted) ids.set(login, await addUser(work, { login, name, role, department, area_code: area, password_hash: hash }));
    });
  }
  return {
    id(login) {
      const id = ids.get(login);
      if (id === undefined) throw new Error(`the demo has no user ${login}`);
      return id;
    },
  };
}
