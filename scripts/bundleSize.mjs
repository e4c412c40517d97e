// After `npm run build`: what the browser loads before the first page shows, the login and the home page, stays below 300 kB of gzipped script.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT = 300_000;
const FIRST_PAGES = ["src/pages/login/LoginPage.tsx", "src/pages/home/HomePage.tsx"];

const dist = fileURLToPath(new URL("../apps/web/dist/", import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, ".vite", "manifest.json"), "utf8"));

/** The scripts that come with a piece: its own and those it imports at once. */
function scriptsOf(key, found = new Set()) {
  const { file, imports = [] } = manifest[key];
  if (found.has(file)) return found;
  found.add(file);
  for (const next of imports) scriptsOf(next, found);
  return found;
}

for (const page of FIRST_PAGES) {
  const scripts = new Set([...scriptsOf("index.html"), ...scriptsOf(page)]);
  let bytes = 0;
  for (const file of scripts) bytes += gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  const isBelow = bytes < LIMIT;
  console.log(`${isBelow ? "ok  " : "FAIL"} ${page}: ${(bytes / 1000).toFixed(1)} kB of gzipped script in ${scripts.size} files (limit ${LIMIT / 1000} kB)`);
  if (!isBelow) process.exitCode = 1;
}
