import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DoudiError } from "@doudi/contract";
import { API, type RouteName } from "@doudi/contract/api";
import { Database } from "@doudi/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Handlers } from "../handler.js";
import { Browser, loginOf, startServer, type TestServer } from "../server.testkit.js";
import { SESSION_SETTINGS } from "../session/sessionSettings.js";
import { sessionHandlers } from "../handlers/sessionHandlers.js";
import { buildServer } from "./buildServer.js";
import { SERVER_OPTIONS } from "./serverOptions.js";

let test: TestServer;
let web = "";
beforeAll(async () => {
  web = await mkdtemp(join(tmpdir(), "doudi-web-"));
  await mkdir(join(web, "assets"));
  await writeFile(join(web, "index.html"), "<!doctype html><title>兜底</title>");
  await writeFile(join(web, "assets", "main-0a1b2c.js"), "export {};");
  await writeFile(join(web, "favicon.svg"), "<svg/>");
  test = await startServer({ webFolder: web, session: { ...SESSION_SETTINGS, secondFactor: false } });
});
afterAll(async () => {
  await test.stop();
  await rm(web, { recursive: true });
});

describe("the page", () => {
  it("is served with its files: those with a digest are kept, addresses of the page all lead to it", async () => {
    const asset = await test.server.inject("/assets/main-0a1b2c.js");
    expect([asset.statusCode, asset.headers["cache-control"], asset.headers["content-type"]]).toEqual([200, "public, max-age=31536000, immutable", "application/javascript; charset=utf-8"]);
    for (const url of ["/", "/findings", "/persons/17?tab=timeline", "/apiary"]) {
      const page = await test.server.inject(url);
      expect([page.statusCode, page.headers["cache-control"], page.body], url).toEqual([200, "no-cache", "<!doctype html><title>兜底</title>"]);
      expect(page.headers["content-security-policy"], url).toContain("script-src 'self'");
    }
    for (const url of ["/assets/gone-1.js", "/../package.json", "/%2e%2e/package.json", "/assets/..%2f..%2fetc/passwd.txt", "/api/nothing", "/api", "/%ZZ.js"]) {
      const answer = await test.server.inject(url);
      expect(answer.statusCode, url).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode, url).toBeLessThan(500);
      expect(answer.json(), url).toHaveProperty("code");
    }
  });

  it("runs no script that is not ours", async () => {
    const policy = String((await test.server.inject("/")).headers["content-security-policy"]);
    const directives = Object.fromEntries(policy.split(";").map((part) => [part.trim().split(" ")[0], part.trim().split(" ").slice(1)]));
    expect(directives).toMatchObject({ "default-src": ["'self'"], "script-src": ["'self'"], "object-src": ["'none'"], "base-uri": ["'none'"], "form-action": ["'self'"] });
    const { headers } = await test.server.inject("/api/alive");
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "SAMEORIGIN", "referrer-policy": "same-origin", "cache-control": "no-store" });
    const browser = new Browser(test.server);
    await browser.logIn(loginOf("county_clerk"));
    const report = await browser.get("/api/runs/17/report");
    expect(report.headers["content-security-policy"]).toBe("default-src 'none';script-src 'none';style-src 'unsafe-inline';img-src data:;font-src data:;frame-ancestors 'self';base-uri 'none';form-action 'none'");
    expect(report.headers["content-disposition"]).toBe("attachment; filename*=UTF-8''%E6%96%87%E4%BB%B6.txt");
  });
});

describe("requests", () => {
  it("that do not fit are told where, in both languages", async () => {
    const answer = await test.server.inject({ method: "POST", url: "/api/login", payload: { login: "a\0b" } });
    expect([answer.statusCode, answer.json()]).toEqual([400, {
      code: "request_invalid", zh: "请求有误。", en: "The request is not valid.",
      fields: [{ path: "body.login", zh: "含有不能保存的字符", en: "holds a character that cannot be stored" }, { path: "body.password", zh: "无效输入：期望 string，实际接收 undefined", en: "Invalid input: expected string, received undefined" }],
    }]);
  });

  it("are limited by address for logins and by session for the rest", async () => {
    const server = await test.build({ limits: { perAddress: 1000, perSession: 5, loginsPerAddress: 3 } });
    const browser = new Browser(server);
    await browser.logIn(loginOf("county_clerk"));
    const statuses = [];
    for (let n = 0; n < 6; n += 1) statuses.push((await browser.get("/api/me")).statusCode);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const other = new Browser(server);
    await other.logIn(loginOf("county_clerk"));
    expect((await other.get("/api/me")).statusCode).toBe(200);
    await new Browser(server).logIn(loginOf("county_clerk"));
    const refused = await new Browser(server).post("/api/login", { login: "x", password: "x" });
    expect([refused.statusCode, refused.json<{ code: string }>().code, Number(refused.headers["retry-after"]) > 0]).toEqual([429, "too_many_requests", true]);
    await server.close();
  });
});

