import { DoudiError } from "@doudi/contract";
import { Database, embeddedPort, KeptServer, Keyring, migrate } from "@doudi/store";
import type { DataFolder } from "./dataFolder.js";

/** The system of record, open: for the server and for the commands about it. */
export interface OpenRecord {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly database: Database;
  readonly keyring: Keyring;
  readonly masterKey: Buffer;
  /** Null where DATABASE_URL names another server. */
  readonly embedded: KeptServer | null;
  /** The migrations that were run now. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

export interface RecordOptions {
  folder: DataFolder;
  /** An account that may create roles and schemas on another server; without it the embedded one is started. */
  databaseUrl?: string | undefined;
  connections?: number;
  /** Use the embedded server that another process runs on the folder, where there is one: for commands beside a running system. */
  attach?: boolean;
  /** Told when the embedded server died, and when it is up again. */
  onState?: (state: "down" | "up") => void;
}

const EMBEDDED_SETTINGS = { shared_buffers: "256MB", max_wal_size: "1GB", max_connections: "60" } as const;

/**
 * Starts the embedded PostgreSQL or takes the one named, brings it up to this version and checks that the keys are those
 * its data were sealed with. Throws DoudiError key_*, database_*.
 */
export async function openRecord({ folder, databaseUrl, connections, attach = false, onState }: RecordOptions): Promise<OpenRecord> {
  const secrets = await folder.secrets();
  const port = attach && databaseUrl === undefined ? await embeddedPort(folder.database) : null;
  const elsewhere = databaseUrl ?? (port === null ? undefined : `postgres://postgres:${encodeURIComponent(secrets.ownerPassword)}@127.0.0.1:${port}/postgres`);
  const embedded = elsewhere === undefined ? await KeptServer.start({ folder: folder.database, password: secrets.ownerPassword, settings: EMBEDDED_SETTINGS, onState }) : null;
  let database: Database | null = null;
  try {
    const ownerUrl = elsewhere ?? embedded?.url() ?? "";
    const migrated = await migrate(ownerUrl, secrets.appPassword);
    const appUrl = asApplication(ownerUrl, secrets.appPassword);
    database = new Database(appUrl, connections);
    const keyring = new Keyring(secrets.masterKey);
    await checkKey(database, keyring);
    const opened = database;
    return {
      ownerUrl, appUrl, database, keyring, masterKey: secrets.masterKey, embedded, migrated,
      async close() {
        await opened.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await database?.close();
    await embedded?.stop();
    throw error;
  }
}

function asApplication(ownerUrl: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = "doudi_app";
  url.password = encodeURIComponent(password);
  return url.href;
}

/** The first start leaves the key's mark in the database; every other one must have the same. */
async function checkKey(database: Database, keyring: Keyring): Promise<void> {
  await database.within({ userId: null, areaCode: "0", department: "none" }, async (work) => {
    await work.insertInto("sealing_keys").values({ key_version: keyring.version, mark: keyring.mark }).onConflict((conflict) => conflict.doNothing()).execute();
    const { mark } = await work.selectFrom("sealing_keys").select("mark").where("key_version", "=", keyring.version).executeTakeFirstOrThrow();
    if (!mark.equals(keyring.mark)) throw new DoudiError("key_wrong");
  });
}
