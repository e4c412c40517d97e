import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compareNames, profileName, type NameProfile } from "./compareName.js";
import { LINK_LEVELS } from "./linkRecord.js";

function profile(name: string): NameProfile {
  const found = profileName(name);
  if (found === null) throw new Error(`${name} is empty`);
  return found;
}

it.each([
  ["李明", "李明", "equal"],
  ["阿普·前此", "阿普前此", "folded"],
  ["楊 芳", "杨芳", "folded"],
  ["李丽", "李莉", "pinyin"],
  ["李长生", "李常生", "pinyin"],
  ["李芳", "李方", "pinyin"],
  ["李未", "李末", "lookalike"],
  ["杨晴", "汤晴", "lookalike"],
  ["胡阿才", "胡阿春", "one_character"],
  ["阿普益", "阿普", "one_character"],
  ["胡才阿", "胡阿才", "one_character"],
  ["李才", "李春", "surname"],
  ["李", "李明", "surname"],
  ["阿普·前此益", "前此益", "part"],
  ["阿普·前此", "阿普恰利", "surname"],
  ["李明", "王芳", "different"],
] as const)("%s and %s: %s", (a, b, level) => {
  expect(compareNames(profile(a), profile(b))).toBe(level);
});

it("is symmetric", () => {
  const name = fc.string({ unit: fc.constantFrom(..."李王玉未末阿普·前此益才长常"), minLength: 1, maxLength: 5 }).filter((text) => profileName(text) !== null);
  fc.assert(fc.property(name, name, (a, b) => {
    const level = compareNames(profile(a), profile(b));
    expect(LINK_LEVELS.name).toContain(level);
    expect(compareNames(profile(b), profile(a))).toBe(level);
  }), { numRuns: 2000 });
});

it("has no profile for a name of nothing", () => {
  expect(profileName(" · ")).toBeNull();
});
