import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { DoudiError } from "@doudi/contract";
import { Client, escapeIdentifier } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { databaseProblem } from "../postgres/databaseProblem.js";
import { type BackupHeader, type BackupTrailer, END_OF_ROWS } from "./backupFile.js";
import { tablesOf } from "./tablesOf.js";

export interface BackupOptions {
  /** Of the owner: a backup holds every county. */
  ownerUrl: string;
  path: string;
  version: string;
  takenAt: string;
  progress?: (table: string, rows: number) => void;
}

/**
 * Writes everything that is on record into one file, as of one moment, while others go on working. The file is there whole
 * or not at all. Keys are not in it. Throws DoudiError backup_exists, output_unwritable, database_*.
 */
export async function backup({ ownerUrl, path, version, takenAt, progress }: BackupOptions): Promise<BackupTrailer> {
  if (existsSync(path)) throw new DoudiError("backup_exists", { path });
  const { hostname, port } = new URL(ownerUrl);
  const client = new Client({ connectionString: ownerUrl, application_name: "doudi backup" });
  const half = `${path}.part`;
  try {
    await client.connect();
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows: migrations } = await client.query<{ name: string }>("SELECT name FROM public.doudi_migrations ORDER BY name");
    const header: BackupHeader = { doudi: version, schema: migrations.map(({ name }) => name), taken_at: takenAt };
    const gzip = createGzip({ level: 4 });
    const file = gzip.pipe(createWriteStream(half, { mode: 0o600, flags: "w" }));
    const written = finished(file);
    // Seen at the end; until then a full disk must not end the process.
    written.catch(() => undefined);
    const write = async (chunk: string | Buffer): Promise<void> => {
      if (file.errored !== null) throw file.errored;
      if (!gzip.write(chunk)) await Promise.race([once(gzip, "drain"), written]);
    };
    await write(`${JSON.stringify(header)}\n`);
    const tables: BackupTrailer["tables"] = {};
    for (const { table, columns } of await tablesOf(client)) {
      await write(`${JSON.stringify({ table, columns })}\n`);
      const digest = createHash("sha256");
      let rows = 0;
      for await (const chunk of client.query(copyTo(`COPY doudi.${escapeIdentifier(table)} (${columns.map(escapeIdentifier).join(", ")}) TO STDOUT`)) as AsyncIterable<Buffer>) {
        digest.update(chunk);
        for (const byte of chunk) if (byte === 10) rows += 1;
        await write(chunk);
      }
      await write(`${END_OF_ROWS}\n`);
      tables[table] = { rows, digest: digest.digest("hex") };
      progress?.(table, rows);
    }
    const { rows: heads } = await client.query<{ entries: string; head: string }>("SELECT seq::text AS entries, encode(digest, 'hex') AS head FROM doudi.audit_head");
    const trailer: BackupTrailer = { tables, audit: { entries: Number(heads[0]?.entries ?? 0), head: heads[0]?.head ?? "" } };
    await write(`${JSON.stringify(trailer)}\n`);
    gzip.end();
    await written;
    await client.query("COMMIT");
    await rename(half, path);
    return trailer;
  } catch (error) {
    await rm(half, { force: true });
    if (error instanceof Error && "code" in error && "syscall" in error && "path" in error) throw new DoudiError("output_unwritable", { path, detail: String(error.code) }, { cause: error });
    throw databaseProblem(error, `${hostname}:${port || "5432"}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
