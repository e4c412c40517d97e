import { expect, it } from "vitest";
import { BLOCKING_COLUMNS, BLOCKING_KEYS } from "./blockingKeys.js";

it("has every column described and used, and every key named once with a cap", () => {
  const used = new Set(BLOCKING_KEYS.flatMap(({ parts }) => parts.map(({ column }) => column)));
  expect([...used].sort()).toEqual(Object.keys(BLOCKING_COLUMNS).sort());
  expect(new Set(BLOCKING_KEYS.map(({ id }) => id)).size).toBe(BLOCKING_KEYS.length);
  expect(BLOCKING_KEYS.every(({ cap }) => cap > 0)).toBe(true);
});
