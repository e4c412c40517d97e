import type { RosterKind } from "@doudi/contract";
import { literal } from "../engine/dialect.js";
import { birthOf, idOf, isMale } from "../standardise/idNumber.js";
import { type RosterView, kindsSent } from "./rosterView.js";

type SqlType = "BOOLEAN" | "INTEGER" | "BIGINT" | "DATE" | "VARCHAR";
type Columns = Partial<Record<RosterKind, readonly string[]>>;

/**
 * How a fact of the policy packs comes out of the person row, where every roster sent is an alias named after its kind.
 * `needs` are the rosters and columns without which it is unknown for everybody; `uses` are read where they are there.
 */
export interface FactSource {
  type: SqlType;
  needs: Columns;
  /** Columns of which a roster must have one. */
  needsOneOf?: Columns;
  uses?: Columns;
  /** What else must hold of the rosters sent; where it does not, one of the columns in `uses` is what is missing. */
  able?(view: RosterView): boolean;
  /** Rosters that must list the members of a household. */
  needsMembers?: readonly RosterKind[];
  /** Aggregate columns of rosters with several rows a person that the fact reads. */
  sums?: Partial<Record<RosterKind, readonly string[]>>;
  /** Side tables the fact joins. */
  joins?: readonly SideTable[];
  sql(view: RosterView): string;
  /** What `sql` comes to for somebody on none of the rosters in `needs` and `uses`, as a constant. */
  elsewhere?(view: RosterView): string;
}

export const SIDE_TABLES = ["household_of_dibao", "household_of_poor", "household_profile", "name_truth", "places_dibao", "places_tekun"] as const;
export type SideTable = (typeof SIDE_TABLES)[number];

/** The rosters that say something about a person's disability, in the order in which they are asked. */
const DISABILITY_ROSTERS = ["disabled", "disability_care", "disability_living"] as const satisfies readonly RosterKind[];

const DISABILITY_COLUMNS = ["disability_category", "disability_grade", "certificate"];
const DISABILITY_USES: Columns = { disabled: DISABILITY_COLUMNS, disability_living: DISABILITY_COLUMNS, disability_care: DISABILITY_COLUMNS };

const HEAD_COLUMNS: Columns = { dibao: ["head_name", "head_id", "relation"], poor: ["head_name", "head_id", "relation"] };

const onRoster = (kind: RosterKind): FactSource => ({ type: "BOOLEAN", needs: { [kind]: [] }, sql: (view) => presence(view, kind), elsewhere: (view) => absence(view, kind) });

const counted = (kind: RosterKind, name: string, type: SqlType = "INTEGER", needed: readonly string[] = []): FactSource => ({
  type, needs: { [kind]: needed }, sums: { [kind]: [name] },
  // Who is not on the roster has none; what its rows do not tell is unknown.
  sql: () => (type === "VARCHAR" ? `${kind}.${name}` : `CASE WHEN ${kind}.pid IS NULL THEN 0 ELSE ${kind}.${name} END`),
  elsewhere: () => (type === "VARCHAR" ? "CAST(NULL AS VARCHAR)" : "0"),
});

const coded = (kind: RosterKind, column: string): FactSource => ({ type: "VARCHAR", needs: { [kind]: [column] }, sql: (view) => view.codeText(kind, column, `${kind}.${column}`) });

const places = (kind: "dibao" | "tekun"): FactSource => ({
  type: "INTEGER", needs: { [kind]: [] }, joins: [`places_${kind}`],
  sql: () => `CASE WHEN ${kind}.pid IS NOT NULL THEN coalesce(places_${kind}.places, 1) ELSE 0 END`,
  elsewhere: () => "0",
});

