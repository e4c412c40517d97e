import type { RosterKind } from "@doudi/contract";
import type { FactValue } from "@doudi/policy";
import type { Evidence, EvidenceRow } from "@doudi/store";
import type { RosterValues } from "./rosterValues.js";

export type FactValues = Readonly<Record<string, FactValue>>;

/** What is known of a household from the rosters. */
export interface HouseholdEvidence {
  readonly householdNo: string;
  /** Rows of its members on the roster that names the household. */
  readonly rows: readonly EvidenceRow[];
  /** What all rosters say of these members. */
  readonly evidence: Evidence;
  /** The register's word on members, by person_no. */
  readonly persons: ReadonlyMap<number, { readonly idNumber: string; readonly sex: "male" | "female" | null; readonly birthDate: string | null }>;
  /** YYYY-MM-DD */
  readonly date: string;
}

/** One member with the rows of each kind that are about the person; the own row alone where nobody knows who it is. */
interface Member {
  readonly own: EvidenceRow;
  readonly on: (kind: RosterKind) => readonly EvidenceRow[];
}

const CAPACITIES: Readonly<Record<string, string>> = { full: "full", partial_loss: "partial", full_loss: "none", none_by_age: "none" };
const STAGES = new Set(["preschool", "primary", "junior", "senior", "vocational", "college"]);
const MONTHS = 12;

/**
 * The facts of a household and its members as far as rosters say them; what they do not say is left out and stays unknown.
 *
 * Registers that hold everybody they are about prove absence too: a member who is not on one that was signed is known not to
 * be there (dibao, tekun, poor, disabled, vehicles, property, companies, deposits). Where a member has no usable id, nobody
 * knows, so a count of the household stays unknown. Rosters of events or of a part (medical_aid, students, insurance, payroll,
 * pension) prove only who is on them.
 *
 * | fact | from |
 * |---|---|
 * | division_code | the township of the household's rows |
 * | hukou | dibao's urban or rural; the poor register is rural |
 * | vehicles | cars and large vehicles in use; houses: homes of property; business_registered: legal representatives of companies that are not dissolved or struck off; deposits_fen: balances added up |
 * | medical_self_paid_fen_year | what medical_aid says was paid oneself in the year before the day |
 * | poor_registered, exit_path | poor |
 * | already_on, on_dibao_since | dibao and tekun |
 * | birth_date, sex, id_number | the register of persons, else the row; name, relation: the row |
 * | labour_capacity | poor |
 * | disability_cert, disability_category, disability_grade | disabled |
 * | income_wage_fen_year, income_transfer_fen_year | payroll's and pension's month times twelve |
 * | major_disease | on medical_aid |
 * | student_stage, insured | students, insurance |
 * | member_status | deaths; incarcerated, as long as the term lasts |
 */
export function householdFromRosters({ householdNo, rows, evidence, persons, date }: HouseholdEvidence, values: RosterValues): { household: FactValues; members: FactValues[] } {
  const members = rows.map((own): Member => ({ own, on: (kind) => (own.person_no === null ? [own].filter((row) => row.kind === kind) : evidence.rows.filter((row) => row.kind === kind && row.person_no === own.person_no)) }));
  const all = (kind: RosterKind): EvidenceRow[] => members.flatMap(({ on }) => [...on(kind)]);
  const everybodyKnown = members.every(({ own }) => own.person_no !== null);
  /** Something that is worked out of the rows of a complete register; unknown without it or where a member is not known. */
  const complete = <T>(kind: RosterKind, of: (rows: readonly EvidenceRow[]) => T): T | null => (evidence.kinds.has(kind) && everybodyKnown ? of(all(kind)) : null);
  const has = (kind: RosterKind): boolean | null => (all(kind).length > 0 ? true : complete(kind, () => false));
  const [onDibao, onTekun] = [has("dibao"), has("tekun")];
  const dibaoTypes = only(all("dibao").map(({ cells }) => values.code(cells, "dibao_type")));
  const household: FactValues = {
    household_no: householdNo,
    division_code: only(rows.map(({ area_code: area }) => area.slice(0, 9))),
    hukou: dibaoTypes ?? (all("poor").length > 0 && all("dibao").length === 0 ? "rural" : null),
    vehicles: complete("vehicles", (vehicles) => vehicles.filter(({ cells }) => values.code(cells, "vehicle_status") !== "scrapped" && ["car", "large"].includes(values.code(cells, "vehicle_type") ?? "car")).length),
    houses: complete("property", (homes) => homes.filter(({ cells }) => (values.code(cells, "property_use") ?? "home") === "home").length),
    deposits_fen: complete("deposits", (accounts) => sum(accounts.map(({ cells }) => values.fen(cells, "balance_fen")))),
    business_registered: complete("companies", (companies) => companies.some(({ cells }) => (values.code(cells, "company_status") ?? "active") === "active" && (values.code(cells, "company_role") ?? "legal_representative") === "legal_representative")),
    medical_self_paid_fen_year: medicalCost(all("medical_aid"), values, date),
    poor_registered: has("poor"),
    exit_path: only(all("poor").map(({ cells }) => values.code(cells, "exit_path"))),
    already_on: onDibao === true ? (onTekun === true ? null : "dibao") : onTekun === true ? "tekun" : onDibao === false && onTekun === false ? "none" : null,
    on_dibao_since: all("dibao").map(({ cells }) => values.day(cells, "start_date")).filter((day) => day !== null).sort()[0] ?? null,
  };
  return { household, members: members.map((member) => memberFacts(member, evidence, persons, date, values)) };
}

