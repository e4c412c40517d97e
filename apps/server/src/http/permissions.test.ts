import { API, isAllowed, ROLE_CODES, type Route, type RouteName } from "@doudi/contract/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, loginOf, startServer, type TestServer } from "../server.testkit.js";
import { SESSION_SETTINGS } from "../session/sessionSettings.js";

let test: TestServer;
beforeAll(async () => {
  test = await startServer({ session: { ...SESSION_SETTINGS, secondFactor: false } });
});
afterAll(() => test.stop());

const table = Object.entries(API) as [RouteName, Route][];
const addressOf = ({ path }: Route): string => `/api${path.replace(/\{\w+\}/g, "99999999")}`;

describe("permissions", () => {
  it.each(ROLE_CODES)("%s may call what the table says and nothing else", async (role) => {
    const browser = new Browser(test.server);
    await browser.logIn(loginOf(role));
    for (const [name, route] of table) {
      if (name === "logout") continue;
      const answer = await browser.send({ method: route.method, url: addressOf(route) });
      const allowed = route.access === "public" || route.access === "session" || isAllowed(role, route.access);
      // Requests without what a route needs get as far as that, and no further.
      expect(answer.statusCode === 403 ? answer.json<{ code: string }>().code : "allowed", name).toBe(allowed ? "allowed" : "forbidden");
      expect(answer.statusCode, `${name}: ${answer.body}`).toBeLessThan(500);
    }
  });

  it("are for whoever is logged in", async () => {
    for (const [name, route] of table) {
      const answer = await test.server.inject({ method: route.method, url: addressOf(route) });
      const refused = answer.statusCode === 401 || answer.statusCode === 403 ? answer.json<{ code: string }>().code : "none";
      expect(refused, name).toBe(route.access === "public" ? "none" : "not_logged_in");
    }
  });

  it("leave nothing undone without the token against forgery", async () => {
    const browser = new Browser(test.server);
    await browser.logIn(loginOf("county_clerk"));
    for (const [name, route] of table) {
      if (route.method === "GET" || route.access === "public") continue;
      const answer = await browser.send({ method: route.method, url: addressOf(route), headers: { "x-csrf-token": "guess" } });
      expect([answer.statusCode, answer.json<{ code: string }>().code], name).toEqual([403, "csrf"]);
    }
  });
});
