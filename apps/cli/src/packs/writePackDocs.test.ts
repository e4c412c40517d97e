import { readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { PackSite } from "@doudi/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderWith } from "../compare/rosters.testkit.js";
import { writePackDocs } from "./writePackDocs.js";

describe("doudi pack docs over the packs that come with Doudi", () => {
  let folder = "";
  let out = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "doudi-docs-"));
    out = join(folder, "site");
    await writePackDocs({ out, date: "2021-06-30", lang: "zh" });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("writes the same pages in both languages, and what they show as data", async () => {
    const pages = (lang: string): string[] => readdirSync(join(out, lang), { recursive: true }).map(String).filter((name) => name.endsWith(".html")).sort();
    expect(pages("zh")).toEqual(pages("en"));
    const site = JSON.parse(await readFile(join(out, "packs.json"), "utf8")) as PackSite;
    expect(site.schema).toBe("doudi.packs/1");
    expect(pages("zh")).toHaveLength(3 + site.packs.length + site.places.length);
    expect(await readFile(join(out, "index.html"), "utf8")).toContain("url=zh/index.html");
  });

  it("every link of every page leads to something that is there", async () => {
    const pages = readdirSync(out, { recursive: true }).map(String).filter((name) => name.endsWith(".html")).map((name) => join(out, name));
    const texts = new Map(await Promise.all(pages.map(async (path): Promise<[string, string]> => [path, await readFile(path, "utf8")])));
    const ids = new Map([...texts].map(([path, text]) => [path, new Set(["", ...[...text.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id)])]));
    const broken: string[] = [];
    let links = 0;
    for (const [path, text] of texts) {
      for (const [, href = ""] of text.matchAll(/<a [^>]*href="([^"]+)"/g)) {
        const url = new URL(href.replaceAll("&amp;", "&"), pathToFileURL(path));
        links += 1;
        if (ids.get(decodeURIComponent(url.pathname))?.has(decodeURIComponent(url.hash.slice(1))) !== true) broken.push(`${path}: ${href}`);
      }
    }
    expect(links).toBeGreaterThan(1_000);
    expect(broken).toEqual([]);
  });

  it("replaces an earlier site and nothing else", async () => {
    await writePackDocs({ out, date: "2020-06-30", lang: "en" });
    expect((JSON.parse(await readFile(join(out, "packs.json"), "utf8")) as PackSite).date).toBe("2020-06-30");
    await writeFile(join(out, "notes.txt"), "mine");
    await expect(writePackDocs({ out, date: "2020-06-30", lang: "en" })).rejects.toMatchObject({ code: "output_not_ours" });
    expect(await readFile(join(out, "notes.txt"), "utf8")).toBe("mine");
  });

  it("names what is wrong with a pack instead", async () => {
    const policies = await folderWith({ "a/pack.yaml": "pack: {id: a, version: \"1\", name: {zh: 甲, en: a}, division: \"000000\"}\nrules:\n  - {id: r, name: 规则, en: rule, is: 没有 > 1}\n" });
    await expect(writePackDocs({ out: join(folder, "other"), policies, date: "2020-06-30", lang: "en" })).rejects.toMatchObject({ code: "packs_invalid" });
    expect(readdirSync(folder)).toEqual(["site"]);
  });
});
