import { API, type Me, type Role, ROLE_CODES, ROLES, type RouteName } from "@doudi/contract/api";
import { scopeOf } from "@doudi/store";
import { startTestRecord, type TestRecord } from "@doudi/store/testkit";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import type { Application } from "./application.js";
import type { Handlers } from "./handler.js";
import { administrationHandlers } from "./handlers/administrationHandlers.js";
import { sessionHandlers } from "./handlers/sessionHandlers.js";
import { buildServer } from "./http/buildServer.js";
import { SERVER_OPTIONS, type ServerOptions } from "./http/serverOptions.js";
import { hashPassword } from "./session/password.js";

export const PASSWORD = "correct horse 正确";
/** An area of every level that a role may work at. */
export const AREAS = { province: "53", prefecture: "5333", county: "533323", township: "533323101", village: "533323101001" } as const;
const DIVISIONS = [["53", "云南省"], ["5333", "怒江州"], ["533323", "福贡县"], ["533323101", "上帕镇"], ["533323102", "子里甲乡"], ["533323101001", "上帕村"], ["533323101002", "达友村"], ["533323102001", "俄科罗村"], ["533324", "贡山县"], ["533324101", "茨开镇"]] as const;
const LEVELS = { 2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village" } as const;

export interface TestServer {
  record: TestRecord;
  application: Application;
  server: FastifyInstance;
  /** Moves the clock of the application. */
  clock: { at: Date };
  /** Another server on the same database. */
  build(options?: Partial<ServerOptions>): Promise<FastifyInstance>;
  stop(): Promise<void>;
}

/** Names of the routes whose handlers are here; for the others a sentinel answers. */
export const OWN_ROUTES = Object.keys({ ...sessionHandlers(SERVER_OPTIONS.session), ...administrationHandlers(SERVER_OPTIONS.session) }) as RouteName[];

function allHandlers(options: ServerOptions): Handlers<RouteName> {
  const sentinels = Object.fromEntries(Object.entries(API).map(([name, { answer }]) => [name, async () => ("media" in answer ? { file: { media: answer.media, name: "文件.txt", body: "sentinel" } } : { sentinel: name })]));
  return { ...sentinels, ...sessionHandlers(options.session), ...administrationHandlers(options.session) } as unknown as Handlers<RouteName>;
}

const unused = (): never => {
  throw new Error("not part of these tests");
};

/** A server on a real database with a user of each role, whose login is the role's name with - for _. */
export async function startServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const record = await startTestRecord();
  const clock = { at: new Date() };
  const application: Application = { database: record.database, keyring: record.keyring, queue: { add: unused }, law: { policyOf: unused }, now: () => clock.at };
  await record.database.within({ userId: null, areaCode: "53", department: "all" }, (work) => work.insertInto("divisions").values(DIVISIONS.map(([code, name]) => ({
    code, name, level: LEVELS[code.length as keyof typeof LEVELS], parent_code: code.length > 2 ? code.slice(0, code.length > 6 ? code.length - 3 : code.length - 2) : null, valid_from: null, valid_to: null, successor_code: null,
  }))).execute());
  const password_hash = await hashPassword(PASSWORD);
  for (const role of ROLE_CODES) await addTestUser(record, role, loginOf(role), AREAS[ROLES[role].levels[0]], password_hash);
  const build = (more: Partial<ServerOptions> = {}): Promise<FastifyInstance> => {
    const all = { ...SERVER_OPTIONS, logLevel: "silent", ...options, ...more } as const;
    return buildServer(application, allHandlers(all), all);
  };
  const server = await build();
  return {
    record, application, server, clock, build,
    async stop() {
      await server.close();
      await record.stop();
    },
  };
}

export function loginOf(role: Role): string {
  return role.replaceAll("_", "-");
}

export async function addTestUser(record: TestRecord, role: Role, login: string, area: string, password_hash: string | null, oidc_subject: string | null = null): Promise<number> {
  const department = ROLES[role].ownDepartmentOnly ? "disabled_federation" : null;
  return record.database.within(scopeOf({ userId: 0, areaCode: area, role: "administrator", department: null }), async (work) =>
    (await work.insertInto("users").values({ login, name: ROLES[role].zh, role, department, area_code: area, password_hash, oidc_subject }).returning("user_id").executeTakeFirstOrThrow()).user_id);
}

/** A browser: keeps its cookie and sends the token back. */
export class Browser {
  cookie = "";
  csrf = "";

  constructor(readonly server: FastifyInstance) {}

  async send(options: InjectOptions): Promise<LightMyRequestResponse> {
    const answer = await this.server.inject({ ...options, headers: { ...(this.cookie === "" ? {} : { cookie: this.cookie }), "x-csrf-token": this.csrf, ...options.headers } });
    for (const { name, value } of answer.cookies) this.cookie = value === "" ? "" : `${name}=${value}`;
    return answer;
  }

  async get(url: string): Promise<LightMyRequestResponse> {
    return this.send({ method: "GET", url });
  }

  async post(url: string, payload?: object): Promise<LightMyRequestResponse> {
    return this.send({ method: "POST", url, ...(payload === undefined ? {} : { payload }) });
  }

  /** Throws where the login is refused. */
  async logIn(login: string, password = PASSWORD): Promise<Me> {
    const answer = await this.post("/api/login", { login, password });
    if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
    const me = answer.json<Me>();
    this.csrf = me.csrf;
    return me;
  }
}
