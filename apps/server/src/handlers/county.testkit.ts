import { ROSTER_KINDS, type RosterKind } from "@doudi/contract";
import { type Department, departmentOf, type Role } from "@doudi/contract/api";
import { idWithCheck, nameInitials } from "@doudi/roster";
import { loadDivisions, type NewRow, nameGrams, type Scope, scopeOf } from "@doudi/store";
import { startTestRecord, type TestRecord } from "@doudi/store/testkit";
import type { Application } from "../application.js";
import type { Caller } from "../handler.js";
import { PackLaw } from "../law.js";

export interface TestPerson {
  readonly personNo: number;
  readonly id: string;
  readonly name: string;
  readonly area: string;
}

/** A row of a roster: whose, in which household, what it says. A person or the name of somebody without a usable id. */
export interface TestRow {
  readonly who: TestPerson | { readonly name: string; readonly area: string };
  readonly household?: string;
  readonly cells?: Readonly<Record<string, string>>;
  readonly numbers?: Readonly<Record<string, string>>;
  readonly state?: "accepted" | "duplicate" | "rejected";
}

/** The application on a real database, filled by hand. */
export class TestCounty {
  readonly #sequences = new Map<string, number>();

  private constructor(
    readonly record: TestRecord,
    readonly application: Application,
    readonly law: PackLaw,
  ) {}

  static async start(now = "2020-07-10T02:00:00.000Z"): Promise<TestCounty> {
    const record = await startTestRecord();
    const law = await PackLaw.open();
    const unused = (): never => {
      throw new Error("no jobs here");
    };
    const application: Application = { database: record.database, keyring: record.keyring, law, queue: { add: unused }, now: () => new Date(now) };
    await record.database.within({ userId: null, areaCode: "53", department: "all" }, loadDivisions);
    return new TestCounty(record, application, law);
  }

  caller(role: Role, areaCode: string, department: Department | null = null): Caller {
    return { userId: 7, login: role, name: role, role, department, areaCode, lang: "zh", session: "", scope: scopeOf({ userId: 7, areaCode, role, department }) };
  }

  system(county: string): Scope {
    return { userId: null, areaCode: county, department: "all" };
  }

  async addPerson(name: string, area: string, birth = "19800305", sex: "male" | "female" = "female", county = area.slice(0, 6)): Promise<TestPerson> {
    const sequence = this.#sequences.get(birth) ?? 0;
    this.#sequences.set(birth, sequence + 1);
    const id = idWithCheck(`533399${birth}${String(sequence * 2 + (sex === "male" ? 1 : 0)).padStart(3, "0")}`) ?? "";
    const { keyring, database } = this.record;
    const personNo = await database.within(this.system(area.slice(0, 2)), async (work) => {
      const { person_no: number } = await work.insertInto("persons").values({
        county_code: county, area_code: area, name, initials: nameInitials(name), sex, birth_date: `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`, village: "", id_masked: `${id.slice(0, 3)}***********${id.slice(-4)}`,
        id_index: keyring.index(id), id_sealed: keyring.seal(county, id), key_version: keyring.version,
      }).returning("person_no").executeTakeFirstOrThrow();
      const grams = nameGrams(name).map((gram) => ({ county_code: county, gram, area_code: area, person_no: number }));
      if (grams.length > 0) await work.insertInto("person_grams").values(grams).execute();
      return number;
    });
    return { personNo, id, name, area };
  }

  /** A version with its rows; returns its number. */
  async addRoster(county: string, kind: RosterKind, period: string, rows: readonly TestRow[], state: NewRow<"roster_versions">["state"] = "signed"): Promise<number> {
    const { keyring, database } = this.record;
    const department = departmentOf(kind);
    return database.within(this.system(county.slice(0, 2)), async (work) => {
      const { version_id: version } = await work.insertInto("roster_versions").values({
        county_code: county, area_code: county, department, kind, period, state, file_name: `${ROSTER_KINDS[kind].zh}.xlsx`, digest: `${kind}${period}`, bytes: 1, job_id: null, rows: rows.length, accepted: rows.length,
        uploaded_by: 1, submitted_by: 1, submitted_at: "2020-07-01T00:00:00Z", signed_by: state === "signed" ? 2 : null, signed_at: state === "signed" ? "2020-07-02T00:00:00Z" : null, withdrawn_by: null, withdrawn_reason: null,
      }).returning("version_id").executeTakeFirstOrThrow();
      for (const [at, { who, household, cells = {}, numbers = {}, state: rowState = "accepted" }] of rows.entries()) {
        const known = "personNo" in who;
        await work.insertInto("roster_rows").values({
          county_code: county, version_id: version, row_no: at + 1, area_code: who.area, department, kind, period, place: `${ROSTER_KINDS[kind].zh}.xlsx#Sheet1#${at + 2}`, state: rowState, problem: null,
          person_no: known ? who.personNo : null, household_no: household ?? null, name: who.name, cells: JSON.stringify(cells), sealed: keyring.seal(county, JSON.stringify(known ? { id_number: who.id, ...numbers } : numbers)), key_version: keyring.version,
        }).execute();
      }
      return version;
    });
  }

  async addFinding(county: string, person: TestPerson, values: Partial<NewRow<"findings">> = {}): Promise<string> {
    const id = String(person.personNo).padStart(8, "0");
    await this.record.database.within(this.system(county), async (work) => {
      await work.insertInto("findings").values({
        county_code: county, finding_id: id, area_code: person.area, code: "missed.severe_disability", severity: "high", rank: 1, state: "open", person_no: person.personNo, name: person.name, id_masked: "533***********0000",
        reason: "", source: "", rows: "[]", score: null, fingerprint: Buffer.alloc(1), assigned_area: null, assigned_by: null, due: null, check_reason: null, evidence: null, verdict: "none", first_run: 1, last_run: 1, ...values,
      }).execute();
      await work.insertInto("finding_events").values({ county_code: county, finding_id: id, area_code: person.area, user_id: null, act: "found", detail: "{}", batch: null }).execute();
    });
    return id;
  }

  stop(): Promise<void> {
    return this.record.stop();
  }
}
