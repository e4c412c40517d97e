import { administrationRoutes } from "@doudi/contract/api";
import { beforeAll, expect, it } from "vitest";
import type { Application } from "../application.js";
import type { Caller } from "../handler.js";
import { PackLaw } from "../law.js";
import { policyHandlers } from "./policyHandlers.js";

const CALLER: Caller = { userId: 1, login: "a", name: "甲", role: "township_clerk", department: null, areaCode: "533323101", lang: "en", session: "", scope: { userId: 1, areaCode: "533323101", department: "all" } };
const unused = (): never => {
  throw new Error("no database here");
};

let handlers: ReturnType<typeof policyHandlers>;
let described = 0;
let day = "2021-06-30T02:00:00Z";
const application = { get database() { return unused(); }, get keyring() { return unused(); }, queue: { add: unused }, law: { policyOf: unused }, now: () => new Date(day) } as Application;
beforeAll(async () => {
  const law = await PackLaw.open();
  handlers = policyHandlers({ describe(date) {
    described += 1;
    return law.describe(date);
  } });
});

const parameters = (place?: string) => handlers.parameters({ caller: CALLER, params: undefined, query: { place }, body: undefined, upload: null }, application);
const page = (name: string) => handlers.policySite({ caller: CALLER, params: { page: name }, query: undefined, body: undefined, upload: null }, application);

it("lists the parameters of the own county, or of a place that is asked for, with sources", async () => {
  const own = administrationRoutes.parameters.answer.parse(await parameters());
  expect(own.place).toEqual({ code: "533323101", name: "上帕镇" });
  expect(own.parameters.find(({ id }) => id === "rural_dibao_standard")).toBeDefined();
  expect(own.parameters.some(({ values }) => values.length > 1 && values.some(({ source }) => source.zh !== ""))).toBe(true);
  expect((await parameters("53")).place).toEqual({ code: "53", name: "云南省" });
  await expect(parameters("99")).rejects.toMatchObject({ code: "division_unknown" });
});

it("draws the pages once a day", async () => {
  described = 0;
  day = "2021-07-01T02:00:00Z";
  expect(await page("en-names.html")).toMatchObject({ file: { media: "text/html; charset=utf-8", scriptDigests: [expect.stringMatching(/^sha256-/)] } });
  await page("zh-index.html");
  expect(described).toBe(1);
  day = "2021-07-02T02:00:00Z";
  await page("zh-index.html");
  expect(described).toBe(2);
  for (const name of ["index.html", "zh-packs-..html", "zh-"]) await expect(page(name)).rejects.toMatchObject({ code: "not_found" });
});
