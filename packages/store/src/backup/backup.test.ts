import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordAct, verifyAudit } from "../record/audit.js";
import { Database } from "../record/database.js";
import { incoming, ingest } from "../record/findings/findings.testkit.js";
import { migrate } from "../record/migrate.js";
import { APP_PASSWORD, startTestRecord, type TestRecord } from "../record/record.testkit.js";
import type { Scope } from "../record/scope.js";
import { backup } from "./backup.js";
import { restore } from "./restore.js";

const COUNTY: Scope = { userId: 1, areaCode: "533323", department: "all" };
const folder = mkdtempSync(join(tmpdir(), "doudi-backup-"));
let record: TestRecord;
let copies = 0;

beforeAll(async () => {
  record = await startTestRecord();
  await record.database.within(COUNTY, (work) => work.insertInto("sealing_keys").values({ key_version: 1, mark: record.keyring.mark }).execute());
});
afterAll(async () => {
  await record.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** An empty migrated database beside the first. */
async function another(): Promise<string> {
  const name = `copy_${(copies += 1)}`;
  const owner = await record.server.connect();
  await owner.query(`CREATE DATABASE ${name}`);
  await owner.end();
  await migrate(record.server.url(name), APP_PASSWORD);
  return name;
}

async function addPerson(name: string, id: string): Promise<void> {
  await record.database.within(COUNTY, async (work) => {
    const { person_no } = await work.insertInto("persons").values({ county_code: "533323", area_code: "533323101", name, initials: "x", sex: "male", birth_date: "1950-02-03", id_masked: "533***", id_index: record.keyring.index(id), id_sealed: record.keyring.seal("533323", id), key_version: 1 }).returning("person_no").executeTakeFirstOrThrow();
    await recordAct(work, { act: "person.reveal", objectKind: "person", objectId: person_no });
  });
}

const take = (name: string): ReturnType<typeof backup> => backup({ ownerUrl: record.ownerUrl, path: join(folder, name), version: "0", takenAt: "2026-01-01T00:00:00.000Z" });

describe("backup", () => {
  it("taken while others write holds one moment, and comes back whole", async () => {
    const texts = ["甲", "a\tb", "line\nbreak", "\\.", "\\N", "back\\slash", "“引号”", "😀"];
    for (const [at, text] of texts.entries()) await addPerson(text, `id${at}`);
    await ingest(record.database, "533323", 1, ["wrong.deceased"], ["甲", "乙"].map((word) => incoming(word, { code: "wrong.deceased", area: "533323101" })));
    const stop = new AbortController();
    let written = 0;
    const writer = (async () => {
      while (!stop.signal.aborted) await addPerson("后来", `later${(written += 1)}`);
    })();
    const taken = await take("while-writing.gz");
    stop.abort();
    await writer;

    const name = await another();
    const restored = await restore({ ownerUrl: record.server.url(name), path: join(folder, "while-writing.gz"), mark: record.keyring.mark });
    expect(restored.tables).toEqual(taken.tables);
    const database = new Database(record.server.url(name, "doudi_app", APP_PASSWORD));
    try {
      const persons = await database.within(COUNTY, (work) => work.selectFrom("persons").select(["person_no", "name", "id_sealed", "birth_date"]).orderBy("person_no").execute());
      // Persons and their acts on record were written together: a moment has as many of the one as of the other.
      expect(persons.length).toBe(taken.audit.entries);
      expect(persons.slice(0, texts.length).map((person) => person.name)).toEqual(texts);
      expect(record.keyring.open("533323", 1, persons[3]?.id_sealed ?? Buffer.alloc(0)).toString()).toBe("id3");
      expect(persons[0]?.birth_date).toBe("1950-02-03");
      expect(await database.within(COUNTY, verifyAudit)).toMatchObject({ broken_at: null, entries: taken.audit.entries });
      const { rows: counted } = await database.within(COUNTY, (work) => sql`SELECT state, n FROM finding_counts`.execute(work));
      expect(counted).toEqual([{ state: "open", n: 2 }]);
      const added = await database.within(COUNTY, (work) => work.insertInto("persons").values({ county_code: "533323", area_code: "533323", name: "新", initials: "x", sex: null, birth_date: null, id_masked: "", id_index: record.keyring.index("new"), id_sealed: Buffer.alloc(1), key_version: 1 }).returning("person_no").executeTakeFirstOrThrow());
      expect(added.person_no).toBeGreaterThan(Math.max(...persons.map(({ person_no }) => person_no)));
    } finally {
      await database.close();
    }
  });

  it("overwrites nothing: no file, and no database that holds something", async () => {
    await take("kept.gz");
    await expect(take("kept.gz")).rejects.toMatchObject({ code: "backup_exists" });
    await expect(take("no/such/folder.gz")).rejects.toMatchObject({ code: "output_unwritable" });
    await expect(restore({ ownerUrl: record.ownerUrl, path: join(folder, "kept.gz"), mark: record.keyring.mark })).rejects.toMatchObject({ code: "restore_not_empty" });
  });

  it("that was cut or changed anywhere restores nothing", async () => {
    await take("whole.gz");
    const text = gunzipSync(await readFile(join(folder, "whole.gz")));
    const url = record.server.url(await another());
    const path = join(folder, "damaged.gz");
    const refused = async (bytes: Buffer): Promise<void> => {
      await writeFile(path, bytes);
      await expect(restore({ ownerUrl: url, path, mark: record.keyring.mark })).rejects.toMatchObject({ code: expect.stringMatching(/^backup_|^database_/) });
    };
    await fc.assert(fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom("cut", "change"), async (at, how) => {
      const damaged = Buffer.from(how === "cut" ? text.subarray(0, at) : text);
      if (how === "change") damaged[at] = damaged[at] === 120 ? 121 : 120;
      // What says when it was taken, and by which version, is not part of what is checked.
      if (how === "change" && at < text.indexOf(10)) return;
      await refused(gzipSync(damaged));
    }), { numRuns: 40 });
    await refused(Buffer.from("not a backup"));
    await refused((await readFile(join(folder, "whole.gz"))).subarray(0, -20));
    await expect(restore({ ownerUrl: url, path: join(folder, "missing.gz"), mark: record.keyring.mark })).rejects.toMatchObject({ code: "backup_unreadable" });
    await expect(restore({ ownerUrl: url, path: join(folder, "whole.gz"), mark: Buffer.alloc(32) })).rejects.toMatchObject({ code: "key_wrong" });
    await restore({ ownerUrl: url, path: join(folder, "whole.gz"), mark: record.keyring.mark });
  });
});
