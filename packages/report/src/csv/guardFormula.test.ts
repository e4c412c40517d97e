import { expect, it } from "vitest";
import { guardFormula } from "./guardFormula.js";

it.each(["=1+1", "+8613800000000", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠a"])("guards %j", (text) => {
  expect(guardFormula(text)).toBe(`'${text}`);
});

it.each(["", "张三", "'=1", "a=1", "1-2", " =1"])("leaves %j alone", (text) => {
  expect(guardFormula(text)).toBe(text);
});
