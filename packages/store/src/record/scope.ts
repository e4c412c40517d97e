import { type Department, isAllowed, type Role, ROLES } from "@doudi/contract/api";

/** Whose work a transaction is and how far it sees. PostgreSQL enforces it row by row. */
export interface Scope {
  /** Null for the system's own jobs. */
  readonly userId: number | null;
  /** Everything whose division begins with it is seen. */
  readonly areaCode: string;
  /** The one department whose rosters are seen; "all" for civil affairs and supervisors, "none" for whoever sees no persons. */
  readonly department: Department | "all" | "none";
}

/** The scope of a user of a role. */
export function scopeOf(user: { userId: number; areaCode: string; role: Role; department: Department | null }): Scope {
  const seesPersons = isAllowed(user.role, "person.read") || isAllowed(user.role, "roster.read");
  const department = ROLES[user.role].ownDepartmentOnly ? (user.department ?? "none") : seesPersons ? "all" : "none";
  return { userId: user.userId, areaCode: user.areaCode, department };
}

/** The scope of the system's own work in a county. */
export function systemScope(county: string): Scope {
  return { userId: null, areaCode: county, department: "all" };
}

/** The first division code after everything below one: 533323 → 533324. */
export function afterArea(code: string): string {
  const last = code.length - 1;
  return `${code.slice(0, last)}${String.fromCharCode(code.charCodeAt(last) + 1)}`;
}
