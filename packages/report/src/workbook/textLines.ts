import { displayWidth } from "../displayWidth.js";

/** Characters are a little wider than the unit of column widths, and words break early. */
const FILL = 0.9;

/** How many lines a text takes in a column of that width (in characters). */
export function textLines(text: string, width: number): number {
  let lines = 0;
  for (const line of text.split("\n")) lines += Math.max(1, Math.ceil(displayWidth(line) / (width * FILL)));
  return lines;
}
