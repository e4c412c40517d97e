import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { DoudiError } from "@doudi/contract";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { databaseProblem } from "../postgres/databaseProblem.js";

const MIGRATIONS = new URL("../../migrations/", import.meta.url);
/** Any number, the same for everybody who migrates: they wait for each other. */
const LOCK = 4_027_533_323;

export interface Migration {
  name: string;
  sql: string;
  digest: string;
}

/** The migrations that come with this version, in order. */
export async function readMigrations(folder = MIGRATIONS): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(names.map(async (name) => {
    const text = await readFile(new URL(name, folder), "utf8");
    return { name, sql: text, digest: createHash("sha256").update(text).digest("hex") };
  }));
}

/**
 * Brings a database up to this version, each migration whole or not at all, and gives the application's account its
 * password. Running it twice, or two at a time, does it once.
 *
 * @param ownerUrl of an account that may create roles and schemas
 * @returns the names of the migrations that were run
 * @throws DoudiError database_*; migration_changed where one that was run reads otherwise now; database_newer
 */
export async function migrate(ownerUrl: string, appPassword: string, migrations?: readonly Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const { hostname, port, pathname } = new URL(ownerUrl);
  const server = `${hostname}:${port || "5432"}`;
  const client = new Client({ connectionString: ownerUrl, application_name: "doudi migrate", connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const { rows: roles } = await client.query("SELECT FROM pg_roles WHERE rolname = 'doudi_app'");
    await client.query(`${roles.length === 0 ? "CREATE" : "ALTER"} ROLE doudi_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD ${escapeLiteral(appPassword)}`);
    await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${escapeIdentifier(decodeURIComponent(pathname.slice(1)))} TO doudi_app`);
    await client.query("CREATE TABLE IF NOT EXISTS public.doudi_migrations (name text PRIMARY KEY, digest text NOT NULL, run_at timestamptz NOT NULL DEFAULT now())");
    await client.query("GRANT SELECT ON public.doudi_migrations TO doudi_app");
    const { rows: run } = await client.query<{ name: string; digest: string }>("SELECT name, digest FROM public.doudi_migrations ORDER BY name");
    for (const { name, digest } of run) {
      const known = wanted.find((migration) => migration.name === name);
      if (known === undefined) throw new DoudiError("database_newer", { name });
      if (known.digest !== digest) throw new DoudiError("migration_changed", { name });
    }
    const left = wanted.filter(({ name }) => !run.some((done) => done.name === name));
    for (const { name, sql, digest } of left) {
      await client.query("BEGIN");
      await client.query(sql);
      await client.query("INSERT INTO public.doudi_migrations (name, digest) VALUES ($1, $2)", [name, digest]);
      await client.query("COMMIT");
    }
    return left.map(({ name }) => name);
  } catch (error) {
    throw databaseProblem(error, server);
  } finally {
    await client.end().catch(() => undefined);
  }
}
