/** Puts a text into a colour or weight. */
export type Ink = (text: string) => string;

/** ANSI codes where `color` is wanted; texts stay as they are for files and pipes. */
export function inks(color: boolean): { bold: Ink; dim: Ink; red: Ink; green: Ink; amber: Ink } {
  const paint = (code: number): Ink => (text) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: paint(1), dim: paint(2), red: paint(31), green: paint(32), amber: paint(33) };
}
