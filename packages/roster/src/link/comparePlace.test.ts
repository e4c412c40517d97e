import { expect, it } from "vitest";
import { comparePlaces, foldPlace, profilePlace } from "./comparePlace.js";

it("folds what rosters write or leave out", () => {
  expect(["达普洛村民委员会", "达普洛 村", "达普洛社区", "達普洛"].map(foldPlace)).toEqual(["达普洛", "达普洛", "达普洛", "达普洛"]);
  expect(["上帕镇", "匹河怒族乡", "六库街道办事处", "村"].map(foldPlace)).toEqual(["上帕", "匹河", "六库", "村"]);
});

type Place = [township: string | null, village: string | null];

it.each<[Place, Place, string | null]>([
  [["上帕镇", "达普洛村"], ["上帕", "达普洛村委会"], "equal"],
  [["上帕镇", "上帕镇达普洛村"], ["上帕镇", "达普洛村"], "equal"],
  [["上帕镇", "上帕村"], ["上帕镇", "上帕"], "equal"],
  [[null, "达普洛村"], ["上帕镇", "达普洛村"], "equal"],
  [["上帕镇", "达普洛村"], ["上帕镇", "木古甲村"], "township"],
  [["上帕镇", null], ["上帕镇", "木古甲村"], "township_only"],
  [["上帕镇", "新村"], ["鹿马登乡", "新村"], "different"],
  [["上帕镇", null], ["鹿马登乡", null], "different"],
  [[null, null], ["上帕镇", "新村"], null],
  [[" ", ""], ["上帕镇", "新村"], null],
])("%j and %j: %s", (a, b, level) => {
  expect(comparePlaces(profilePlace(...a), profilePlace(...b))).toBe(level);
  expect(comparePlaces(profilePlace(...b), profilePlace(...a))).toBe(level);
});
