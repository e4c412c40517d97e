import { readdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { DoudiError, type Lang, type PackSite } from "@doudi/contract";
import { packError, readPackFiles } from "@doudi/decision";
import { describePacks, describePlaces, loadLibrary } from "@doudi/policy";
import { assertDate } from "../run/assertDate.js";
import { doudiVersion } from "../installation.js";
import { OutputFolder } from "../output/outputFolder.js";
import { guarded } from "../run/guarded.js";
import { policiesFolder } from "./policiesFolder.js";

/** Writes the site of the packs, complete or not at all, and says where it lies. Throws policies_missing and packs_invalid. */
export async function writePackDocs(options: { out: string; policies?: string; date?: string; lang: Lang }): Promise<void> {
  const { out, policies, date = new Date().toISOString().slice(0, 10), lang } = options;
  assertDate(date);
  const site = await describe(policiesFolder(policies), date, lang);
  const { writePackSite } = await import("@doudi/report/site");
  const output = await OutputFolder.open(out, assertPackDocs);
  await guarded({ output, path: out }, async () => {
    const pages = await writePackSite({ site, folder: output.work, lang });
    await writeFile(output.file("packs.json"), `${JSON.stringify(site, null, 1)}\n`);
    await output.commit();
    process.stdout.write(lang === "zh" ? `政策包网站 ${pages} 页,用浏览器打开 ${resolve(out)}/index.html\n` : `${pages} pages; open ${resolve(out)}/index.html in a browser\n`);
  });
}

async function describe(folder: string, date: string, lang: Lang): Promise<PackSite> {
  const files = await readPackFiles(folder);
  try {
    const library = loadLibrary(files);
    return { schema: "doudi.packs/1", doudiVersion: doudiVersion(), date, packs: describePacks(library), places: describePlaces(library, date) };
  } catch (error) {
    throw packError(error, folder, lang);
  }
}

const SITE_FILES = new Set(["index.html", "packs.json", "zh", "en"]);

/** Throws output_not_ours unless the folder is an earlier site and nothing else. */
async function assertPackDocs(path: string): Promise<void> {
  const names = await readdir(path);
  if (!names.includes("packs.json") || names.some((name) => !SITE_FILES.has(name))) throw new DoudiError("output_not_ours", { path });
}
