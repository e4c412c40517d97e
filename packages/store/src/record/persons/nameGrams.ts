import { foldName } from "@doudi/roster";

/** Every two neighbouring characters of a name, folded; each once. A name of one character has none. */
export function nameGrams(name: string): string[] {
  const characters = [...foldName(name)];
  return [...new Set(characters.slice(1).map((character, at) => `${characters[at] ?? ""}${character}`))];
}
