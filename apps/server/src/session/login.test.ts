import { verifySync, generateSync } from "otplib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addTestUser, AREAS, Browser, loginOf, PASSWORD, startServer, type TestServer } from "../server.testkit.js";
import { hashPassword } from "./password.js";

let test: TestServer;
let n = 0;
let login = "";
beforeAll(async () => {
  test = await startServer({ strict: true });
});
afterAll(() => test.stop());
beforeEach(async () => {
  // A user of its own for each test: failures are counted.
  n += 1;
  login = `clerk${n}`;
  await addTestUser(test.record, "county_clerk", login, AREAS.county, await hashPassword(PASSWORD));
});

const browser = (): Browser => new Browser(test.server);
const later = (seconds: number): void => {
  test.clock.at = new Date(test.clock.at.getTime() + seconds * 1000);
};
const codeOf = ({ json }: { json: () => unknown }): string => (json() as { code: string }).code;

describe("a session", () => {
  it("begins with the password, says who one is, and ends with the logout", async () => {
    const one = browser();
    const me = await one.logIn(login);
    expect(me).toMatchObject({ login, role: "county_clerk", area: { code: "533323", name: "福贡县" }, second_factor: "none" });
    expect((await one.get("/api/me")).json()).toMatchObject({ login, csrf: me.csrf });
    const kept = one.cookie;
    expect((await one.post("/api/logout")).statusCode).toBe(200);
    expect(one.cookie).toBe("");
    one.cookie = kept;
    expect(codeOf(await one.get("/api/me"))).toBe("not_logged_in");
  });

  it("that begins with a password somebody else has seen does nothing before it is changed", async () => {
    const own = "只有自己知道的一句话";
    await test.record.database.within({ userId: null, areaCode: AREAS.county, department: "none" }, (work) => work.updateTable("users").set({ password_to_change: true }).where("login", "=", login).execute());
    const one = browser();
    expect(await one.logIn(login)).toMatchObject({ password_to_change: true });
    expect(codeOf(await one.get("/api/jobs"))).toBe("password_to_change");
    expect((await one.get("/api/me")).statusCode).toBe(200);
    expect(codeOf(await one.post("/api/me/password", { old_password: PASSWORD, new_password: PASSWORD }))).toBe("password_same");
    expect((await one.post("/api/me/password", { old_password: PASSWORD, new_password: own })).statusCode).toBe(200);
    expect((await one.get("/api/jobs")).statusCode).toBe(200);
    expect(await browser().logIn(login, own)).toMatchObject({ password_to_change: false });
  });

  it("has a cookie that scripts and other sites do not get, and is nowhere in the database", async () => {
    const plain = await test.server.inject({ method: "POST", url: "/api/login", payload: { login, password: PASSWORD } });
    expect(plain.headers["set-cookie"]).toMatch(/^doudi_session=[\w-]{43}; Max-Age=\d+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$|^doudi_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    const proxied = await test.build({ trustProxy: true });
    const secure = await proxied.inject({ method: "POST", url: "/api/login", headers: { "x-forwarded-proto": "https" }, payload: { login, password: PASSWORD } });
    expect(secure.headers["set-cookie"]).toMatch(/^__Host-doudi_session=.*; HttpOnly; Secure; SameSite=Lax$/);
    expect(secure.headers["strict-transport-security"]).toBe("max-age=31536000");
    await proxied.close();
    const owner = await test.record.server.connect();
    const { rows } = await owner.query<{ text: string }>("SELECT s::text AS text FROM doudi.sessions s");
    await owner.end();
    const [cookie] = plain.cookies;
    expect(rows.some(({ text }) => cookie !== undefined && text.includes(cookie.value))).toBe(false);
  });

  it("is over when it was idle, however it was used before, and after its hours in any case", async () => {
    const one = browser();
    await one.logIn(login);
    for (let minutes = 0; minutes < 11 * 60; minutes += 55) {
      later(55 * 60);
      expect((await one.get("/api/me")).statusCode, `after ${minutes} minutes`).toBe(200);
    }
    later(61 * 60);
    expect(codeOf(await one.get("/api/me"))).toBe("not_logged_in");
    await one.logIn(login);
    for (let hours = 0; hours < 12; hours += 0.5) {
      later(29 * 60);
      await one.get("/api/me");
    }
    later(25 * 60);
    expect(codeOf(await one.get("/api/me"))).toBe("not_logged_in");
  });

  it("takes nothing without its token, or from another site", async () => {
    const one = browser();
    await one.logIn(login);
    const change = { method: "POST", url: "/api/me/password", payload: { old_password: PASSWORD, new_password: "another password" } } as const;
    for (const headers of [{ "x-csrf-token": "" }, { "x-csrf-token": "x".repeat(32) }, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: "https://elsewhere.example" }, { origin: "null" }]) {
      expect(codeOf(await one.send({ ...change, headers })), JSON.stringify(headers)).toBe("csrf");
    }
    expect(codeOf(await one.send({ method: "POST", url: "/api/login", payload: { login, password: PASSWORD }, headers: { origin: "https://elsewhere.example" } }))).toBe("csrf");
    expect((await one.send({ ...change, headers: { origin: "http://localhost:80", "sec-fetch-site": "same-origin" } })).statusCode).toBe(200);
  });

  it("is ended on other machines by another password", async () => {
    const [one, two] = [browser(), browser()];
    await one.logIn(login);
    await two.logIn(login);
    expect(codeOf(await one.post("/api/me/password", { old_password: "wrong", new_password: "another password" }))).toBe("login_failed");
    expect((await one.post("/api/me/password", { old_password: PASSWORD, new_password: "another password" })).statusCode).toBe(200);
    expect((await one.get("/api/me")).statusCode).toBe(200);
    expect(codeOf(await two.get("/api/me"))).toBe("not_logged_in");
    await two.logIn(login, "another password");
    await expect(browser().logIn(login)).rejects.toThrow(/login_failed/);
  });
});

