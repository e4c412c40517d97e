import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldName, nameParts } from "./foldName.js";

describe("foldName", () => {
  it.each(["·", "•", "・", "･", "‧", "∙", "⋅", ".", "．", "。", "｡", "ᐧ", "丶", "●", "ㆍ", "˙", "﹒", "\u0387", " · "])("takes the interpunct %s out", (interpunct) => {
    expect(foldName(`阿普${interpunct}前此`)).toBe("阿普前此");
  });

  it("takes out white space and what cannot be seen", () => {
    expect(foldName(" 李\u3000明\u200b\ufeff\u00a0\n")).toBe("李明");
  });

  it("makes traditional characters simplified, compatibility characters plain and letters upper case", () => {
    expect(foldName("歐陽鍾")).toBe("欧阳钟");
    expect(foldName("\u2f52明")).toBe("氏明");
    expect(foldName("ａbC")).toBe("ABC");
    expect(foldName("乾坤")[0]).toBe(foldName("乾"));
  });

  it("is idempotent for every character, alone and before an accent", () => {
    const bad: string[] = [];
    for (let code = 0; code < 0x30000; code += 1) {
      if (code >= 0xd800 && code < 0xe000) continue;
      for (const name of [String.fromCodePoint(code), `李·${String.fromCodePoint(code)}\u0301`]) {
        const folded = foldName(name);
        if (foldName(folded) !== folded) bad.push(code.toString(16));
      }
    }
    expect(bad).toEqual([]);
  });

  it("is idempotent and leaves no white space", () => {
    const text = fc.string({ unit: fc.oneof(fc.constantFrom(..."李歐阿普·. 丶。前此明乾後"), fc.string({ unit: "grapheme", maxLength: 1 })), maxLength: 8 });
    fc.assert(fc.property(text, (name) => {
      const folded = foldName(name);
      expect(foldName(folded)).toBe(folded);
      expect(folded).not.toMatch(/\s/u);
    }), { numRuns: 500 });
  });

  it("splits a name at its interpuncts", () => {
    expect(nameParts("阿普 ·前此")).toEqual(["阿普", "前此"]);
    expect(nameParts("· ")).toEqual([]);
  });
});
