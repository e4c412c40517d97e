import { expect, test } from "vitest";
import { bytesText, countText, momentText, moneyText, percentText, periodText } from "./formats.js";

test("numbers, amounts and shares are written alike in both languages", () => {
  expect(countText(1_234_567)).toBe("1,234,567");
  expect([moneyText(123_450, "zh"), moneyText(5, "en")]).toEqual(["1,234.50 元", "0.05 yuan"]);
  expect(percentText(0.7084)).toBe("70.8%");
  expect([bytesText(12), bytesText(1_843_200)]).toEqual(["1 KB", "1.8 MB"]);
});

test("a moment is written in Beijing time wherever it is read", () => {
  expect(momentText("2020-03-31T16:05:00.000Z")).toBe("2020-04-01 00:05");
});

test("a quarter has its words", () => {
  expect([periodText("2020Q2", "zh"), periodText("2020Q2", "en")]).toEqual(["2020年2季度", "Q2 2020"]);
});
