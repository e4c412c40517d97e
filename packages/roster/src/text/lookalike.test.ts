import { expect, it } from "vitest";
import { foldName } from "./foldName.js";
import { lookalikesOf, looksAlike } from "./lookalike.js";

it.each("未末 己巳 王玉 日曰 土士 大犬 小少 干于 由甲 刀力 人入 天夫 午牛 木本 今令 冶治 侯候 妹妺 杨扬 晴睛 梅海 芳方 旺汪 阿啊".split(" "))("%s look alike, both ways", (pair) => {
  const [a = "", b = ""] = pair;
  expect(looksAlike(a, b)).toBe(true);
  expect(looksAlike(b, a)).toBe(true);
});

it("does not take a character for itself, nor carry resemblance over", () => {
  expect(looksAlike("木", "木")).toBe(false);
  expect(looksAlike("李", "普")).toBe(false);
  expect(looksAlike("人", "木")).toBe(false);
});

it("lists simplified characters only, since names are folded before", () => {
  for (const char of "未己王日土大小干田刀人天午木今冶侯妹杨晴梅芳") {
    expect(lookalikesOf(char).length).toBeGreaterThan(0);
    for (const other of lookalikesOf(char)) expect(foldName(other)).toBe(other);
  }
});
