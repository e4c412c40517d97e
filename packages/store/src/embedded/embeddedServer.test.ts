import { mkdir, mkdtemp, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repairLinks } from "./embeddedServer.js";

it("makes the library links that the server's package lists, once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "doudi-links-"));
  try {
    await mkdir(join(folder, "native", "lib"), { recursive: true });
    await writeFile(join(folder, "native", "lib", "libx.so.1.2"), "");
    await writeFile(join(folder, "native", "pg-symlinks.json"), JSON.stringify([{ source: "native/lib/libx.so.1.2", target: "native/lib/libx.so.1" }, { source: "native/lib/libx.so.1.2", target: "native/lib/libx.so" }]));
    await repairLinks(folder);
    await repairLinks(folder);
    expect(await Promise.all(["libx.so.1", "libx.so"].map((name) => readlink(join(folder, "native", "lib", name))))).toEqual(["libx.so.1.2", "libx.so.1.2"]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