describe("uploads", () => {
  const multipart = (content: string, filename = "低保.csv"): { headers: Record<string, string>; payload: string } => ({
    headers: { "content-type": "multipart/form-data; boundary=x" }, payload: content === "none" ? '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n' : `--x\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: text/csv\r\n\r\n${content}\r\n--x--\r\n`,
  });
  const url = `/api/rosters?period=2020Q2&name=${encodeURIComponent("低保.csv")}`;

  it("come whole, within the limits, and from who may send them", async () => {
    const uploads: unknown[] = [];
    let gate = Promise.resolve();
    const options = { ...SERVER_OPTIONS, logLevel: "silent", session: { ...SESSION_SETTINGS, secondFactor: false }, upload: { fileBytes: 3_000_000, memoryBytes: 4_000_000 } } as const;
    const handlers = { ...sessionHandlers(options.session), uploadRoster: async ({ upload }: { upload: { name: string; bytes: Buffer } }) => {
      uploads.push([upload.name, upload.bytes.length]);
      await gate;
      return {};
    } } as unknown as Handlers<RouteName>;
    const server = await buildServer(test.application, handlers, options);
    const browser = new Browser(server);
    await browser.logIn(loginOf("department_user"));
    const send = async (sent: ReturnType<typeof multipart>): Promise<string | number> => {
      const answer = await browser.send({ method: "POST", url, ...sent });
      return answer.statusCode === 200 ? 200 : answer.json<{ code: string }>().code;
    };
    expect(await send(multipart("姓名\n".repeat(200_000)))).toBe(200);
    expect(uploads).toEqual([["低保.csv", 1_400_000]]);
    expect(await send(multipart(""))).toBe("upload_empty");
    expect(await send(multipart("none"))).toBe("upload_empty");
    expect(await send(multipart("x".repeat(3_000_001)))).toBe("upload_too_large");
    expect(await send({ headers: { "content-type": "multipart/form-data" }, payload: "x" })).toBe("request_invalid");
    expect(await send({ headers: { "content-type": "multipart/form-data; boundary=x" }, payload: "--x\r\nContent-Disp" })).toBe("request_invalid");
    // One is held by its handler until another was refused for want of memory.
    let open = (): void => undefined;
    gate = new Promise((done) => (open = done));
    const two = [1, 2].map(async () => {
      const answer = await send(multipart("x".repeat(2_500_000)));
      open();
      return answer;
    });
    expect((await Promise.all(two)).sort()).toEqual([200, "server_busy"]);
    // What was refused, and what was done with, holds no memory.
    for (let n = 0; n < 3; n += 1) expect(await send(multipart("x".repeat(2_500_000)))).toBe(200);
    await server.close();
  });
});

describe("defects", () => {
  const broken = async (error: unknown, strict = false): Promise<{ answer: { statusCode: number; body: string }; log: string }> => {
    const lines: string[] = [];
    const handlers = Object.fromEntries(Object.keys(API).map((name) => [name, async () => {
      if (error instanceof Error) throw error;
      return error;
    }])) as unknown as Handlers<RouteName>;
    const server = await buildServer(test.application, handlers, { ...SERVER_OPTIONS, strict, logStream: { write: (line: string) => void lines.push(line) } });
    const answer = await server.inject("/api/alive?name=和秀英");
    await server.close();
    return { answer, log: lines.join("") };
  };

  it("are answered with a number by which they are found in the log, where nobody's data are", async () => {
    const { answer, log } = await broken(Object.assign(new Error("invalid input syntax: 533323199001011234"), { code: "22P02", detail: "Key (name)=(和秀英)" }));
    expect(answer.statusCode).toBe(500);
    const { code, zh } = JSON.parse(answer.body) as { code: string; zh: string };
    expect(code).toBe("server_failed");
    const reference = /编号 (\w{12})/.exec(zh)?.[1];
    expect(log).toContain(`"reference":"${reference}"`);
    expect(log).toContain('"sqlState":"22P02"');
    expect(log).toContain("buildServer.test.ts");
    expect(log).toContain('"route":"/api/alive"');
    expect(`${log}${answer.body}`).not.toMatch(/和秀英|%E5%92%8C|533323199001011234/);
  });

  it("of an answer that does not fit, or holds more than its schema names, show in tests", async () => {
    expect((await broken({ done: true }, true)).answer.statusCode).toBe(200);
    expect((await broken({ done: "yes" }, true)).answer.statusCode).toBe(500);
    expect((await broken({ done: true, password_hash: "x" }, true)).answer.statusCode).toBe(500);
    expect((await broken({ done: true, more: 1 }, false)).answer.statusCode).toBe(200);
  });

  it("are not what the database cannot do for the moment", async () => {
    for (const error of [new DoudiError("database_lost", { server: "x", detail: "x" }), Object.assign(new Error("deadlock detected"), { code: "40P01" })]) {
      const { answer } = await broken(error);
      expect([answer.statusCode, (JSON.parse(answer.body) as { code: string }).code]).toEqual([503, "server_busy"]);
    }
    const gone = new Database("postgres://doudi_app:x@127.0.0.1:9/postgres");
    const server = await buildServer({ ...test.application, database: gone }, sessionHandlers(SESSION_SETTINGS) as unknown as Handlers<RouteName>, { ...SERVER_OPTIONS, logLevel: "silent" });
    const answer = await server.inject({ method: "POST", url: "/api/login", payload: { login: "a", password: "b" } });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([503, "server_busy"]);
    expect(answer.body).not.toContain("127.0.0.1");
    await server.close();
    await gone.close();
  });
});
