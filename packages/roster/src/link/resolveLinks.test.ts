import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveLinks, type CandidateLink } from "./resolveLinks.js";

const pair = (row: string, person: string, bits: number, roster = "dibao"): CandidateLink => ({ row, roster, person, bits });

describe("resolveLinks", () => {
  it("takes the best person", () => {
    expect(resolveLinks([pair("a", "p", 2), pair("a", "q", 12)])).toMatchObject([{ candidate: { person: "q" }, probability: 0.9988, rival: "p", crowdedOut: false }]);
  });

  it("lets two equal persons share, so that neither passes", () => {
    const [link] = resolveLinks([pair("a", "q", 15), pair("a", "p", 15)]);
    expect(link).toMatchObject({ candidate: { person: "p" }, probability: 0.5, rival: "q" });
  });

  it("proposes a person to rows of several rosters", () => {
    const links = resolveLinks([pair("a", "p", 6), pair("b", "p", 5, "poor")]);
    expect(links.map(({ probability }) => probability)).toEqual([0.9846, 0.9697]);
  });

  it("gives a person to one row of a roster", () => {
    const links = resolveLinks([pair("a", "p", 5), pair("b", "p", 12)]);
    expect(links).toMatchObject([{ crowdedOut: true }, { crowdedOut: false }]);
    expect(links[0]?.probability).toBeLessThan(0.02);
    expect(links[1]?.probability).toBeGreaterThan(0.98);
  });

  it("lets both rows have the person where both are strong", () => {
    expect(resolveLinks([pair("a", "p", 9), pair("b", "p", 12)])).toMatchObject([{ probability: 0.9981, crowdedOut: false }, { probability: 0.9998, crowdedOut: false }]);
  });

  it("counts a pair that two keys gave once", () => {
    expect(resolveLinks([pair("a", "p", 6), pair("a", "p", 6)])).toMatchObject([{ probability: 0.9846, rival: null }]);
  });

  it("does not depend on the order of pairs, and proposes a row once", () => {
    const pairs = fc.array(fc.record({ row: fc.constantFrom("a", "b", "c"), person: fc.constantFrom("p", "q", "r"), bits: fc.integer({ min: -30, max: 60 }) }), { maxLength: 12 })
      .map((list) => list.map(({ row, person, bits }) => pair(row, person, bits)));
    fc.assert(fc.property(pairs, (list) => {
      const links = resolveLinks(list);
      expect(resolveLinks(list.toReversed())).toEqual(links);
      expect(new Set(links.map(({ candidate }) => candidate.row)).size).toBe(links.length);
      expect(links.length).toBe(new Set(list.map(({ row }) => row)).size);
      for (const { probability } of links) expect(probability >= 0 && probability <= 1).toBe(true);
    }), { numRuns: 500 });
  });
});
