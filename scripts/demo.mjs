// npm run demo: makes the demo county, compares its rosters and says where the report lies. `npm run demo -- --lang en` in English.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PERSONS = "20000";
const SEED = "1";
const PLACE = "533323";
const DATE = "2020-06-30";
/** What doudi says where it must not overwrite something. */
const USAGE_EXIT = 2;

const root = fileURLToPath(new URL("..", import.meta.url));
const english = process.argv.join(" ").includes("--lang en") || process.argv.includes("--lang=en");
const lang = ["--lang", english ? "en" : "zh"];

function doudi(...args) {
  const { status, signal } = spawnSync(process.execPath, [join(root, "apps", "cli", "bin", "doudi.mjs"), ...args, ...lang], { stdio: ["ignore", "inherit", "inherit"] });
  return signal === null ? (status ?? 1) : 130;
}

const demo = join(root, "out", "demo");
const made = doudi("demo", "--out", demo, "--persons", PERSONS, "--seed", SEED, "--place", PLACE, "--date", DATE);
if (made !== 0) process.exit(made);

// A report that somebody worked in is never overwritten: the next one goes beside it.
let out = join(root, "out", "report");
let status = compare(out);
for (let copy = 2; status === USAGE_EXIT && existsSync(out) && copy < 10; copy += 1) {
  out = join(root, "out", `report-${copy}`);
  status = compare(out);
}
if (status === 0) {
  const page = join(out, "report.html");
  console.log(english ? `\nOpen ${relative(process.cwd(), page)} in a browser:\n${pathToFileURL(page).href}\nThe workbook for the clerk: ${relative(process.cwd(), join(out, "findings.xlsx"))}` : `\n用浏览器打开 ${relative(process.cwd(), page)}:\n${pathToFileURL(page).href}\n供经办人核查的工作簿:${relative(process.cwd(), join(out, "findings.xlsx"))}`);
}
process.exitCode = status;

function compare(folder) {
  return doudi("compare", join(demo, "rosters"), "--place", PLACE, "--date", DATE, "--out", folder);
}
