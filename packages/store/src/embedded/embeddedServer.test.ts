import { mkdir, mkdtemp, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { expect, it } from "vitest";
import { repairLinks, startEmbeddedServer } from "./embeddedServer.js";

it("takes its data over from a server whose owner was killed, with everything committed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "doudi-orphan-"));
  const ask = async (url: string, statement: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  };
  try {
    const orphan = await startEmbeddedServer({ folder, password: "first" });
    await ask(orphan.url(), "CREATE TABLE kept AS SELECT 42 AS answer");
    const next = await startEmbeddedServer({ folder, password: "first" });
    expect(orphan.process.exitCode ?? orphan.process.signalCode).not.toBeNull();
    expect(await ask(next.url(), "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    next.process.kill("SIGKILL");
    await new Promise((done) => next.process.once("exit", done));
    const last = await startEmbeddedServer({ folder, password: "first" });
    expect(await ask(last.url(), "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await last.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

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