describe("a wrong password", () => {
  it("costs more and more time, locks the account in the end, and answers the same for a login that nobody has", async () => {
    const answers = async (name: string): Promise<string[]> => {
      const result: string[] = [];
      const attempt = async (password: string): Promise<void> => {
        const answer = await browser().post("/api/login", { login: name, password });
        result.push(`${answer.statusCode} ${answer.body} ${answer.headers["retry-after"] ?? ""}`);
      };
      for (let n = 0; n < 12; n += 1) {
        await attempt(`wrong ${n}`);
        // Too early, the right one is refused as well.
        if (n >= 2) await attempt(PASSWORD);
        later(61);
      }
      return result;
    };
    const start = test.clock.at;
    const known = await answers(login);
    test.clock.at = start;
    expect(known).toEqual(await answers(`nobody${n}`));
    expect(known.filter((answer) => answer.includes("login_delayed"))).toHaveLength(7);
    expect(known.filter((answer) => answer.includes("login_locked"))).toHaveLength(5);
    later(15 * 60);
    expect((await browser().logIn(login)).login).toBe(login);
  });

  it("is one at a time: many at once are counted one after the other", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser().post("/api/login", { login, password: "wrong" })));
    expect(answers.filter((answer) => codeOf(answer) === "login_failed")).toHaveLength(3);
    expect(answers.filter((answer) => codeOf(answer) === "login_delayed")).toHaveLength(17);
  });

  it("is forgotten with the right one, and on record", async () => {
    await expect(browser().logIn(login, "wrong")).rejects.toThrow(/login_failed/);
    await browser().logIn(login);
    const owner = await test.record.server.connect();
    const { rows } = await owner.query<{ act: string }>("SELECT a.act FROM doudi.audit a JOIN doudi.users u ON a.object_id = u.user_id::text WHERE u.login = $1 ORDER BY seq", [login]);
    const { rows: users } = await owner.query<{ failed_logins: number }>("SELECT failed_logins FROM doudi.users WHERE login = $1", [login]);
    await owner.end();
    expect(rows.map(({ act }) => act)).toEqual(["login.failed", "login"]);
    expect(users).toEqual([{ failed_logins: 0 }]);
  });

  it("takes the same time as a login that nobody has", async () => {
    const quiet = await test.build({ limits: { perAddress: 1e6, perSession: 1e6, loginsPerAddress: 1e6 } });
    await Promise.all(Array.from({ length: 15 }, async (_, i) => addTestUser(test.record, "county_clerk", `timed${n}-${i}`, AREAS.county, await hashPassword(PASSWORD))));
    // Time of the processor: other work on the machine slows the clock on the wall.
    const time = async (login: string): Promise<number> => {
      const begun = process.cpuUsage();
      await quiet.inject({ method: "POST", url: "/api/login", payload: { login, password: "wrong" } });
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1000;
    };
    const times = { known: [] as number[], unknown: [] as number[] };
    await time(`warm${n}`);
    for (let i = 0; i < 15; i += 1) {
      times.known.push(await time(`timed${n}-${i}`));
      times.unknown.push(await time(`nobody${n}-${i}`));
    }
    const [known = 0, unknown = 0] = [times.known, times.unknown].map((all) => all.sort((a, b) => a - b)[7]);
    await quiet.close();
    expect(Math.max(known, unknown) / Math.min(known, unknown), `${known} ms known, ${unknown} ms unknown`).toBeLessThan(1.5);
  });

  it("is refused with the right one where the user is disabled, and a session ends when that happens", async () => {
    const one = browser();
    await one.logIn(login);
    await test.record.database.within({ userId: null, areaCode: "53", department: "none" }, (work) => work.updateTable("users").set({ active: false }).where("login", "=", login).execute());
    expect(codeOf(await one.get("/api/me"))).toBe("not_logged_in");
    await expect(browser().logIn(login)).rejects.toThrow(/login_failed/);
  });
});

