import { displayWidth } from "../displayWidth.js";

/** Text columns, then figures set right; Chinese characters count two. */
export function columns(header: readonly string[], rows: readonly (readonly string[])[], texts: number, ink: (text: string) => string): string[] {
  const widths = header.map((cell, index) => Math.max(displayWidth(cell), ...rows.map((row) => displayWidth(row[index] ?? ""))));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, index) => {
      const space = " ".repeat((widths[index] ?? 0) - displayWidth(cell));
      return index < texts ? cell + space : space + cell;
    }).join("  ")}`.trimEnd();
  return [ink(line(header)), ...rows.map(line)];
}

/** File names and warnings come from outside: control characters could steer the terminal. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}
