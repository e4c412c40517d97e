import { expect, it } from "vitest";
import { namePinyin, soundsAlike } from "./namePinyin.js";

it.each([
  ["李芳", "lifang"],
  ["單 阿普", "shanapu"],
  ["仇和", "qiuhe"],
  ["尉迟恭", "yuchigong"],
  ["令狐·长", "linghuchang"],
  ["李长生", "lichangsheng"],
  ["呂綠", "lvlv"],
  ["阿普·前此", "apuqianci"],
  ["李A", "lia"],
  ["", ""],
])("%s sounds %s", (name, sound) => {
  expect(namePinyin(name)).toBe(sound);
});

it("hears any reading of a character", () => {
  expect(soundsAlike("长", "张")).toBe(true);
  expect(soundsAlike("长", "常")).toBe(true);
  expect(soundsAlike("单", "山")).toBe(true);
  expect(soundsAlike("丽", "莉")).toBe(true);
  expect(soundsAlike("明", "花")).toBe(false);
});
