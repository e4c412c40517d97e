import { createHash } from "node:crypto";
import type { PackSite, SiteParameter, SiteValue } from "@doudi/contract";
import { describe, expect, it } from "vitest";
import { timelineChart } from "./timelineChart.js";
import { packSitePages } from "./writePackSite.js";

function value(from: string, to: string | null, yuan: number, status: SiteValue["status"]): SiteValue {
  return { from, to, text: { zh: `${yuan}元/年`, en: `${yuan} yuan/year` }, size: yuan, status, source: status === "verified" ? { doc: "nation/order", number: "令第1号", title: { zh: "办法", en: "Measures" }, clause: "一", verified: true } : null };
}

const STANDARD: SiteParameter = {
  key: "nation/standard", id: "standard", name: { zh: "低保标准", en: "standard" }, unit: "元/年", usedBy: ["nation/fits"],
  tracks: [{ packId: "nation", why: null, values: [value("2014-05-01", "2018-01-01", 3000, "verified"), value("2018-01-01", null, 3600, "unsourced")] }, { packId: "county", why: null, values: [value("2019-01-01", null, 4200, "demo")] }],
};

const words = { zh: { kind: "line", parts: [{ to: "nation/income", text: "收入" }, " 低于 ", { to: "nation/standard", text: "低保标准" }] }, en: { kind: "line", parts: ["income is below the standard"] } } as const;
const SITE: PackSite = {
  schema: "doudi.packs/1", doudiVersion: "0.1.0", date: "2020-06-30",
  packs: [
    {
      id: "nation", version: "1", name: { zh: "全国", en: "nation" }, division: "000000", chain: ["nation"],
      documents: [{ key: "nation/order", number: "令第1号", title: { zh: "办法", en: "Measures" }, issued: null, from: "2014-05-01", to: null, verified: true, note: null, citedBy: ["nation/fits"] }],
      nodes: [{ key: "nation/fits", id: "fits", kind: "rule", unit: null, name: { zh: "收入<符合>", en: "income fits" }, gives: { zh: "是否", en: "boolean" }, period: { from: "2014-05-01", to: null }, source: null, parts: [{ label: "is", written: "收入 < 低保标准", words, severity: null, reason: null }], uses: ["nation/income", "nation/standard"], usedBy: [], changedBy: ["county/~fits"], examples: [{ name: "差一分", date: "2020-06-30", place: null, facts: [], members: null, member: null, set: [], expect: "unknown", severity: null, states: [] }] }],
      parameters: [STANDARD],
      facts: [{ key: "nation/income", id: "income", name: { zh: "收入", en: "income" }, type: { zh: "金额", en: "money" }, scopes: ["household"], values: [], rosters: [], usedBy: ["nation/fits"] }],
      changes: [],
    },
    {
      id: "county", version: "1", name: { zh: "某县", en: "county" }, division: "533323", chain: ["nation", "county"], documents: [], nodes: [], parameters: [], facts: [],
      changes: [{ key: "county/~fits", of: "nation/fits", name: { zh: "收入<符合>", en: "income fits" }, period: { from: "2019-01-01", to: null }, source: null, why: { zh: "本县从宽", en: "the county is more generous" }, absent: false, citationOnly: false, parts: [], values: [], examples: [] }],
    },
  ],
  places: [{ division: "533323", name: { zh: "某县", en: "county" }, chain: ["nation", "county"], nodes: [{ key: "nation/fits", standing: "changed", packId: "county", source: null }], parameters: [{ key: "nation/standard", text: { zh: "4200元/年", en: "4200 yuan/year" }, status: "demo", from: "2019-01-01", packId: "county", source: null }], days: [{ date: "2019-01-01", events: [{ kind: "value", key: "nation/standard", name: { zh: "低保标准", en: "standard" }, text: { zh: "4200元/年", en: "4200 yuan/year" }, packId: "county" }] }] }],
};

