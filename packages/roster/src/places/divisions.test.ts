import { DoudiError } from "@doudi/contract";
import { expect, it } from "vitest";
import { Divisions } from "./divisions.js";

const divisions = Divisions.read();

it.each([["533323", "福贡县"], ["533300", "怒江傈僳族自治州"], ["530000", "云南省"], ["533321", "泸水县"]])("%s is %s", (code, name) => {
  expect(divisions.getPlace(code).name).toBe(name);
});

it.each([["福贡县", "533323"], ["福贡", "533323"], ["云南省福贡县", "533323"], ["533323101", "533323"], ["533332", "533323"], ["533343", "533323"], ["5333", "533323"]])("hints at what %s may mean", (text, hint) => {
  let thrown: unknown = null;
  try {
    divisions.getPlace(text);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(DoudiError);
  expect((thrown as DoudiError).code).toBe("place_unknown_hint");
  expect((thrown as DoudiError).text("zh")).toContain(hint);
});

it.each(["", "nowhere", "000000", "火星"])("has no hint for %j", (text) => {
  expect(() => divisions.getPlace(text)).toThrow(expect.objectContaining({ code: "place_unknown" }));
});
