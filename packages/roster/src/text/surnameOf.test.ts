import { expect, it } from "vitest";
import { surnameOf } from "./surnameOf.js";

it.each([
  ["李明", "李"],
  ["歐陽 修", "欧阳"],
  ["欧阳", "欧"],
  ["阿普·前此", "阿普"],
  ["阿普前此", "阿"],
  ["Ma Liang", "MA"],
  ["  ", ""],
])("surname of %s is %s", (name, surname) => {
  expect(surnameOf(name)).toBe(surname);
});
