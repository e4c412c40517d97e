import { Client } from "pg";
import { startTestServer, type TestServer } from "../postgres/testServer.testkit.js";
import { Keyring } from "../sealing/keyring.js";
import { Database } from "./database.js";
import { migrate } from "./migrate.js";

/** A migrated database on a server of its own. */
export interface TestRecord {
  server: TestServer;
  database: Database;
  keyring: Keyring;
  /** Address of the application's account. */
  appUrl: string;
  ownerUrl: string;
  /** A connection as the application's account, without a scope. */
  connectAsApp(): Promise<Client>;
  stop(): Promise<void>;
}

export const APP_PASSWORD = "application";

export async function startTestRecord(): Promise<TestRecord> {
  const server = await startTestServer();
  const ownerUrl = server.url();
  await migrate(ownerUrl, APP_PASSWORD);
  const appUrl = server.url("postgres", "doudi_app", APP_PASSWORD);
  const database = new Database(appUrl);
  return {
    server, database, appUrl, ownerUrl,
    keyring: new Keyring(Buffer.alloc(32, 7)),
    async connectAsApp() {
      const client = new Client({ connectionString: appUrl });
      await client.connect();
      return client;
    },
    async stop() {
      await database.close();
      await server.stop();
    },
  };
}
