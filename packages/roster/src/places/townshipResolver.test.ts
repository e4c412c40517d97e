import { describe, expect, it } from "vitest";
import { Divisions } from "./divisions.js";
import { townshipResolver } from "./townshipResolver.js";

const divisions = Divisions.read();

describe("townships of a county", () => {
  const resolve = townshipResolver(divisions, "533323");

  it.each([
    ["上帕镇", "上帕镇"], ["上帕", "上帕镇"], ["福贡县上帕镇", "上帕镇"], ["怒江州福贡县上帕镇", "上帕镇"], ["怒江傈僳族自治州福贡县上帕镇上帕村", "上帕镇"],
    ["云南省怒江傈僳族自治州福贡县上帕镇", "上帕镇"], [" 上 帕 镇 ", "上帕镇"], ["上帕镇人民政府", "上帕镇"], ["上帕乡", "上帕镇"], ["匹河怒族乡", "匹河怒族乡"], ["匹河乡", "匹河怒族乡"], ["匹河", "匹河怒族乡"],
    ["533323101", "上帕镇"], ["５３３３２３１０１２０５", "上帕镇"], ["石月亮乡利沙底村", "石月亮乡"],
  ])("%s is %s", (text, name) => {
    expect(resolve(text)).toEqual({ name, code: divisions.townshipsIn("533323").find((township) => township.name === name)?.code });
  });

  it.each(["", "福贡县", "六库镇", "城关镇", "无", "533324100"])("%j is none of them and keeps its text", (text) => {
    expect(resolve(text)).toEqual({ name: text, code: null });
  });
});

it("tells townships of one name apart by the county before them", () => {
  const byName = new Map<string, string[]>();
  for (const { name, parent } of divisions.townshipsIn("530000")) byName.set(name, [...(byName.get(name) ?? []), parent]);
  const [name = "", [county = ""] = []] = [...byName].find(([, parents]) => new Set(parents).size > 1) ?? [];
  expect(name).not.toBe("");
  const resolve = townshipResolver(divisions, "530000");
  expect(resolve(name).code).toBeNull();
  expect(resolve(`${divisions.find(county)?.name ?? ""}${name}`).code?.slice(0, 6)).toBe(county);
});

it("knows every township by its own name", () => {
  for (const county of ["533323", "533324", "533325", "430225", "341323", "230102"]) {
    const resolve = townshipResolver(divisions, county);
    for (const { name, code } of divisions.townshipsIn(county)) expect(resolve(name)).toEqual({ name, code });
  }
});
