import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatWeights } from "./formatWeights.js";
import { linkModelFor } from "./linkModel.js";
import type { LinkField, LinkRecord } from "./linkRecord.js";
import { probabilityOf, scorePair, type PairScore } from "./scorePair.js";

const MODEL = linkModelFor({ persons: 20_000, townships: 9, villages: 80 });
const NOBODY: LinkRecord = { name: null, idText: null, birthDate: null, sex: null, township: null, village: null, householdNo: null, headName: null };
const PERSON: LinkRecord = {
  name: "余阿才", idText: "53339919800511234X", birthDate: "1980-05-11", sex: "male", township: "甲江镇", village: "第3村", householdNo: "000012", headName: "余四益",
};
const score = (a: Partial<LinkRecord>, b: Partial<LinkRecord>, context = {}, frequency = 1e-4): PairScore =>
  scorePair({ ...NOBODY, ...a }, { ...NOBODY, ...b }, MODEL, () => frequency, context);
const barOf = ({ weights }: PairScore, field: LinkField): { level: string; weight: number } | undefined => weights.find((bar) => bar.field === field);

describe("scorePair", () => {
  it("is the prior where nothing is known", () => {
    const { weights, probability } = score({}, PERSON);
    expect(weights.map(({ field }) => field)).toEqual(["prior"]);
    expect(probability).toBe(0);
  });

  it("weighs a rare name more than a common one", () => {
    const rare = barOf(score({ name: PERSON.name }, PERSON, {}, 1e-5), "name")?.weight ?? 0;
    const common = barOf(score({ name: PERSON.name }, PERSON, {}, 1e-2), "name")?.weight ?? 0;
    expect(rare - common).toBeCloseTo(Math.log2(1e-2 / 1e-5), 1);
  });

  it("counts a birth date once where the id holds it, and a contradiction still", () => {
    expect(barOf(score({ idText: "533399198005112000", birthDate: PERSON.birthDate }, PERSON), "birth_date")).toMatchObject({ level: "in_id", weight: 0 });
    expect(barOf(score({ idText: "533399198005112000", birthDate: "1955-02-03" }, PERSON), "birth_date")?.weight).toBeLessThan(-3);
    expect(barOf(score({ idText: "5.33E+17", birthDate: PERSON.birthDate }, PERSON), "birth_date")?.level).toBe("equal");
  });

  it("does not take a head's name for a second witness", () => {
    const bar = barOf(score({ name: "余四益", headName: "余 四益" }, { name: "余四益", headName: "余四益" }), "head_name");
    expect(bar?.level).toBe("both_heads");
    expect(bar?.weight).toBeLessThan(2);
  });

  it("counts a household once by number and head, and numbers only where numbering is the same", () => {
    const row = { ...PERSON, idText: null };
    const both = score(row, PERSON, { sameNumbering: true });
    expect([barOf(both, "household_no")?.weight, barOf(both, "head_name")?.weight]).toContain(0);
    expect(barOf(score(row, PERSON), "household_no")).toBeUndefined();
    expect(barOf(score({ ...row, householdNo: " 12" }, { ...PERSON, headName: null }, { sameNumbering: true }), "household_no")?.level).toBe("equal_same_village");
  });

  it("does not propose a brother", () => {
    const brother = { ...PERSON, name: "余阿春", idText: null, birthDate: null };
    expect(score(brother, PERSON, { sameNumbering: true }).probability).toBeLessThan(0.5);
    expect(score({ ...brother, birthDate: "1984-02-03" }, PERSON, { sameNumbering: true }).probability).toBeLessThan(0.01);
  });

  it("doubts that a person is on one roster twice", () => {
    const row = { ...PERSON, idText: null };
    const [once, twice] = [score(row, PERSON), score(row, PERSON, { inSameRoster: true })];
    expect(once.bits - twice.bits).toBeCloseTo(5.6, 1);
  });

  it("is symmetric, adds up and stays a probability", () => {
    const record = fc.record<LinkRecord>({
      name: fc.constantFrom(null, "余阿才", "余阿春", "阿普·前此", "李未", " "),
      idText: fc.constantFrom(null, "53339919800511234X", "533399198005112000", "5.33E+17", "无", "533399**********4X"),
      birthDate: fc.constantFrom(null, "1980-05-11", "1980-11-05", "1955", "不详"),
      sex: fc.constantFrom(null, "male", "female"),
      township: fc.constantFrom(null, "甲江镇", "乙江镇"),
      village: fc.constantFrom(null, "第3村", "第4村"),
      householdNo: fc.constantFrom(null, "12", "000012", "7"),
      headName: fc.constantFrom(null, "余四益", "余阿才", "李未"),
    });
    fc.assert(fc.property(record, record, fc.boolean(), fc.boolean(), (a, b, sameNumbering, inSameRoster) => {
      const there = scorePair(a, b, MODEL, () => 1e-3, { sameNumbering, inSameRoster });
      expect(scorePair(b, a, MODEL, () => 1e-3, { sameNumbering, inSameRoster })).toEqual(there);
      expect(there.weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(there.bits, 3);
      expect(there.probability).toBe(probabilityOf(there.bits));
      expect(there.probability).toBeGreaterThanOrEqual(0);
      expect(there.probability).toBeLessThanOrEqual(1);
      for (const lang of ["zh", "en"] as const) expect(formatWeights(there.weights, lang).split(";")).toHaveLength(there.weights.length);
    }), { numRuns: 1000 });
  });
});

describe("formatWeights", () => {
  it("is one line in either language", () => {
    const { weights } = score({ name: "余阿才", birthDate: "1980-05-11", sex: "female" }, PERSON);
    expect(formatWeights(weights, "zh")).toBe("基准 -14.6;姓名相同 +13.1;出生日期相同 +14.6;性别不同 -5.6");
    expect(formatWeights(weights, "en")).toBe("base -14.6; same name +13.1; same birth date +14.6; different sex -5.6");
  });
});
