import { beforeAll, describe, expect, it } from "vitest";
import { PackLaw } from "../law.js";
import { parameterTimeline } from "./parameterTimeline.js";
import { type SitePageFile, sitePages } from "./sitePages.js";

const DATE = "2021-06-30";
let law: PackLaw;
beforeAll(async () => {
  law = await PackLaw.open();
});

describe("the law", () => {
  it("is resolved for a place and a day, once", async () => {
    const policy = await law.policyOf("533323", "2020-06-30");
    expect([policy.division, policy.date, policy.schemes.length > 0]).toEqual(["533323", "2020-06-30", true]);
    expect(await law.policyOf("533323", "2020-06-30")).toBe(policy);
    expect(await law.policyOf("533323", "2020-07-01")).not.toBe(policy);
  });

  it("is of no place that is not there", async () => {
    await expect(law.policyOf("533399", "2020-06-30")).rejects.toMatchObject({ code: "place_unknown" });
    await expect(law.policyOf("99", "2020-06-30")).rejects.toMatchObject({ code: "place_unknown" });
  });
});

describe("the pages of the packs", () => {
  let pages: ReadonlyMap<string, SitePageFile>;
  beforeAll(() => {
    pages = sitePages(law.describe(DATE));
  });

  it("have names that the route takes, in both languages", () => {
    const names = [...pages.keys()];
    expect(names).toContain("zh-index.html");
    expect(names.filter((name) => !/^[\w.-]{1,120}$/.test(name))).toEqual([]);
    const inZh = names.filter((name) => name.startsWith("zh-")).map((name) => name.slice(3));
    expect(names.filter((name) => name.startsWith("en-")).map((name) => name.slice(3))).toEqual(inZh);
  });

  it("lead to each other only, and to anchors that are there", () => {
    const ids = new Map([...pages].map(([name, { body }]) => [name, new Set(["", ...[...body.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id)])]));
    let links = 0;
    const broken: string[] = [];
    for (const [name, { body }] of pages) {
      for (const [, href = ""] of body.matchAll(/<(?:a|form) [^>]*(?:href|action)="([^"]+)"/g)) {
        links += 1;
        const [page = "", anchor = ""] = href.split("#");
        if (ids.get(page === "" ? name : page)?.has(decodeURIComponent(anchor)) !== true) broken.push(`${name}: ${href}`);
      }
    }
    expect(links).toBeGreaterThan(1000);
    expect(broken).toEqual([]);
  });

  it("name the digest of every script they have", () => {
    const scripts = [...pages].filter(([, { body }]) => body.includes("<script"));
    expect(scripts.map(([name]) => name)).toEqual(["zh-names.html", "en-names.html"]);
    expect([...pages].filter(([, { scriptDigests }]) => scriptDigests.length > 0)).toEqual(scripts);
  });
});

describe("parameters over time", () => {
  it("have on every day the value that the law of the place has", async () => {
    const site = law.describe(DATE);
    let compared = 0;
    for (const place of ["533323", "530000", "430200", "341323"]) {
      const parameters = parameterTimeline(site, place, "zh");
      for (const date of ["2014-06-01", "2018-03-01", "2019-12-31", "2020-04-01", "2021-01-01", "2022-07-01", "2024-01-01"]) {
        const policy = await law.policyOf(place, date);
        for (const { id, values } of parameters) {
          const now = values.filter(({ from, to }) => (from === null || from <= date) && (to === null || date < to));
          expect(now.length, `${place} ${date} ${id}`).toBeLessThan(2);
          const own = policy.parameters.get(id);
          expect([place, date, id, now[0]?.value ?? null]).toEqual([place, date, id, own?.value === null || own === undefined ? null : own.formatted.zh]);
          compared += 1;
        }
        expect([...policy.parameters.keys()].filter((id) => !parameters.some((parameter) => parameter.id === id))).toEqual([]);
      }
    }
    expect(compared).toBeGreaterThan(500);
  });
});
