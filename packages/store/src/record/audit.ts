import type { ActName, ActObject } from "@doudi/contract/api";
import { sql } from "kysely";
import type { Work } from "./database.js";

export interface Act {
  /** What was done, such as finding.check; a permission's name where there is one. */
  act: ActName;
  objectKind: ActObject;
  objectId: string | number;
  /** Ids and codes, never a name or a number of a person. */
  detail?: Readonly<Record<string, string | number | boolean | null>>;
  /** Where it happened; the user's own area where none is given. */
  area?: string;
}

/** Puts an act on record, in the same transaction. Writers stand in line from here on: call it last. */
export async function recordAct(work: Work, { act, objectKind, objectId, detail, area }: Act): Promise<void> {
  await sql`SELECT doudi.audit_append(${act}, ${objectKind}, ${String(objectId)}, ${JSON.stringify(detail ?? {})}::jsonb, ${area ?? null})`.execute(work);
}

/** Whether every entry is as it was written and none is missing. `broken_at` is the first that is not. */
export async function verifyAudit(work: Work): Promise<{ entries: number; broken_at: number | null; head: string }> {
  const { rows } = await sql<{ entries: number; broken_at: number | null; head: string }>`SELECT entries, broken_at, head FROM doudi.audit_verify()`.execute(work);
  const [result] = rows;
  if (result === undefined) throw new Error("audit_verify answered nothing");
  return result;
}

/** Whether a digest that was noted once is still in the chain: a chain that was cut short and written on has lost it. */
export async function isInChain(work: Work, head: string): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/.test(head)) return false;
  const { rows } = await sql<{ found: boolean }>`SELECT doudi.audit_has(decode(${head}, 'hex')) AS found`.execute(work);
  return rows[0]?.found === true;
}
