/** Columns, each once, in the order in which the server names them; those it does not name come last. */
export function inOrder(named: Readonly<Record<string, unknown>>, columns: readonly string[]): string[] {
  const has = new Set(columns);
  return [...Object.keys(named).filter((column) => has.delete(column)), ...has];
}
