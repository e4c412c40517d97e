import { API, apiError, type Route, type RouteName, ROLES } from "@doudi/contract/api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addTestUser, AREAS, Browser, OWN_ROUTES, PASSWORD, startServer, type TestServer } from "../server.testkit.js";
import { hashPassword } from "../session/password.js";
import { SESSION_SETTINGS } from "../session/sessionSettings.js";
import { badRequests, roleFor } from "./badRequests.testkit.js";

const RUNS = process.env["DOUDI_SLOW"] === undefined ? 60 : 1000;
let test: TestServer;
let passwordHash = "";
beforeAll(async () => {
  test = await startServer({ session: { ...SESSION_SETTINGS, secondFactor: false }, limits: { perAddress: 1e9, perSession: 1e9, loginsPerAddress: 1e9 } });
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => test.stop());

describe("bad requests are answered as such, never with a 5xx", () => {
  it.each(Object.entries(API) as [string, Route][])("%s", async (name, route) => {
    const browser = new Browser(test.server);
    const role = roleFor(route);
    await addTestUser(test.record, role, `fuzz-${name}`, AREAS[ROLES[role].levels[0]], passwordHash);
    await browser.logIn(`fuzz-${name}`);
    const { cookie } = browser;
    const seen = new Set<number>();
    await fc.assert(fc.asyncProperty(badRequests(route), async (request) => {
      // A logout among them must not end the others.
      browser.cookie = cookie;
      const answer = await browser.send(request);
      seen.add(answer.statusCode);
      expect(answer.statusCode, answer.body.slice(0, 300)).toBeLessThan(500);
      expect(answer.statusCode < 400 || apiError.safeParse(answer.json()).success, answer.body.slice(0, 300)).toBe(true);
    }), { numRuns: RUNS });
    // Some were refused, and some got through to the handler: the requests are near enough to what a route takes.
    // Whatever an identity provider adds to its answer is taken.
    const takes = name !== "oidcReturn" && (route.params !== undefined || route.query !== undefined || route.body !== undefined);
    expect([...seen]).toEqual(expect.arrayContaining([...(takes ? [400] : []), ...(OWN_ROUTES.includes(name as RouteName) || route.upload === true ? [] : [200])]));
  });
});
