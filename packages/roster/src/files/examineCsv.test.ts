import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeGb18030 } from "./gb18030.testkit.js";
import { loadKinds } from "./kinds.js";
import { openFile } from "./openFile.js";
import { prescanCsv } from "./prescanCsv.js";
import { readAll } from "./readAll.testkit.js";
import { tempFolder } from "./tempFolder.testkit.js";

const kinds = loadKinds();
const LINES = 120_000;
const id = (index: number) => `5333991960${String(index).padStart(7, "0")}X`;

/** A file of several megabytes, so that pieces end anywhere in it. */
async function bigFile(line: (index: number) => string | Buffer, header = "身份证号,姓名,住址\n") {
  const bytes = Buffer.concat([Buffer.from(header), ...Array.from({ length: LINES }, (_, index) => Buffer.from(line(index)))]);
  const folder = await tempFolder({ "低保.csv": bytes });
  const path = join(folder, "低保.csv");
  return { path, bytes, opened: await openFile(path, { kinds }) };
}

describe("large CSV files", () => {
  it("counts lines and digests every byte", async () => {
    const { path, bytes, opened } = await bigFile((index) => `${id(index)},张三,上帕镇达普洛村第${index}组怒江边的一户人家\r\n`, "身份证号,姓名,住址\r\n");
    const scan = await prescanCsv(path, "低保.csv");
    expect(bytes.length).toBeGreaterThan(9_000_000);
    expect(scan).toMatchObject({ lines: LINES + 1, plain: true, newline: "\r\n", lastBlankLine: 0, sha256: createHash("sha256").update(bytes).digest("hex") });
    expect(opened.rosters[0]?.sheets[0]?.direct).toMatchObject({ firstDataLine: 1, dataLines: LINES });
  });

  it("loses one bad line in the middle and keeps the numbers of the others", async () => {
    const bad = Buffer.concat([Buffer.from("ffff", "hex"), Buffer.from(",李四\n")]);
    const { opened } = await bigFile((index) => (index === 70_000 ? bad : `${id(index)},张三,上帕镇达普洛村\n`));
    const { rows, rejected } = await readAll(opened.rosters[0]?.sheets[0]);
    expect(rejected).toMatchObject([{ row: 70_002, reason: { en: "characters that cannot be decoded" } }]);
    expect(rows).toHaveLength(LINES - 1);
    expect(rows.every((row) => row.cells[0] === id(row.row - 2))).toBe(true);
  });

  it("carries quoted records over the ends of pieces", async () => {
    const { opened } = await bigFile((index) => `${id(index)},"张三","上帕镇\n第${index}组"\n`);
    const { rows, rejected } = await readAll(opened.rosters[0]?.sheets[0]);
    expect(rejected).toEqual([]);
    expect(rows).toHaveLength(LINES);
    expect(rows.every((row, index) => row.row === 2 + 2 * index && row.cells[2] === `上帕镇\n第${index}组`)).toBe(true);
  });

  it("decodes GB18030 piece by piece", async () => {
    const header = encodeGb18030("身份证号,姓名,住址\n").toString("latin1");
    const tail = encodeGb18030(",张三,上帕镇达普洛村怒江边\n");
    const bytes = Buffer.concat([Buffer.from(header, "latin1"), ...Array.from({ length: LINES }, (_, index) => Buffer.concat([Buffer.from(id(index)), tail]))]);
    const folder = await tempFolder({ "低保.csv": bytes });
    const { rosters } = await openFile(join(folder, "低保.csv"), { kinds });
    expect(rosters[0]).toMatchObject({ encoding: "gb18030" });
    const { rows } = await readAll(rosters[0]?.sheets[0]);
    expect(rows).toHaveLength(LINES);
    expect(rows.every((row) => row.cells[2] === "上帕镇达普洛村怒江边")).toBe(true);
  });

  it("reads the line breaks of old Macs", async () => {
    const folder = await tempFolder({ "低保.csv": `姓名,身份证号\r张三,${id(1)}\r李四,${id(2)}\r` });
    const { rosters } = await openFile(join(folder, "低保.csv"), { kinds });
    expect(rosters[0]?.sheets[0]?.direct).toBeNull();
    expect((await readAll(rosters[0]?.sheets[0])).rows.map((row) => [row.row, row.cells[0]])).toEqual([[2, "张三"], [3, "李四"]]);
  });

  it.each([
    ["a blank line inside", `姓名,身份证号\n张三,${id(1)}\n\n李四,${id(2)}\n`],
    ["mixed line breaks", `姓名,身份证号\n张三,${id(1)}\r\n李四,${id(2)}\n`],
    ["a short line", `姓名,身份证号\n张三\n`],
    ["a NUL", `姓名,身份证号\n张\u0000三,${id(1)}\n${`李四,${id(2)}\n`.repeat(9)}`],
  ])("keeps a file with %s from the engine", async (_, text) => {
    const folder = await tempFolder({ "低保.csv": text });
    const { rosters } = await openFile(join(folder, "低保.csv"), { kinds });
    expect(rosters[0]?.sheets[0]?.direct).toBeNull();
  });
});
