import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compareIds, shapeId } from "./compareId.js";

function compare(a: string, b: string): string | null {
  const [x, y] = [shapeId(a), shapeId(b)];
  return x === null || y === null ? "no evidence" : compareIds(x, y);
}

const ID = "53339919800511234X";

it.each([
  [ID.toLowerCase(), "equal"],
  ["５３３３９９ 19800511 234X", "equal"],
  ["53339919800611234X", "one_digit"],
  ["53339919805011234X", "one_digit"],
  ["5333991980051123X4", "one_digit"],
  ["5333991980051123X", "one_digit"],
  ["533399198005112000", "first_15"],
  ["533399198005112", "first_15"],
  ["533399198005112300", "first_15"],
  ["53339919800511", "first_14"],
  ["533399198005119999", "first_14"],
  ["5.33399198005112E+17", "first_15"],
  ["5.33E+17", "scientific"],
  ["5.334E+17", "scientific"],
  ["5.35E17", "different"],
  ["5333991980", "scientific"],
  ["533399**********4X", "masked"],
  ["533399**********5X", "different"],
  ["533399199001011234", "different"],
  ["000000000000000000", "no evidence"],
  ["无", "no evidence"],
  ["5333", "no evidence"],
  ["5E+17", "no evidence"],
])("%s against a whole id: %s", (text, level) => {
  expect(compare(text, ID)).toBe(level);
  expect(compare(ID, text)).toBe(level);
});

it("calls every single slip one digit off", () => {
  const digits = fc.stringMatching(/^[1-9]\d{17}$/u).filter((text) => !/^(.)\1*$/u.test(text) && !text.endsWith("00"));
  fc.assert(fc.property(digits, fc.nat(16), fc.integer({ min: 1, max: 9 }), (id, at, by) => {
    const changed = `${id.slice(0, at)}${(Number(id[at]) + by) % 10}${id.slice(at + 1)}`;
    const swapped = `${id.slice(0, at)}${id[at + 1] ?? ""}${id[at] ?? ""}${id.slice(at + 2)}`;
    expect(compare(changed, id)).toBe("one_digit");
    expect(compare(swapped, id)).toBe(id[at] === id[at + 1] ? "equal" : "one_digit");
  }));
});
