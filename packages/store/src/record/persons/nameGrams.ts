/** Every two neighbouring characters of a name as it stands in the register, each once; a name of one character has none. */
export function nameGrams(name: string): string[] {
  const characters = [...name];
  return [...new Set(characters.slice(1).map((character, at) => `${characters[at] ?? ""}${character}`))];
}
