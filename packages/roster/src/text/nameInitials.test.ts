import { expect, it } from "vitest";
import { nameInitials } from "./nameInitials.js";

it("takes the first letter of each syllable, of surnames as they are read", () => {
  expect(["和秀英", "单雄", "仇小花", "欧阳海", "阿普·前此", "曾  吕", "", "李A"].map(nameInitials)).toEqual(["hxy", "sx", "qxh", "oyh", "apqc", "zl", "", "la"]);
});
