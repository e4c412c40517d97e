import type { RosterKind } from "@doudi/contract";
import { literal } from "../engine/dialect.js";
import type { RosterView } from "./rosterView.js";

/** One value a person out of the several rows that a roster has of them; null where the roster lacks the columns. */
type Aggregate = (view: RosterView) => string | null;

const vehicle = (code: string): Aggregate => (view) => {
  const inUse = vehicleInUse(view);
  if (!view.hasColumn("vehicles", "vehicle_type")) return code === "other" ? count(inUse) : "0";
  const kind = code === "other" ? `coalesce(t.vehicle_type, -1) NOT IN (${["car", "large", "motorcycle", "tricycle", "farm", "disabled"].map((c) => view.code("vehicles", "vehicle_type", c)).join(", ")})` : `t.vehicle_type = ${view.code("vehicles", "vehicle_type", code)}`;
  return count(`${inUse} AND ${kind}`);
};

/** Aggregates by roster and name. `t` is the roster's standardised table. */
export const AGGREGATES: Partial<Record<RosterKind, Readonly<Record<string, { columns: readonly string[]; sql: Aggregate }>>>> = {
  vehicles: {
    ...Object.fromEntries(["car", "large", "motorcycle", "tricycle", "farm", "disabled", "other"].map((code) => [code, { columns: ["vehicle_type", "vehicle_status"], sql: vehicle(code) }])),
    note: {
      columns: ["plate", "vehicle_type", "vehicle_status"],
      sql: (view) => `${texts(view, [
        view.hasColumn("vehicles", "plate") ? "coalesce(t.plate, '')" : "''",
        view.hasColumn("vehicles", "vehicle_type") ? `coalesce(${view.codeLabel("vehicles", "vehicle_type", "t.vehicle_type")}, '')` : "''",
      ].join(" || ' ' || "))} FILTER (WHERE ${vehicleInUse(view)})`,
    },
  },
  property: {
    homes: { columns: ["property_use"], sql: (view) => count(view.hasColumn("property", "property_use") ? `t.property_use IS NULL OR t.property_use = ${view.code("property", "property_use", "home")}` : "TRUE") },
  },
  companies: {
    active: { columns: ["company_status", "company_role"], sql: (view) => count(liveCompany(view)) },
    note: { columns: ["company_name", "company_status", "company_role"], sql: (view) => (view.hasColumn("companies", "company_name") ? `${texts(view, "t.company_name")} FILTER (WHERE ${liveCompany(view)})` : null) },
  },
  deposits: { balance: { columns: ["balance_fen"], sql: (view) => sum(view, "deposits", "balance_fen") } },
  medical_aid: {
    self_paid: { columns: ["self_paid_fen"], sql: (view) => sum(view, "medical_aid", "self_paid_fen") },
    diseases: { columns: ["disease"], sql: (view) => (view.hasColumn("medical_aid", "disease") ? texts(view, "t.disease") : null) },
  },
  // Out of custody only where every row has a day of release; the last of them counts.
  incarcerated: { release: { columns: ["release_date"], sql: (view) => (view.hasColumn("incarcerated", "release_date") ? "CASE WHEN count(*) = count(t.release_date) THEN max(t.release_date) END" : null) } },
};

/** Not scrapped; a vehicle whose status is not told counts. */
function vehicleInUse(view: RosterView): string {
  return view.hasColumn("vehicles", "vehicle_status") ? `t.vehicle_status IS DISTINCT FROM ${view.code("vehicles", "vehicle_status", "scrapped")}` : "TRUE";
}

/** A legal representative, or one whose role is not said, of a company neither struck off nor dissolved. */
function liveCompany(view: RosterView): string {
  const status = view.hasColumn("companies", "company_status") ? `coalesce(t.company_status, 0) NOT IN (${view.code("companies", "company_status", "struck_off")}, ${view.code("companies", "company_status", "dissolved")})` : "TRUE";
  const role = view.hasColumn("companies", "company_role") ? `coalesce(t.company_role, ${view.code("companies", "company_role", "legal_representative")}) = ${view.code("companies", "company_role", "legal_representative")}` : "TRUE";
  return `${status} AND ${role}`;
}

function count(condition: string): string {
  return `CAST(count(*) FILTER (WHERE ${condition}) AS INTEGER)`;
}

function sum(view: RosterView, kind: RosterKind, column: string): string | null {
  return view.hasColumn(kind, column) ? `CAST(sum(t.${column}) AS BIGINT)` : null;
}

function texts(view: RosterView, expression: string): string {
  const separator = view.lang === "zh" ? "、" : ", ";
  return `string_agg(${expression}, ${literal(separator)} ORDER BY t.rowid)`;
}
