import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A temporary folder with these files, gone when the test ends. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "doudi-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** Ids of nobody: the area 533399 was never assigned. */
export const IDS = ["533399197001010018", "533399198002020029", "53339919900303003X", "533399200004040048"].map(withCheckDigit);

/** An id of 18 characters with the last one put right. */
export function withCheckDigit(id: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(id[i]), 0);
  return id.slice(0, 17) + "10X98765432".charAt(sum % 11);
}

/** Small rosters that can be compared: person 0 is on dibao and dead, person 1 is poor with 社会保障兜底 and left out. */
export function smallRosters(): Record<string, string> {
  const [first = "", second = "", third = "", fourth = ""] = IDS;
  return {
    "低保花名册.csv": `身份证号,姓名,户编号,乡镇,村,低保类别\n${first},甲某,1001,上帕镇,上帕村,A类\n${third},丙某,1003,上帕,上帕村,B类\n`,
    "建档立卡花名册.csv": `身份证号,姓名,户编号,乡镇,村,脱贫路径,是否脱贫\n${second},乙某,2001,福贡县上帕镇,上帕村,社会保障兜底,否\n`,
    "特困供养人员.csv": `身份证号,姓名,户编号,乡镇,村,供养方式\n${fourth},丁某,1004,上帕镇,上帕村,分散供养\n`,
    "死亡人员名单.csv": `身份证号,姓名,死亡日期\n${first},甲某,2020-01-05\n`,
  };
}

/** Reads a CSV file as Doudi writes them: rows as records, and the file's first character checked. */
export function parseCsv(text: string): Record<string, string>[] {
  if (!text.startsWith("\ufeff")) throw new Error("no byte order mark");
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    row.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\n") {
      rows.push(row);
      row = [];
    }
  }
  const [header = [], ...lines] = rows;
  return lines.map((cells) => Object.fromEntries(header.map((column, i) => [column, cells[i] ?? ""])));
}
