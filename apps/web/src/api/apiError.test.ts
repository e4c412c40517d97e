import { expect, test } from "vitest";
import { errorIn } from "./apiError.js";

test("an error of the server keeps its code, texts and fields", () => {
  const error = errorIn(409, JSON.stringify({ code: "run_already", zh: "已有一次", en: "under way", fields: [{ path: "date", zh: "日期", en: "date" }] }));
  expect([error.status, error.code, error.text.zh, error.fields.length]).toEqual([409, "run_already", "已有一次", 1]);
});

test.each(["<html>502</html>", "", "null", "[]", '"text"', '{"message":"no"}'])("what is no error of ours still says what to do: %s", (body) => {
  const error = errorIn(502, body);
  expect(error.code).toBe("unexpected");
  expect(error.text.en).toContain("502");
});
