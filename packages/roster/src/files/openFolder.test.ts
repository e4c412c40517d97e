import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadKinds } from "./kinds.js";
import { readManifest } from "./manifest.js";
import { openFolder } from "./openFolder.js";
import { tempFolder } from "./tempFolder.testkit.js";

const kinds = loadKinds();
const roster = (name: string) => `姓名,身份证号\n${name},533399196001011234\n`;

async function open(files: Record<string, string>, { date, manifest }: { date?: string; manifest?: string } = {}) {
  const folder = await tempFolder(manifest === undefined ? files : { ...files, "m.yaml": manifest });
  const read = manifest === undefined ? undefined : await readManifest(join(folder, "m.yaml"));
  const opened = await openFolder(folder, { kinds, date, manifest: read });
  return { ...opened, names: opened.rosters.map((one) => one.name), codes: opened.problems.map((problem) => problem.code) };
}

describe("openFolder", () => {
  it("reads folders below, and leaves hidden files and lock files alone", async () => {
    const { names, ignored, codes } = await open({ "低保.csv": roster("甲"), "民政/特困.csv": roster("乙"), "~$低保.xlsx": "x", ".残疾人.csv": "x", "说明.docx": "x" });
    expect(names).toEqual(["低保.csv", "民政/特困.csv"]);
    expect({ ignored, codes }).toEqual({ ignored: ["说明.docx"], codes: [] });
  });

  it("takes the newest period that is not after the date", async () => {
    const files = { "低保2019年第四季度.csv": roster("甲"), "低保2020年第一季度.csv": roster("乙"), "低保2020年第二季度.csv": roster("丙") };
    const { names, superseded, rosters } = await open(files, { date: "2020-03-20" });
    expect(names).toEqual(["低保2020年第一季度.csv"]);
    expect(superseded.map((old) => old.file)).toEqual(["低保2019年第四季度.csv", "低保2020年第二季度.csv"]);
    expect(rosters[0]?.warnings.map((warning) => warning.en)).toEqual([
      "低保2019年第四季度.csv is not used: its period 2019年第四季度 is older than 2020年第一季度",
      "低保2020年第二季度.csv is not used: its period 2020年第二季度 begins after 2020-03-20",
    ]);
    expect((await open(files)).names).toEqual(["低保2020年第二季度.csv"]);
  });

  it("adds up events of several periods", async () => {
    expect((await open({ "死亡2020年1月.csv": roster("甲"), "死亡2020年2月.csv": roster("乙") })).names).toEqual(["死亡2020年1月.csv", "死亡2020年2月.csv"]);
  });

  it("never mixes two files of one kind and period", async () => {
    const { names, codes, problems } = await open({ "低保2020年3月.csv": roster("甲"), "农村低保2020年3月.csv": roster("乙") });
    expect({ names, codes }).toEqual({ names: [], codes: ["roster_twice"] });
    expect(problems[0]?.message.en).toContain("低保2020年3月.csv");
    expect((await open({ "低保.csv": roster("甲"), "低保2020年3月.csv": roster("乙") })).codes).toEqual(["roster_twice"]);
  });

  it("takes the highest version", async () => {
    const { names, superseded } = await open({ "低保2020年3月v2.csv": roster("甲"), "低保2020年3月v10.csv": roster("乙") });
    expect(names).toEqual(["低保2020年3月v10.csv"]);
    expect(superseded).toMatchObject([{ file: "低保2020年3月v2.csv", by: "低保2020年3月v10.csv", reason: { en: "version 2 is lower than 10" } }]);
  });

  it("reads one of two files with the same bytes", async () => {
    const { names, superseded } = await open({ "低保.csv": roster("甲"), "低保 - 副本.csv": roster("甲") });
    expect(names).toEqual(["低保 - 副本.csv"]);
    expect(superseded).toMatchObject([{ file: "低保.csv", reason: { en: "the same bytes" } }]);
  });

  it("reads the parts that a manifest names together", async () => {
    const manifest = "files:\n  - {file: 上帕镇低保.csv, part: 上帕镇}\n  - {file: 匹河乡低保.csv, part: 匹河乡, sent_by: 匹河乡政府}\n";
    const { names, codes, rosters } = await open({ "上帕镇低保.csv": roster("甲"), "匹河乡低保.csv": roster("乙") }, { manifest });
    expect({ names, codes }).toEqual({ names: ["上帕镇低保.csv", "匹河乡低保.csv"], codes: [] });
    expect(rosters[1]).toMatchObject({ part: "匹河乡", sentBy: "匹河乡政府" });
  });

  it("never adds a part to a whole roster", async () => {
    const { names, codes } = await open({ "上帕镇低保.csv": roster("甲"), "低保.csv": roster("乙") }, { manifest: "- {file: 上帕镇低保.csv, part: 上帕镇}\n" });
    expect({ names, codes }).toEqual({ names: [], codes: ["roster_twice"] });
  });

  it("names every file that is wrong and opens the others", async () => {
    const { names, codes } = await open({ "低保.csv": roster("甲"), "表1.csv": roster("乙"), "空.csv": "" }, { manifest: "- {file: 没有.csv, kind: poor}\n" });
    expect(names).toEqual(["低保.csv"]);
    expect(codes).toEqual(["file_unreadable", "file_empty", "kind_unknown"]);
  });

  it.each([
    ["files: 3", "files: []"], ["- {kind: dibao}", "#1: file"], ["- {file: a.csv, kind: nothing}", "kind nothing"],
    ["- {file: a.csv, knid: dibao}", "knid"], ["- {file: a.csv, period: soon}", "period soon"], ["- {file: a.csv, columns: [1]}", "columns"],
  ])("refuses the manifest %s", async (manifest, detail) => {
    await expect(open({ "低保.csv": roster("甲") }, { manifest })).rejects.toMatchObject({ code: "manifest_invalid", info: { detail: expect.stringContaining(detail) as string } });
  });

  it("refuses a folder that is not there or holds nothing", async () => {
    await expect(openFolder("/nowhere", { kinds })).rejects.toMatchObject({ code: "folder_missing", exit: 2 });
    await expect(open({ "a.txt": "x" })).rejects.toMatchObject({ code: "folder_empty", exit: 3 });
  });
});
