import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
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

/** Where a system keeps what is its own: keys.json (to be kept safe and apart from backups) and the embedded database. */
export class DataFolder {
  constructor(readonly path: string) {}

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
