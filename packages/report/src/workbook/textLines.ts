import { displayWidth } from "../displayWidth.js";

/** The part of a cell's width that stays free at its sides. */
const PADDING = 0.6;

/** How many lines a text takes in a column of that width (in characters). */
export function textLines(text: string, width: number): number {
  let lines = 0;
  for (const line of text.split("\n")) lines += Math.max(1, Math.ceil(displayWidth(line) / (width - PADDING)));
  return lines;
}
