import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvParser } from "./csvParser.js";

const whole = (text: string, width = 0) => new CsvParser(",", width).push(text, true);

describe("CsvParser", () => {
  it.each<[string, unknown]>([
    ["a,b\nc,d\n", [[1, ["a", "b"]], [2, ["c", "d"]]]],
    ["a,b\r\nc,d", [[1, ["a", "b"]], [2, ["c", "d"]]]],
    ['a,"b,""c"\n', [[1, ["a", 'b,"c']]]],
    ['"a\nb\nc",d\ne,f\n', [[1, ["a\nb\nc", "d"]], [4, ["e", "f"]]]],
    ['a,"b"\r\n"c",d\r\n', [[1, ["a", "b"]], [2, ["c", "d"]]]],
    ['a"b,5" pipe\n', [[1, ['a"b', '5" pipe']]]],
    ['a,""\n', [[1, ["a", ""]]]],
    ["a,\n\n", [[1, ["a", ""]], [2, [""]]]],
    ["", []],
  ])("%j", (text, records) => {
    expect(whole(text).map(({ row, cells, problem }) => (problem === null ? [row, cells] : [row, problem]))).toEqual(records);
  });

  it("rejects the first line of a quoted record that does not fit the header", () => {
    expect(whole('a,"b,c\nd,e,f\ng,"h",i\n', 3).map(({ row, problem }) => [row, problem])).toEqual([[1, "quote_open"], [2, null], [3, null]]);
  });

  it("reads the same whether the text comes whole or line by line", () => {
    const line = fc.array(fc.constantFrom("甲", "", '"', '""', '"x"', '"x\ny"', "z", " "), { minLength: 1, maxLength: 5 }).map((cells) => cells.join(","));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom("\n", "\r\n"), fc.array(fc.nat({ max: 100 }), { maxLength: 10 }), (lines, newline, cuts) => {
        const text = lines.map((one) => one + newline).join("");
        const physical = text.split(/(?<=\n)/);
        const bounds = [...new Set(cuts.map((cut) => cut % (physical.length + 1)))].sort((a, b) => a - b);
        const parser = new CsvParser(",", 3);
        const pieces = [0, ...bounds].map((from, index) => physical.slice(from, bounds[index] ?? physical.length).join(""));
        const parts = pieces.flatMap((piece) => parser.push(piece, false));
        expect([...parts, ...parser.push("", true)]).toEqual(whole(text, 3));
      }),
      { numRuns: 1000 },
    );
  });
});
