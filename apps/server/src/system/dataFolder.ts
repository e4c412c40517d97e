import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DoudiError } from "@doudi/contract";
import { Keyring } from "@doudi/store";

/** What must not stand in the database or its backups. */
export interface Secrets {
  /** 32 bytes; whoever loses them cannot open what was sealed. */
  masterKey: Buffer;
  /** Of the embedded server's superuser. */
  ownerPassword: string;
  /** Of the account doudi_app. */
  appPassword: string;
}

interface KeyFile {
  master_key: string;
  owner_password: string;
  app_password: string;
}

const KEY_FILE = "keys.json";
const LOCK_FILE = "serve.pid";

/** Where a system keeps what is its own: keys.json (to be kept safe and apart from backups) and the embedded database. */
export class DataFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  get keyFile(): string {
    return join(this.path, KEY_FILE);
  }

  get database(): string {
    return join(this.path, "postgres");
  }

  /**
   * The secrets; made on the first start. Where a database is there already and no key file, none is made: what was sealed
   * could never be opened again. Throws DoudiError key_missing, key_wrong, output_unwritable.
   */
  async secrets(): Promise<Secrets> {
    if (existsSync(this.keyFile)) return readSecrets(this.keyFile);
    if (existsSync(join(this.database, "data", "PG_VERSION"))) throw new DoudiError("key_missing", { path: this.keyFile });
    const made: KeyFile = { master_key: Keyring.generate().toString("base64"), owner_password: randomBytes(24).toString("base64url"), app_password: randomBytes(24).toString("base64url") };
    await mkdir(this.path, { recursive: true, mode: 0o711 });
    // On the disk before anything is sealed with it.
    const half = `${this.keyFile}.part`;
    await writeFile(half, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
    const file = await open(half, "r");
    await file.sync();
    await file.close();
    await rename(half, this.keyFile);
    return secretsOf(made, this.keyFile);
  }

  /**
   * Keeps the folder for this process until it ends or the returned function is called. A lock whose process is gone counts
   * for nothing. Throws DoudiError already_running.
   */
  async lock(): Promise<() => Promise<void>> {
    await mkdir(this.path, { recursive: true, mode: 0o711 });
    const file = join(this.path, LOCK_FILE);
    for (;;) {
      try {
        await writeFile(file, String(process.pid), { flag: "wx" });
        return async () => rm(file, { force: true });
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw new DoudiError("output_unwritable", { path: this.path, detail: String(Reflect.get(Object(error), "code")) }, { cause: error });
      }
      const pid = Number(await readFile(file, "utf8").catch(() => ""));
      if (pid !== process.pid && (await isDoudi(pid))) throw new DoudiError("already_running", { path: this.path, pid });
      await rm(file, { force: true });
    }
  }

  /** Puts the keys of another system into a new folder, for a restore. */
  async adopt(keyFile: string): Promise<void> {
    if (!existsSync(keyFile)) throw new DoudiError("key_missing", { path: keyFile });
    await readSecrets(keyFile);
    if (existsSync(this.keyFile)) return;
    await mkdir(this.path, { recursive: true, mode: 0o711 });
    await writeFile(this.keyFile, await readFile(keyFile), { mode: 0o600 });
    await chmod(this.keyFile, 0o600);
  }
}

/** Whether a process of this number runs and is one of ours; where that cannot be told, it is taken for one. */
async function isDoudi(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "node");
  return command.includes("node");
}

async function readSecrets(path: string): Promise<Secrets> {
  try {
    return secretsOf(JSON.parse(await readFile(path, "utf8")) as KeyFile, path);
  } catch (error) {
    if (error instanceof DoudiError) throw error;
    throw new DoudiError("input_missing", { path }, { cause: error });
  }
}

function secretsOf(file: KeyFile, path: string): Secrets {
  const masterKey = Buffer.from(String(file.master_key), "base64");
  if (masterKey.length !== 32 || typeof file.owner_password !== "string" || typeof file.app_password !== "string") throw new DoudiError("key_file_invalid", { path });
  return { masterKey, ownerPassword: file.owner_password, appPassword: file.app_password };
}
