import { relative } from "node:path";

/** A path as the user would type it. */
export function shownPath(path: string): string {
  const way = relative(process.cwd(), path);
  return way === "" || way.startsWith("..") ? path : way;
}
