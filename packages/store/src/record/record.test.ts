import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "pg";
import { sql } from "kysely";
import { recordAct, verifyAudit } from "./audit.js";
import { migrate, readMigrations } from "./migrate.js";
import { APP_PASSWORD, startTestRecord, type TestRecord } from "./record.testkit.js";
import type { Scope } from "./scope.js";

let record: TestRecord;
beforeAll(async () => {
  record = await startTestRecord();
});
afterAll(() => record.stop());

const COUNTY: Scope = { userId: 1, areaCode: "533323", department: "all" };
const TOWNSHIP: Scope = { userId: 2, areaCode: "533323101", department: "all" };

async function addPerson(scope: Scope, area: string, name: string): Promise<void> {
  await record.database.within(scope, async (work) => {
    const id = `${area}${name}`;
    await work.insertInto("persons").values({
      county_code: area.slice(0, 6), area_code: area, name, initials: "x", sex: null, birth_date: null, id_masked: "533***", id_index: record.keyring.index(id), id_sealed: record.keyring.seal(area.slice(0, 6), id), key_version: 1,
    }).execute();
  });
}
const names = (scope: Scope): Promise<string[]> => record.database.within(scope, async (work) => (await work.selectFrom("persons").select("name").orderBy("name").execute()).map(({ name }) => name));

describe("migrations", () => {
  it("run once, however often and however many at a time", async () => {
    const database = "again";
    const owner = await record.server.connect();
    await owner.query(`CREATE DATABASE ${database}`);
    await owner.end();
    const url = record.server.url(database);
    const [first, second] = await Promise.all([migrate(url, APP_PASSWORD), migrate(url, APP_PASSWORD)]);
    expect([...(first ?? []), ...(second ?? [])].sort()).toEqual((await readMigrations()).map(({ name }) => name));
    expect(await migrate(url, APP_PASSWORD)).toEqual([]);
  });

  it("refuse a database that is newer, and a migration that was changed", async () => {
    const migrations = await readMigrations();
    await expect(migrate(record.ownerUrl, APP_PASSWORD, migrations.slice(1))).rejects.toMatchObject({ code: "database_newer" });
    await expect(migrate(record.ownerUrl, APP_PASSWORD, migrations.map((migration) => ({ ...migration, digest: "other" })))).rejects.toMatchObject({ code: "migration_changed" });
  });
});

describe("scope", () => {
  it("shows the rows of the own area alone, and lets nobody write outside it", async () => {
    await addPerson(COUNTY, "533323101", "甲");
    await addPerson(COUNTY, "533323102", "乙");
    await addPerson({ ...COUNTY, areaCode: "533324" }, "533324101", "丙");
    expect(await names(COUNTY)).toEqual(["乙", "甲"]);
    expect(await names(TOWNSHIP)).toEqual(["甲"]);
    expect(await names({ ...COUNTY, areaCode: "5333" })).toEqual(["丙", "乙", "甲"]);
    await expect(addPerson(TOWNSHIP, "533323102", "丁")).rejects.toThrow(/row-level security/);
  });

  it("shows a department no persons, and whoever has no scope nothing", async () => {
    expect(await names({ ...COUNTY, department: "disabled_federation" })).toEqual([]);
    expect(await names({ ...COUNTY, department: "none" })).toEqual([]);
    const client = await record.connectAsApp();
    try {
      expect((await client.query("SELECT FROM doudi.persons")).rowCount).toBe(0);
      await client.query("SELECT set_config('doudi.area_from', '', false)");
      expect((await client.query("SELECT FROM doudi.persons")).rowCount).toBe(0);
    } finally {
      await client.end();
    }
  });

  it("is on for every table of a county", async () => {
    const owner = await record.server.connect();
    try {
      const { rows } = await owner.query<{ relname: string }>("SELECT relname FROM pg_class WHERE relnamespace = 'doudi'::regnamespace AND relkind = 'r' AND NOT relrowsecurity ORDER BY relname");
      expect(rows.map(({ relname }) => relname)).toEqual(["audit_head", "divisions", "sealing_keys"]);
    } finally {
      await owner.end();
    }
  });
});

describe("audit", () => {
  it("is a chain that shows a changed and a removed entry", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => record.database.within(COUNTY, (work) => recordAct(work, { act: "person.reveal", objectKind: "person", objectId: n }))));
    const verify = (): ReturnType<typeof verifyAudit> => record.database.within(COUNTY, verifyAudit);
    expect(await verify()).toMatchObject({ entries: 20, broken_at: null });
    const owner = await record.server.connect();
    try {
      await owner.query("BEGIN; UPDATE doudi.audit SET object_id = '99' WHERE seq = 7; COMMIT");
      expect((await verify()).broken_at).toBe(7);
      await owner.query("DELETE FROM doudi.audit WHERE seq = 7");
      expect((await verify()).broken_at).toBe(8);
      await owner.query("DELETE FROM doudi.audit WHERE seq > 5");
      expect((await verify()).broken_at).toBe(20);
    } finally {
      await owner.end();
    }
  });

  it("cannot be written around by the application", async () => {
    const statements = ["INSERT INTO doudi.audit SELECT * FROM doudi.audit", "UPDATE doudi.audit SET act = 'x'", "DELETE FROM doudi.audit", "UPDATE doudi.finding_events SET act = 'x'", "DELETE FROM doudi.findings"];
    for (const statement of statements) await expect(record.database.within(COUNTY, (work) => sql.raw(statement).execute(work))).rejects.toMatchObject({ code: "database_forbidden" });
  });
});

describe("a connection that is not the application's", () => {
  it("is refused without its password", async () => {
    const client = new Client({ connectionString: record.server.url("postgres", "doudi_app", "wrong") });
    await expect(client.connect()).rejects.toThrow(/password/);
  });
});
