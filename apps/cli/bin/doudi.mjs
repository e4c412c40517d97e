#!/usr/bin/env node
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const main = new URL("../dist/main.js", import.meta.url);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Doudi 需要 Node.js 20.19 或更高版本,当前为 ${process.versions.node}。Doudi needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exitCode = 2;
} else if (!existsSync(fileURLToPath(main))) {
  console.error("Doudi 尚未编译,请先运行 npm ci。Doudi is not built yet: run npm ci first.");
  process.exitCode = 2;
} else {
  const { main: run } = await import(main.href);
  await run(process.argv.slice(2));
}