describe("the second factor", () => {
  const approver = loginOf("county_approver");
  const codeAt = (secret: string): string => generateSync({ secret, epoch: Math.floor(test.clock.at.getTime() / 1000) });

  it("is set up at the first login of whoever needs one; before that nothing else is answered", async () => {
    const one = browser();
    expect((await one.logIn(approver)).second_factor).toBe("to_set_up");
    expect(codeOf(await one.get("/api/findings"))).toBe("second_factor_needed");
    expect(codeOf(await one.post("/api/me/second-factor/confirm", { code: "123456" }))).toBe("second_factor_failed");
    const { secret, uri } = (await one.post("/api/me/second-factor")).json<{ secret: string; uri: string }>();
    expect(uri).toContain(`otpauth://totp/Doudi:${approver}?secret=${secret}`);
    expect(verifySync({ secret, token: codeAt(secret), epoch: Math.floor(test.clock.at.getTime() / 1000) }).valid).toBe(true);
    const owner = await test.record.server.connect();
    const { rows } = await owner.query<{ sealed: Buffer }>("SELECT second_factor_sealed AS sealed FROM doudi.users WHERE login = $1", [approver]);
    await owner.end();
    expect(rows[0]?.sealed.toString("latin1")).not.toContain(secret);
    const code = codeAt(secret);
    expect((await one.post("/api/me/second-factor/confirm", { code })).json()).toMatchObject({ second_factor: "given" });
    expect((await one.get("/api/findings")).statusCode).not.toBe(403);
    expect(codeOf(await one.post("/api/me/second-factor"))).toBe("second_factor_set");

    // Another login asks for a code, and not for the same.
    const two = browser();
    expect((await two.logIn(approver)).second_factor).toBe("asked");
    expect(codeOf(await two.get("/api/users"))).toBe("second_factor_needed");
    expect(codeOf(await two.post("/api/login/second-factor", { code }))).toBe("second_factor_failed");
    expect(codeOf(await two.post("/api/me/second-factor"))).toBe("second_factor_set");
    later(30);
    expect((await two.post("/api/login/second-factor", { code: codeAt(secret) })).json()).toMatchObject({ second_factor: "given" });

    // Nor can codes be tried out, by logging in again in between either.
    const three = browser();
    later(30);
    await three.logIn(approver);
    const answers: string[] = [];
    for (let attempt = 0; attempt < 14; attempt += 1) {
      answers.push(codeOf(await three.post("/api/login/second-factor", { code: "000000" })));
      later(61);
      if (attempt === 5) await three.logIn(approver);
    }
    expect(answers.filter((answer) => answer === "second_factor_failed")).toHaveLength(10);
    expect(answers.at(-1)).toBe("login_locked");
    await expect(browser().logIn(approver)).rejects.toThrow(/login_locked/);
  });

  it("is asked of nobody in the demo", async () => {
    const demo = await test.build({ session: { idleMinutes: 60, hours: 12, secondFactor: false, oidc: null, demo: [] } });
    const one = new Browser(demo);
    expect((await one.logIn(loginOf("administrator"))).second_factor).toBe("none");
    expect((await one.get("/api/users")).statusCode).toBe(200);
    await demo.close();
  });
});