describe("the site of the packs", () => {
  const zh = packSitePages(SITE, "zh");
  const page = (path: string): string => zh.get(path) ?? "";

  it("has a page for every pack and place, in both languages the same", () => {
    expect([...zh.keys()]).toEqual(["index.html", "facts.html", "names.html", "packs/nation.html", "packs/county.html", "places/533323.html"]);
    expect([...packSitePages(SITE, "en").keys()]).toEqual([...zh.keys()]);
    expect(page("packs/nation.html")).toContain('href="../../en/packs/nation.html"');
  });

  it("says rules in words whose names lead to their places, and escapes", () => {
    expect(page("packs/nation.html")).toContain('<p><a href="../facts.html#income">收入</a> 低于 <a href="#standard">低保标准</a></p>');
    expect(page("packs/nation.html")).toContain("收入&lt;符合&gt;");
    expect(page("packs/county.html")).toContain('<a href="../packs/nation.html#fits">收入&lt;符合&gt;</a>');
    expect(page("index.html")).toContain("本县从宽");
    expect(page("index.html")).toContain("尚未找到依据的数值：2 个");
    expect(page("places/533323.html")).toContain("本级改动");
  });

  it("says which level a place follows, leading to that level's change where it made one", () => {
    const [place] = SITE.places;
    const below = (packId: string): string => packSitePages({ ...SITE, places: place === undefined ? [] : [{ ...place, chain: ["nation", "county", "town"], nodes: [{ key: "nation/fits", standing: "inherited", packId, source: null }] }] }, "zh").get("places/533323.html") ?? "";
    expect(below("county")).toContain('<a href="../packs/county.html#change-fits"><span class="muted">沿用某县</span></a>');
    expect(below("nation")).toContain('data-label="来自"><span class="muted">沿用全国</span></td>');
  });

  it("fetches nothing, and runs the script of the index alone", () => {
    for (const [path, text] of zh) {
      expect(text).not.toMatch(/https?:|\/\/[a-z]|@import|\son[a-z]+=/i);
      const script = /<script>([\s\S]*?)<\/script>/.exec(text)?.[1];
      const allowed = /script-src 'sha256-([^']+)'/.exec(text)?.[1];
      expect([path, script === undefined]).toEqual([path, path !== "names.html"]);
      expect([path, allowed]).toEqual([path, script === undefined ? undefined : createHash("sha256").update(script).digest("base64")]);
    }
  });
});

describe("a timeline", () => {
  const drawing = timelineChart({ id: "t", tracks: STANDARD.tracks, trackName: (id) => id, lang: "zh", date: "2020-06-30", label: "低保标准" }).text;

  it("draws a step for every value, as high as it is and filled as it is sourced", () => {
    const [wide = ""] = drawing.split('class="narrow"');
    const steps = [...wide.matchAll(/<path d="M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)H[\d.]+Z" fill="([^"]+)"/g)].map(([, x, y, right, base, fill]) => ({ width: Number(right) - Number(x), height: Number(base) - Number(y), fill }));
    expect(steps.map(({ fill }) => fill)).toEqual(["#b9d3ec", "url(#t-w-h)", "url(#t-w-d)"]);
    const [first, second, third] = steps.map(({ height }) => height);
    expect(first).toBeLessThan(second ?? 0);
    expect(second).toBeLessThan(third ?? 0);
    for (const label of ["3000元/年", "3600元/年", "4200元/年", "nation", "county"]) expect(wide).toContain(`>${label}<`);
  });

  it("leaves out a label that would run into the next", () => {
    const close = timelineChart({ id: "c", tracks: [{ packId: "nation", why: null, values: [value("2014-05-01", "2014-06-01", 1000, "verified"), value("2014-06-01", null, 2000, "verified")] }], trackName: (id) => id, lang: "zh", date: "2024-01-01", label: "x" }).text;
    expect(close).toContain("2000元/年");
    expect(close).not.toContain(">1000元/年<");
  });
});
