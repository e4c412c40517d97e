import type { Bilingual } from "@doudi/contract";
import { type Engine, identifier, type SqlRow } from "@doudi/roster";
import { crossChecks, type MemberPass } from "./crossChecks.js";
import { fileNameOf, type HouseholdInput } from "./householdInput.js";
import { type InputFact, valueOrAbsent } from "./inputFact.js";
import type { InputProblem, ProblemCode } from "./inputProblem.js";
import { loadParquet } from "./loadParquet.js";
import { loadText } from "./loadText.js";
import { readJsonLines } from "./readJsonLines.js";
import { readCsvPair, readWorkbookInput, sheetNames } from "./readTables.js";
import { needsRowHash } from "./rowHash.js";
import { RowLayout, type TextRow } from "./rowLayout.js";
import { UnknownKeys } from "./unknownKeys.js";

export interface LoadOptions {
  readonly engine: Engine;
  readonly input: HouseholdInput;
  readonly facts: readonly InputFact[];
  /** The day decided for, YYYY-MM-DD: nobody is born after it. */
  readonly date: string;
  /** Where only this household is of interest: Parquet files are read for it and what it may clash with alone. */
  readonly only?: string | undefined;
  /** Whether input hashes will be wanted (hashedHouseholdsSql); they are where it is not given. */
  readonly hashed?: boolean | undefined;
  /** Gathers more of the members into `member_digests` in the pass that checks them. */
  readonly memberPass?: MemberPass | undefined;
  /** Opens an engine that reads Parquet, where `engine` cannot; closed again here. */
  readonly openScratch: () => Promise<Engine>;
}

/** The tables `households` and `persons` as they now stand in the engine. */
export interface LoadedHouseholds {
  /** What can be decided. */
  readonly households: number;
  readonly persons: number;
  /** Households with something wrong, rows that name no household included. */
  readonly rejected: number;
  readonly problems: number;
  readonly warnings: readonly Bilingual[];
  /** What is wrong, in the order of files, rows and keys. */
  rejections(): AsyncIterable<InputProblem[]>;
}

/**
 * Brings households into the engine: the tables `households` (household_no and a column a fact) and `persons` (household_no,
 * person_no, a column a fact), without those that have something wrong; Parquet files become views of the same shape.
 * `member_digests` has a row for each household with members. person_no orders the members of a household and starts at 1 or later. Throws DoudiError where the input as a whole cannot be read.
 */
export async function loadHouseholds(options: LoadOptions): Promise<LoadedHouseholds> {
  const { engine, input, facts, date } = options;
  const warnings: Bilingual[] = [];
  const unknown = new UnknownKeys();
  if (input.format === "parquet") {
    await loadParquet({ ...options, input, unknown });
  } else {
    const layout = new RowLayout(facts, engine);
    const tables = { facts, layout, unknown, note: (warning: Bilingual) => void warnings.push(warning) };
    const rows: AsyncIterable<TextRow[]> =
      input.format === "jsonl" ? readJsonLines(input.path, facts, layout, unknown)
      : input.format === "csv" ? readCsvPair(input.households, input.persons, tables)
      : readWorkbookInput(input.path, tables);
    await loadText(engine, rows, facts, layout);
  }
  const whole = await crossChecks(engine, { facts, date, keys: input.format === "jsonl" ? "json" : "table", hashed: options.hashed ?? true, memberPass: options.memberPass });
  const allSound = await keepSound(engine, facts);
  const [left = whole] = allSound ? [] : await engine.rows("SELECT (SELECT count(*) FROM households) AS households, (SELECT count(*) FROM persons) AS persons");
  const [counts = {}] = await engine.rows(`SELECT (SELECT count(*) FROM problems) AS problems, (SELECT count(*) FROM rejected_households) + (SELECT count(*) FROM (SELECT DISTINCT level, "row" FROM problems WHERE household_no IS NULL) r) AS rejected`);
  const sheets = input.format === "xlsx" ? await sheetNames(input.path) : { household: "", member: "" };
  const places = { h: { file: fileNameOf(input, "household"), sheet: sheets.household }, m: { file: fileNameOf(input, "member"), sheet: sheets.member } };
  return {
    households: Number(left.households),
    persons: Number(left.persons),
    rejected: Number(counts["rejected"]),
    problems: Number(counts["problems"]),
    warnings: [...warnings, ...unknown.warnings(input.format === "jsonl" ? "key" : "column")],
    rejections: () => rejections(engine, places),
  };
}

/** The final tables: without households that have something wrong, and with what a missing key means. Tells whether there were none. */
async function keepSound(engine: Engine, facts: readonly InputFact[]): Promise<boolean> {
  await engine.run("CREATE TABLE rejected_households AS SELECT DISTINCT household_no FROM problems WHERE household_no IS NOT NULL");
  const [{ n } = { n: 0 }] = await engine.rows("SELECT count(*) AS n FROM rejected_households");
  for (const [table, level, order] of [["households", "household", ""], ["persons", "member", ", t.person_no"]] as const) {
    const hash = needsRowHash(engine) ? ", t.row_hash" : "";
    const columns = facts.filter((fact) => fact.level === level && fact.id !== "household_no").map((fact) => `, ${valueOrAbsent(fact, `t.${identifier(fact.id)}`)} AS ${identifier(fact.id)}`);
    const sound = n === 0 ? "" : " WHERE NOT EXISTS (SELECT 1 FROM rejected_households r WHERE r.household_no = t.household_no)";
    await engine.run(`CREATE VIEW ${table} AS SELECT t.household_no${order}${hash}${columns.join("")} FROM ${table}_in t${sound}`);
  }
  return n === 0;
}

async function* rejections(engine: Engine, places: Readonly<Record<"h" | "m", { file: string; sheet: string }>>): AsyncGenerator<InputProblem[]> {
  // Where both come from one file, a household's members stand in its row.
  const together = places.h.file === places.m.file && places.h.sheet === places.m.sheet;
  const order = [...(together ? [`"row"`, "level"] : ["level", `"row"`]), engine.dialect.byCodePoint(`"key"`), engine.dialect.byCodePoint("code"), engine.dialect.byCodePoint("household_no")].join(", ");
  for await (const batch of engine.stream(`SELECT level, "row", household_no, "key", code, "value", other FROM problems ORDER BY ${order}`)) {
    yield batch.map((row) => problemOf(row, row["level"] === "m" ? places.m : places.h));
  }
}

function problemOf(row: SqlRow, place: { file: string; sheet: string }): InputProblem {
  const householdNo = row["household_no"];
  return {
    ...place,
    row: Number(row["row"]),
    householdNo: householdNo === null || householdNo === undefined ? null : String(householdNo),
    key: String(row["key"]),
    code: String(row["code"]) as ProblemCode,
    value: String(row["value"] ?? ""),
    other: String(row["other"] ?? ""),
  };
}
