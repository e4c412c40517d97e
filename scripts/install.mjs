// Before `npm start` and `npm test`: installs what package-lock.json asks for where that changed, and builds. Needs no dependency.
// `--stamp` only notes that the installation is up to date; npm runs that after every install.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = join(root, "node_modules", ".doudi-lock");

function lockDigest() {
  return createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).digest("hex");
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8").trim() === lockDigest();
}

/** Whether the built page is newer than everything it is made of. */
function isWebBuilt() {
  const built = statSync(join(root, "apps", "web", "dist", "index.html"), { throwIfNoEntry: false });
  if (built === undefined) return false;
  return ["apps/web", "packages/contract/src"].every((folder) => newest(join(root, folder)) <= built.mtimeMs);
}

function newest(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    if (entry.name === "dist" || entry.name === "node_modules") return latest;
    const path = join(folder, entry.name);
    return Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }, 0);
}

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Doudi 需要 Node.js 20.19 或更高版本,当前为 ${process.versions.node}。请到 https://nodejs.org 下载安装。`);
  console.error(`Doudi needs Node.js 20.19 or newer; this is ${process.versions.node}. Get it at https://nodejs.org.`);
  process.exit(1);
}

if (process.argv.includes("--stamp")) {
  writeFileSync(stampFile, `${lockDigest()}\n`);
} else if (isInstalled()) {
  run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-b"]);
  if (!isWebBuilt()) run("npm", ["run", "build", "--silent", "-w", "apps/web"]);
} else {
  console.error("安装依赖 / installing dependencies: npm ci");
  run("npm", ["ci", "--no-fund", "--no-audit"]);
}
