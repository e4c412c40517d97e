import type { RosterKind } from "@doudi/contract";
import type { Engine } from "../engine/engine.js";
import { kindsSent, type RosterView } from "../persons/rosterView.js";
import { tableOf } from "../standardise/rosterTable.js";

/** The rows that a roster has of the persons of table hit, with their rowid. */
export function hitRowsOf(kind: RosterKind): string {
  return `hit_${kind}`;
}

/** Copies them out of every roster: what is asked of these persons later would read millions of rows of others each time. */
export async function makeHitRows(engine: Engine, view: RosterView): Promise<void> {
  for (const kind of kindsSent(view)) await engine.run(`CREATE TABLE ${hitRowsOf(kind)} AS SELECT t.* FROM ${tableOf(kind)} AS t WHERE t.pid IN (SELECT pid FROM hit)`);
}