/** Every person fact that rosters can supply, by its id in the packs. Money is fen. */
export const FACTS: Readonly<Record<string, FactSource>> = {
  as_of: { type: "DATE", needs: {}, sql: (view) => `DATE ${literal(view.date)}` },
  age: { type: "INTEGER", needs: {}, sql: (view) => `CAST(${view.dialect.intDiv(`(${dateNumber(view.date)} - ${birthOf(view.dialect, "pid")})`, 10000)} AS INTEGER)` },
  birth_date: { type: "DATE", needs: {}, sql: (view) => view.dialect.dateOf(birthOf(view.dialect, "pid")) },
  sex: { type: "VARCHAR", needs: {}, sql: () => `CASE WHEN ${isMale("pid")} THEN 'male' ELSE 'female' END` },

  on_dibao: onRoster("dibao"),
  on_tekun: onRoster("tekun"),
  on_poor: onRoster("poor"),
  on_disabled: onRoster("disabled"),
  on_medical_aid: onRoster("medical_aid"),
  on_insurance: { type: "BOOLEAN", needs: { insurance: [] }, uses: { insurance: ["insured_status"] }, sql: insured, elsewhere: (view) => absence(view, "insurance") },
  on_temporary_aid: onRoster("temporary_aid"),
  on_disability_living: onRoster("disability_living"),
  on_disability_care: onRoster("disability_care"),
  on_deaths: onRoster("deaths"),
  on_payroll: onRoster("payroll"),
  on_pension: onRoster("pension"),
  on_incarcerated: onRoster("incarcerated"),
  on_margin: onRoster("margin"),
  on_orphans: onRoster("orphans"),
  on_students: onRoster("students"),

  dibao_class: coded("dibao", "dibao_class"),
  dibao_places: places("dibao"),
  tekun_places: places("tekun"),
  registered_exit_path: coded("poor", "exit_path"),
  lifted: { type: "BOOLEAN", needs: { poor: ["lifted"] }, sql: (view) => `CASE poor.lifted WHEN ${view.code("poor", "lifted", "true")} THEN TRUE WHEN ${view.code("poor", "lifted", "false")} THEN FALSE END` },
  registered_labour_capacity: coded("poor", "labour_capacity"),
  relation: {
    type: "VARCHAR", needs: {}, uses: { poor: ["relation"], dibao: ["relation"] },
    sql: (view) => firstOf((["poor", "dibao"] as const).filter((kind) => view.hasColumn(kind, "relation")).map((kind) => view.codeText(kind, "relation", `${kind}.relation`)), "VARCHAR"),
  },
  poor_household_on_dibao: {
    type: "BOOLEAN", needs: { poor: ["household_no"], dibao: [] }, needsMembers: ["poor"], joins: ["household_of_poor"],
    sql: (view) => `CASE WHEN poor.pid IS NOT NULL ${view.membersListed("dibao") ? "" : `AND coalesce(household_of_poor.on_dibao, 0) - ${present01("dibao")} > 0`} THEN coalesce(household_of_poor.on_dibao, 0) - ${present01("dibao")} > 0 ${view.membersListed("dibao") ? "ELSE FALSE" : ""} END`,
  },
  household_disabled: { type: "INTEGER", needs: { disabled: [] }, joins: ["household_profile"], sql: () => "CAST(household_profile.disabled AS INTEGER)" },
  household_elderly: { type: "INTEGER", needs: {}, joins: ["household_profile"], sql: () => "CAST(household_profile.elderly AS INTEGER)" },

  disability_category: { type: "VARCHAR", needs: { disabled: [] }, needsOneOf: { disabled: ["disability_category", "certificate"] }, uses: DISABILITY_USES, sql: (view) => categoryText(categoryOf(view, "disabled")) },
  disability_grade: { type: "INTEGER", needs: { disabled: [] }, needsOneOf: { disabled: ["disability_grade", "certificate"] }, uses: DISABILITY_USES, sql: (view) => `CAST(${gradeOf(view, "disabled")} AS INTEGER)` },
  disability_differs: { type: "BOOLEAN", needs: { disabled: [] }, able: (view) => disabilityConflicts(view).length > 0, uses: DISABILITY_USES, sql: disabilityDiffers, elsewhere: () => "FALSE" },
  disability_note: { type: "VARCHAR", needs: { disabled: [] }, uses: DISABILITY_USES, sql: disabilityNote },
  medical_self_paid_fen: counted("medical_aid", "self_paid", "BIGINT", ["self_paid_fen"]),
  disease: counted("medical_aid", "diseases", "VARCHAR", ["disease"]),
  death_date: { type: "DATE", needs: { deaths: [] }, uses: { deaths: ["death_date", "cremation_date"] }, sql: (view) => view.dialect.dateOf(firstOf(["death_date", "cremation_date"].filter((c) => view.hasColumn("deaths", c)).map((c) => `deaths.${c}`), "INTEGER")) },

  vehicles_car: counted("vehicles", "car"),
  vehicles_large: counted("vehicles", "large"),
  vehicles_motorcycle: counted("vehicles", "motorcycle"),
  vehicles_tricycle: counted("vehicles", "tricycle"),
  vehicles_farm: counted("vehicles", "farm"),
  vehicles_disabled: counted("vehicles", "disabled"),
  vehicles_other: counted("vehicles", "other"),
  vehicle_note: counted("vehicles", "note", "VARCHAR"),
  homes: counted("property", "homes"),
  companies_active: counted("companies", "active"),
  company_note: counted("companies", "note", "VARCHAR"),
  payroll_unit: { type: "VARCHAR", needs: { payroll: ["unit"] }, sql: () => "payroll.unit" },
  bank_deposits_fen: counted("deposits", "balance", "BIGINT", ["balance_fen"]),
  pension_fen_month: { type: "BIGINT", needs: { pension: ["pension_fen_month"] }, sql: () => "pension.pension_fen_month" },
  release_date: { type: "DATE", needs: { incarcerated: ["release_date"] }, sums: { incarcerated: ["release"] }, sql: (view) => view.dialect.dateOf("incarcerated.release") },

  // Whether names differ is settled after folding, outside the engine: until then a person whose texts differ is unknown.
  name_differs: { type: "BOOLEAN", needs: {}, joins: ["name_truth"], sql: () => "coalesce(name_truth.differs, FALSE)" },
  // Told of those alone whose names differ as written.
  names_note: { type: "VARCHAR", needs: {}, joins: ["name_truth"], sql: () => "name_truth.note" },
  heads_differ: { type: "BOOLEAN", needs: { dibao: [], poor: [] }, needsOneOf: HEAD_COLUMNS, joins: ["household_of_dibao", "household_of_poor"], sql: headsDiffer },
  heads_note: {
    type: "VARCHAR", needs: { dibao: [], poor: [] }, joins: ["household_of_dibao", "household_of_poor"],
    sql: (view) => view.lang === "zh"
      ? `'低保户主' || coalesce(${headText(view, "dibao")}, '不详') || ',建档立卡户主' || coalesce(${headText(view, "poor")}, '不详')`
      : `'head on dibao ' || coalesce(${headText(view, "dibao")}, 'unknown') || ', on the poor register ' || coalesce(${headText(view, "poor")}, 'unknown')`,
  },
};

