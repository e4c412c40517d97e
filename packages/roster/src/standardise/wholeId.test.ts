import { expect, it } from "vitest";
import { wholeId } from "./wholeId.js";

it("takes a number as it is typed, and fifteen digits for eighteen", () => {
  expect(["53339919800305003x", " 533399 19800305 003X", "５３３３９９１９８００３０５００３Ｘ", "533399800305003"].map(wholeId)).toEqual(Array.from({ length: 4 }, () => "53339919800305003X"));
});

it("refuses what cannot be one", () => {
  expect(["", "533399198003050030", "53339919801305003X", "533399800230003", "5333991980030500", "N1"].map(wholeId)).toEqual([null, null, null, null, null, null]);
});
