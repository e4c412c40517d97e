/**
 * An identity number as people may see it: the first three and the last four characters, 533***********123X.
 * Anything shorter than 15 characters keeps its last two only. Masking twice changes nothing.
 */
export function maskId(id: string): string {
  if (id.length >= 15) return `${id.slice(0, 3)}${"*".repeat(id.length - 7)}${id.slice(-4)}`;
  return id.length > 2 ? `${"*".repeat(id.length - 2)}${id.slice(-2)}` : "*".repeat(id.length);
}
