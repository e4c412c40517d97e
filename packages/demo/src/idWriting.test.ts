import { array, assert, constantFrom, date, integer, oneof, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { writeId } from "./idWriting.js";
import { checkCharacter, fifteenDigits, makeIdNumber } from "./idNumber.js";
import { misspelt } from "./misspelling.js";
import { encodeGb18030 } from "./gb18030.js";
import { Random } from "./random.js";
import { idIn } from "./readBack.testkit.js";

const ids = tuple(date({ min: new Date("1925-01-01"), max: new Date("2020-01-01"), noInvalidDate: true }), integer({ min: 0, max: 999 }))
  .map(([day, sequence]) => makeIdNumber("533399", day.toISOString().slice(0, 10), sequence));
const streams = integer().map((seed) => new Random(seed));

describe("id numbers", () => {
  it("have the check character of the standard", () => {
    expect(checkCharacter("34052419800101001")).toBe("X");
    expect(fifteenDigits("34052419800101001X")).toBe("340524800101001");
    expect(fifteenDigits("533399200501010013")).toBeNull();
  });

  it("stay readable in every usable spelling, and unreadable in the others", () => {
    assert(property(ids, streams, constantFrom("workbook", "csv"), (id, random, medium) => {
      const usable = (["plain", "fifteen", "spaced", "full_width", "lower_case"] as const).map((form) => writeId(id, form, medium, random)).filter((text) => text !== null);
      expect(usable.length).toBeGreaterThanOrEqual(3);
      expect(usable.map((text) => idIn(String(text)))).toEqual(usable.map(() => id));
      for (const form of ["missing", "truncated", "checksum"] as const) expect(idIn(String(writeId(id, form, medium, random)))).toBeNull();
      expect(String(writeId(id, "truncated", medium, random))).toMatch(/^\d{15}000$|^\d\.\d+E\+17$/);
      expect(String(writeId(id, "checksum", medium, random))).not.toMatch(/^\d{15}(000)?$|^$/);
    }));
  });
});

describe("misspelt", () => {
  it("gives another name, also without interpuncts", () => {
    assert(property(constantFrom("余友邓", "李强", "鱼·阿朵", "孔当·普", "扎西·卓玛", "欧阳俊", "普扒", "王玉梅"), streams, (name, random) => {
      const other = misspelt(name, random);
      expect(other.replaceAll("·", "")).not.toBe(name.replaceAll("·", ""));
      expect(other.length).toBeGreaterThanOrEqual(2);
    }));
  });
});

describe("encodeGb18030", () => {
  it("is undone by the decoder", () => {
    const unit = oneof(integer({ min: 0, max: 0x7f }), integer({ min: 0x4e00, max: 0x9fa5 }), integer({ min: 0x3400, max: 0x4db5 }), constantFrom(0xb7, 0x2022, 0x30fb, 0x3000, 0xff10, 0xff38));
    assert(property(array(unit), (codes) => {
      const text = String.fromCharCode(...codes);
      expect(new TextDecoder("gb18030", { ignoreBOM: true }).decode(encodeGb18030(text))).toBe(text);
    }));
    expect(() => encodeGb18030("\ud800")).toThrow(RangeError);
    expect(encodeGb18030("福贡·・")).toEqual(Buffer.from([0xb8, 0xa3, 0xb9, 0xb1, 0xa1, 0xa4, 0x81, 0x39, 0xa7, 0x39]));
  });
});
