import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FastifyInstance } from "fastify";
import { addTestUser, AREAS, Browser, startServer, type TestServer } from "../server.testkit.js";
import { OidcLogin } from "./oidcLogin.js";
import { SESSION_SETTINGS } from "./sessionSettings.js";

const PUBLIC_URL = "http://doudi.test";
let test: TestServer;
let server: FastifyInstance;
let provider: Server;
let issuer = "";

beforeAll(async () => {
  provider = createServer();
  await new Promise<void>((done) => provider.listen(0, "127.0.0.1", done));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const oidc = new Provider(issuer, {
    clients: [{ client_id: "doudi", client_secret: "secret of the client", redirect_uris: [`${PUBLIC_URL}/api/login/oidc/return`], grant_types: ["authorization_code"], response_types: ["code"] }],
    pkce: { required: () => true },
    // Its own pages for trying out: a form that takes any login, and one for consent.
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ["a key of the provider"] },
  });
  provider.on("request", oidc.callback());
  test = await startServer();
  server = await test.build({ session: { ...SESSION_SETTINGS, oidc: new OidcLogin({ issuer, clientId: "doudi", clientSecret: "secret of the client", title: "州统一身份", publicUrl: PUBLIC_URL, insecure: true }) } });
  await addTestUser(test.record, "county_clerk", "of-oidc", AREAS.county, null, "zhang.san");
});
afterAll(async () => {
  await server.close();
  await test.stop();
  provider.closeAllConnections();
  await new Promise((done) => provider.close(done));
});

/** Goes through the provider's pages as somebody. @returns the address it sends the browser back to */
async function signInAt(url: string, subject: string): Promise<URL> {
  const jar = new Map<string, string>();
  let address = url;
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 12; step += 1) {
    const answer: Response = await fetch(address, { method: form === null ? "GET" : "POST", redirect: "manual", headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") }, ...(form === null ? {} : { body: form }) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const next = answer.headers.get("location");
    form = null;
    if (next === null) {
      const page = await answer.text();
      const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
      if (action === undefined) throw new Error(page);
      address = new URL(action, address).href;
      form = new URLSearchParams(page.includes('value="login"') ? { prompt: "login", login: subject, password: "any" } : { prompt: "consent" });
    } else {
      address = new URL(next, address).href;
      if (address.startsWith(PUBLIC_URL)) return new URL(address);
    }
  }
  throw new Error("the provider did not send the browser back");
}

const back = (url: URL): string => `${url.pathname}${url.search}`;
const start = async (browser: Browser): Promise<string> => {
  const answer = await browser.get("/api/login/oidc");
  expect(answer.statusCode).toBe(303);
  return String(answer.headers.location);
};

describe("login at an identity provider", () => {
  it("lets in who has a user, with PKCE, state and nonce", async () => {
    const browser = new Browser(server);
    expect((await browser.get("/api/login/options")).json()).toMatchObject({ oidc: "州统一身份" });
    const url = await start(browser);
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({ code_challenge_method: "S256", state: expect.stringMatching(/.{20}/), nonce: expect.stringMatching(/.{20}/), response_type: "code" });
    const answer = await browser.get(back(await signInAt(url, "zhang.san")));
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/"]);
    expect(answer.cookies.map(({ name, value }) => [name, value === ""])).toEqual([["doudi_oidc", true], ["doudi_session", false]]);
    expect((await browser.get("/api/me")).json()).toMatchObject({ login: "of-oidc", second_factor: "none" });
  });

  it("refuses who has none", async () => {
    const browser = new Browser(server);
    const answer = await browser.get(back(await signInAt(await start(browser), "nobody")));
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, "oidc_unknown_user"]);
    expect(browser.cookie).toBe("");
  });

  it("refuses a return that another browser began, a changed one, a second use and one that comes too late", async () => {
    const refused = async (browser: Browser, url: string): Promise<void> => {
      const answer = await browser.get(url);
      expect([answer.statusCode, answer.json<{ code: string }>().code], url).toEqual([401, "oidc_failed"]);
    };
    const [one, two] = [new Browser(server), new Browser(server)];
    const url = await signInAt(await start(one), "zhang.san");
    await refused(two, back(url));
    await start(two);
    await refused(two, back(url));
    const changed = new URL(url);
    changed.searchParams.set("code", "guess");
    const kept = one.cookie;
    await refused(one, back(changed));
    one.cookie = kept;
    await refused(one, "/api/login/oidc/return?error=access_denied");
    one.cookie = "doudi_oidc=made-up";
    await refused(one, back(url));
    one.cookie = kept;
    expect((await one.get(back(url))).statusCode).toBe(303);
    one.cookie = kept;
    await refused(one, back(url));
    const late = await signInAt(await start(one), "zhang.san");
    test.clock.at = new Date(test.clock.at.getTime() + 11 * 60_000);
    await refused(one, back(late));
    test.clock.at = new Date();
  });

  it("says so where the provider does not answer, or there is none", async () => {
    const lost = await test.build({ session: { ...SESSION_SETTINGS, oidc: new OidcLogin({ issuer: "http://127.0.0.1:9", clientId: "doudi", clientSecret: "x", title: "x", publicUrl: PUBLIC_URL, insecure: true }) } });
    expect((await lost.inject("/api/login/oidc")).json()).toMatchObject({ code: "oidc_failed" });
    await lost.close();
    const page = await test.server.inject({ url: "/api/login/oidc", headers: { accept: "text/html" } });
    expect([page.statusCode, page.headers["content-type"], page.body.includes("没有接入统一身份认证")]).toEqual([404, "text/html; charset=utf-8", true]);
  });
});
