import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskId } from "./maskId.js";
import { maskName } from "./maskName.js";
import { maskText } from "./maskText.js";

describe("masking", () => {
  it("keeps three and four characters of an id", () => {
    expect(maskId("53339919800101123X")).toBe("533***********123X");
    expect(maskId("533399800101123")).toBe("533********1123");
    expect(maskId("12345678")).toBe("******78");
    expect(maskId("7")).toBe("*");
    expect(maskId("")).toBe("");
  });

  it("changes nothing the second time", () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."0123456789X"), maxLength: 24 }), (id) => {
      expect(maskId(maskId(id))).toBe(maskId(id));
    }));
  });

  it("keeps the surname, compound ones too", () => {
    expect(maskName("李秀英")).toBe("李＊");
    expect(maskName("欧阳娜")).toBe("欧阳＊");
    expect(maskName("欧阳")).toBe("欧＊");
    expect(maskName("阿普·娜迪")).toBe("阿＊");
    expect(maskName("李")).toBe("＊");
    expect(maskName(" ")).toBe("");
  });

  it("finds ids, certificates, accounts and names in a sentence, and leaves dates, amounts and years alone", () => {
    expect(maskText("证件号 53339919800101123X，残疾证 53339919800101123X44")).toBe("证件号 533***********123X，残疾证 533***********123X44");
    expect(maskText("原文 533399-19800101-123x 与 ５３３３９９１９８００１０１１２３４")).toBe("原文 533***********123x 与 ５３３***********１２３４");
    expect(maskText("账号 6222 0212 3456 7890 123")).not.toMatch(/\d{5}/);
    const plain = "2019-11-02 早于 2020-03-31，每月 286.00 元，余额 1,234,567.00 元，概率 0.962";
    expect(maskText(plain)).toBe(plain);
    expect(maskText("低保名册为李秀英，建档立卡名册为李秀", ["李秀", "李秀英"])).toBe("低保名册为李＊，建档立卡名册为李＊");
  });

  it("never leaves a whole id, whatever stands around it", () => {
    const id = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 17, maxLength: 17 }).chain((body) => fc.constantFrom(..."0123456789X").map((last) => body + last));
    fc.assert(fc.property(fc.string(), id, fc.string(), (before, number, after) => {
      expect(maskText(before + number + after)).not.toContain(number);
    }));
  });
});