/** The head of the person's household: the name, and the id where two heads bear one name. */
function headText(view: RosterView, kind: "dibao" | "poor"): string {
  const namesakes = "household_of_dibao.head_name = household_of_poor.head_name AND household_of_dibao.head_pid <> household_of_poor.head_pid";
  return `(household_of_${kind}.head_name || CASE WHEN ${namesakes} THEN '(' || ${idOf(view.dialect, `household_of_${kind}.head_pid`)} || ')' ELSE '' END)`;
}

/** TRUE or FALSE where the heads' ids or folded names settle it, NULL where they do not. */
function headsDiffer(): string {
  const pids = "household_of_dibao.head_pid IS NOT NULL AND household_of_poor.head_pid IS NOT NULL";
  return `CASE WHEN dibao.pid IS NULL OR poor.pid IS NULL THEN FALSE WHEN ${pids} THEN household_of_dibao.head_pid <> household_of_poor.head_pid WHEN household_of_dibao.head_fold IS NOT NULL AND household_of_poor.head_fold IS NOT NULL THEN household_of_dibao.head_fold <> household_of_poor.head_fold END`;
}

/** On the insurance roster, unless it says that the insurance has stopped. */
function insured(view: RosterView): string {
  const listed = presence(view, "insurance");
  return view.hasColumn("insurance", "insured_status") ? `(CASE WHEN insurance.insured_status = ${view.code("insurance", "insured_status", "false")} THEN FALSE ELSE ${listed} END)` : listed;
}

/** Whether the person stands on the roster; on one that lists heads only, absence says nothing. */
function presence(view: RosterView, kind: RosterKind): string {
  return view.membersListed(kind) ? `(${kind}.pid IS NOT NULL)` : `(CASE WHEN ${kind}.pid IS NOT NULL THEN TRUE END)`;
}

function absence(view: RosterView, kind: RosterKind): string {
  return view.membersListed(kind) ? "FALSE" : "CAST(NULL AS BOOLEAN)";
}

function present01(kind: RosterKind): string {
  return `CASE WHEN ${kind}.pid IS NOT NULL THEN 1 ELSE 0 END`;
}

/** The first of some expressions that is known. */
export function firstOf(expressions: readonly string[], type: SqlType): string {
  if (expressions.length === 0) return `CAST(NULL AS ${type})`;
  return expressions.length === 1 ? (expressions[0] ?? "") : `coalesce(${expressions.join(", ")})`;
}

