import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { startEmbeddedServer } from "../embedded/embeddedServer.js";

/** A PostgreSQL server of a test's own. */
export interface TestServer {
  /** postgres:// address of the given database (`postgres` where none is given) as the superuser, or as another user. */
  url(database?: string, user?: string, password?: string): string;
  /** A connection as the superuser, to be ended by whoever asked for it. */
  connect(database?: string): Promise<Client>;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

const SETTINGS = { fsync: "off", full_page_writes: "off", max_wal_size: "4GB" } as const;

/** Starts a real PostgreSQL server with its data in a temporary folder, without fsync. */
export async function startTestServer(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "doudi-postgres-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const server = await startEmbeddedServer({ folder, password: "test", settings: SETTINGS });
    return {
      url: server.url,
      async connect(database) {
        const client = new Client({ connectionString: server.url(database) });
        await client.connect();
        return client;
      },
      async stop() {
        await server.stop();
        process.off("exit", remove);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
