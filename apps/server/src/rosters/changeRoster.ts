import { DoudiError, maskText, type RosterKind } from "@doudi/contract";
import { VERSION_STATES, type VersionState } from "@doudi/contract/api";
import { loadKinds } from "@doudi/roster";
import { changeVersion, findInspection, holdRegister, lockVersion, recordAct, refreshPersons, rememberMapping, touchPersonsOf, type VersionRow, type Work } from "@doudi/store";
import type { Application } from "../application.js";
import type { Caller } from "../handler.js";
import type { KeptInspection } from "./inspectionView.js";

type Acting = Pick<Caller, "userId" | "areaCode" | "scope">;
type Parts = Pick<Application, "database" | "queue" | "now">;

const STATE_NAMES = { reading: "读取中", failed: "读取失败", read: "已读取", submitted: "已提交", signed: "已签发", withdrawn: "已撤回" } as const satisfies Record<VersionState, string>;

/** The version, locked, where it may go to that state. Throws not_found, version_state. */
async function getVersionFor(work: Work, county: string, versionId: number, next: VersionState): Promise<VersionRow> {
  const version = await lockVersion(work, county, versionId);
  if (version === undefined) throw new DoudiError("not_found");
  if (!(VERSION_STATES[version.state] as readonly VersionState[]).includes(next)) throw new DoudiError("version_state", { state: version.state, stateZh: STATE_NAMES[version.state] });
  return version;
}

/** Says that a version is what the department sends. Throws not_found, version_state. */
export async function submitRoster({ database, now }: Parts, { userId, areaCode, scope }: Acting, versionId: number): Promise<void> {
  await database.within(scope, async (work) => {
    await getVersionFor(work, areaCode, versionId, "submitted");
    await changeVersion(work, areaCode, versionId, { state: "submitted", submitted_by: userId, submitted_at: now() });
    await recordAct(work, { act: "roster.submit", objectKind: "roster_version", objectId: versionId });
  });
}

/** A second person signs the file that has the digest. Throws not_found, version_state, sign_same_person, sign_digest. */
export async function signRoster({ database, now }: Parts, { userId, areaCode, scope }: Acting, versionId: number, digest: string): Promise<void> {
  await database.within(scope, async (work) => {
    const version = await getVersionFor(work, areaCode, versionId, "signed");
    if (version.uploaded_by === userId || version.submitted_by === userId) throw new DoudiError("sign_same_person");
    if (version.digest !== digest) throw new DoudiError("sign_digest");
    await changeVersion(work, areaCode, versionId, { state: "signed", signed_by: userId, signed_at: now() });
    await recordAct(work, { act: "roster.sign", objectKind: "roster_version", objectId: versionId, detail: { digest } });
  });
}

/** Takes a version back: it stays on record and counts no more; what it said of persons is worked out anew. Throws not_found, version_state. */
export async function withdrawRoster({ database, now }: Parts, { userId, areaCode, scope }: Acting, versionId: number, reason: string): Promise<void> {
  await database.within(scope, (work) => getVersionFor(work, areaCode, versionId, "withdrawn"));
  // A department sees no persons, so the county's own eyes do it, in the user's name.
  await database.within({ ...scope, department: "all" }, async (work) => {
    await holdRegister(work, areaCode);
    await getVersionFor(work, areaCode, versionId, "withdrawn");
    await touchPersonsOf(work, areaCode, versionId);
    await changeVersion(work, areaCode, versionId, { state: "withdrawn", withdrawn_by: userId, withdrawn_at: now(), withdrawn_reason: reason });
    await refreshPersons(work, areaCode);
    await recordAct(work, { act: "roster.withdraw", objectKind: "roster_version", objectId: versionId });
  });
}

export interface CorrectedMapping {
  kind: RosterKind;
  columns: Readonly<Record<string, string>>;
  remember: boolean;
}

/** Corrects what the columns of a file mean and reads it again. Throws not_found, version_state, mapping_invalid. */
export async function mapRoster({ database, queue }: Parts, { userId, areaCode, scope }: Acting, versionId: number, { kind, columns, remember }: CorrectedMapping): Promise<void> {
  await database.within(scope, async (work) => {
    const version = await getVersionFor(work, areaCode, versionId, "reading");
    const inspection = (await findInspection(work, areaCode, versionId)) as KeptInspection | null;
    checkMapping(kind, columns, inspection);
    const headersDigest = inspection?.headers_digest ?? null;
    const { department } = version;
    if (remember && headersDigest !== null) await rememberMapping(work, { county: areaCode, department, headersDigest }, { kind, columns: { ...columns } }, userId);
    const job = await queue.add(work, { kind: "read_roster", objectId: versionId, county: areaCode, department, userId });
    await changeVersion(work, areaCode, versionId, { state: "reading", mapping: JSON.stringify({ kind, columns }), job_id: job, problem: null });
    await recordAct(work, { act: "roster.map", objectKind: "roster_version", objectId: versionId, detail: { kind, columns: Object.keys(columns).length, remember, job } });
  });
}

function checkMapping(kind: RosterKind, columns: Readonly<Record<string, string>>, inspection: KeptInspection | null): void {
  const known = loadKinds().byCode.get(kind)?.columns;
  const headers = new Set(inspection?.sheets.flatMap((sheet) => sheet.columns.map(({ header }) => header)));
  const taken = new Map<string, string>();
  for (const [header, column] of Object.entries(columns)) {
    const bare = header.replace(/#\d+$/, "");
    if (!headers.has(header) && !headers.has(bare)) throw new DoudiError("mapping_invalid", { detail: maskText(header) });
    if (column === "") continue;
    if (known?.has(column) !== true) throw new DoudiError("mapping_invalid", { detail: `${maskText(header)} → ${maskText(column)}` });
    const other = taken.get(column);
    if (other !== undefined) throw new DoudiError("mapping_invalid", { detail: `${maskText(other)}, ${maskText(header)} → ${column}` });
    taken.set(column, header);
  }
}