function dateNumber(date: string): string {
  return date.replaceAll("-", "");
}

/** The number of the category, 1 to 7: by the column, else by the certificate. */
function categoryOf(view: RosterView, kind: RosterKind): string {
  return numberOf(view, kind, "disability_category", "cert_category");
}

function gradeOf(view: RosterView, kind: RosterKind): string {
  return numberOf(view, kind, "disability_grade", "cert_grade");
}

function numberOf(view: RosterView, kind: RosterKind, column: string, ofCertificate: string): string {
  return firstOf([
    ...(view.hasColumn(kind, column) ? [`CASE WHEN ${kind}.${column} > 0 THEN ${kind}.${column} END`] : []),
    ...(view.hasColumn(kind, "certificate") ? [`${kind}.${ofCertificate}`] : []),
  ], "INTEGER");
}

/** Categories are numbered as on the certificate, so that column and certificate can be compared as numbers. */
export const CATEGORY_CODES = ["visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple"] as const;

function categoryText(number: string): string {
  return `CASE ${number} ${CATEGORY_CODES.map((code, i) => `WHEN ${i + 1} THEN '${code}'`).join(" ")} END`;
}

interface DisabilityStatement {
  label: { zh: string; en: string };
  category: string | null;
  grade: string | null;
}

/** What each source says of the person's disability: columns and certificate of each roster. */
function disabilityStatements(view: RosterView): DisabilityStatement[] {
  const names = { disabled: { zh: "残疾人册", en: "disabled roster" }, disability_care: { zh: "护理补贴册", en: "care subsidy roster" }, disability_living: { zh: "生活补贴册", en: "living subsidy roster" } };
  return DISABILITY_ROSTERS.filter((kind) => view.has(kind)).flatMap((kind) => {
    const column = (id: string): string | null => (view.hasColumn(kind, id) ? `CASE WHEN ${kind}.${id} > 0 THEN ${kind}.${id} END` : null);
    const byColumns = { label: names[kind], category: column("disability_category"), grade: column("disability_grade") };
    const byCertificate = { label: { zh: `${names[kind].zh}证号`, en: `certificate on the ${names[kind].en}` }, category: `${kind}.cert_category`, grade: `${kind}.cert_grade` };
    return view.hasColumn(kind, "certificate") ? [byColumns, byCertificate] : [byColumns];
  });
}

/** TRUE for each pair of statements that disagree; none where there are no two statements of one thing. */
function disabilityConflicts(view: RosterView): string[] {
  const differ = (expressions: string[]): string[] => (expressions.length < 2 ? [] : expressions.map((expression) => `coalesce(${expression} <> coalesce(${expressions.join(", ")}), FALSE)`));
  const statements = disabilityStatements(view);
  return [...differ(statements.flatMap(({ category }) => category ?? [])), ...differ(statements.flatMap(({ grade }) => grade ?? []))];
}

function disabilityDiffers(view: RosterView): string {
  return `(${disabilityConflicts(view).join(" OR ")})`;
}

function disabilityNote(view: RosterView): string {
  const zh = ["视力", "听力", "言语", "肢体", "智力", "精神", "多重"];
  const labels = view.lang === "zh" ? zh : CATEGORY_CODES;
  const parts = disabilityStatements(view).map(({ label, category, grade }) => {
    const what = category === null ? "''" : `coalesce(CASE ${category} ${labels.map((text, i) => `WHEN ${i + 1} THEN '${text}'`).join(" ")} END, '')`;
    const degree = grade === null ? "''" : view.lang === "zh" ? `coalesce(CAST(${grade} AS VARCHAR) || '级', '')` : `coalesce(' grade ' || CAST(${grade} AS VARCHAR), '')`;
    return `CASE WHEN coalesce(${category ?? "NULL"}, ${grade ?? "NULL"}) IS NOT NULL THEN '${label[view.lang]}' || '${view.lang === "zh" ? ":" : ": "}' || ${what} || ${degree} END`;
  });
  return `concat_ws('${view.lang === "zh" ? ";" : "; "}', ${parts.join(", ")})`;
}

/** The rosters sent that carry names, for comparing them. */
export function namedKinds(view: RosterView): RosterKind[] {
  return kindsSent(view).filter((kind) => view.hasColumn(kind, "name"));
}