function memberFacts({ own, on }: Member, evidence: Evidence, persons: HouseholdEvidence["persons"], date: string, values: RosterValues): FactValues {
  const person = own.person_no === null ? undefined : persons.get(own.person_no);
  const first = <T>(kind: RosterKind, of: (cells: EvidenceRow["cells"]) => T | null): T | null => on(kind).map(({ cells }) => of(cells)).find((value) => value !== null) ?? null;
  const stage = first("students", (cells) => values.code(cells, "student_stage"));
  const insured = first("insurance", (cells) => values.code(cells, "insured_status"));
  const grade = first("disabled", (cells) => values.code(cells, "disability_grade"));
  const wage = first("payroll", (cells) => values.fen(cells, "payroll_fen_month"));
  const pension = first("pension", (cells) => values.fen(cells, "pension_fen_month"));
  return {
    id_number: person?.idNumber ?? null,
    name: own.name,
    birth_date: person?.birthDate ?? values.day(own.cells, "birth_date"),
    sex: person?.sex ?? values.code(own.cells, "sex"),
    relation: values.code(own.cells, "relation"),
    labour_capacity: CAPACITIES[first("poor", (cells) => values.code(cells, "labour_capacity")) ?? ""] ?? null,
    disability_cert: on("disabled").length > 0 ? true : evidence.kinds.has("disabled") && own.person_no !== null ? false : null,
    disability_category: first("disabled", (cells) => values.code(cells, "disability_category")),
    disability_grade: grade === null ? null : Number(grade),
    income_wage_fen_year: wage === null ? null : wage * MONTHS,
    income_transfer_fen_year: pension === null ? null : pension * MONTHS,
    major_disease: on("medical_aid").length > 0 ? true : null,
    student_stage: stage !== null && STAGES.has(stage) ? stage : null,
    insured: on("insurance").length === 0 ? null : insured !== "false",
    member_status: statusOf(on, date, values),
  };
}

function statusOf(on: Member["on"], date: string, values: RosterValues): string | null {
  if (on("deaths").length > 0) return "deceased";
  const serving = on("incarcerated").find(({ cells }) => (values.day(cells, "release_date") ?? "9999-12-31") > date);
  const kind = serving === undefined ? null : values.code(serving.cells, "incarceration_kind");
  return kind === "prison" ? "imprisoned" : kind === "detoxification" ? "detox" : null;
}

/** Treatments without a day count: the roster is of the last quarters. */
function medicalCost(rows: readonly EvidenceRow[], values: RosterValues, date: string): number | null {
  const yearBefore = `${Number(date.slice(0, 4)) - 1}${date.slice(4)}`;
  const within = rows.filter(({ cells }) => {
    const day = values.day(cells, "treatment_date");
    return day === null || (day > yearBefore && day <= date);
  });
  return within.length === 0 ? null : sum(within.map(({ cells }) => values.fen(cells, "self_paid_fen")));
}

/** Unknown where a part is. */
function sum(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((total, part) => (total === null || part === null ? null : total + part), 0);
}

/** The one value that those who say something agree on. */
function only(said: readonly (string | null)[]): string | null {
  const [first = null, ...others] = new Set(said.filter((value) => value !== null));
  return others.length === 0 ? first : null;
}
