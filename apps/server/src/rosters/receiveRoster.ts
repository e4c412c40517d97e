import { createHash } from "node:crypto";
import { DoudiError, type RosterKind } from "@doudi/contract";
import { departmentOf } from "@doudi/contract/api";
import { changeVersion, findSameFile, insertVersion, keepFile, recordAct } from "@doudi/store";
import type { Application } from "../application.js";
import type { Caller } from "../handler.js";

const READABLE = /\.(?:csv|xlsx|xls)$/i;
const LIMIT_MB = 200;

export interface ReceivedRoster {
  name: string;
  bytes: Buffer;
  period: string;
  kind: RosterKind | undefined;
}

/**
 * Takes a file in: sealed under its digest, a version on record, a job to read it; all of it or nothing. Returns the version.
 *
 * @throws DoudiError upload_empty, upload_too_large, upload_kind, roster_same_file
 */
export async function receiveRoster({ database, keyring, queue }: Pick<Application, "database" | "keyring" | "queue">, caller: Pick<Caller, "userId" | "department" | "areaCode" | "scope">, { name, bytes, period, kind }: ReceivedRoster): Promise<number> {
  const file = fileName(name);
  if (bytes.length === 0) throw new DoudiError("upload_empty");
  if (bytes.length > LIMIT_MB * 1_000_000) throw new DoudiError("upload_too_large", { limit: LIMIT_MB });
  if (!READABLE.test(file)) throw new DoudiError("upload_kind", { file });
  const county = caller.areaCode;
  const department = caller.department ?? (kind === undefined ? "civil_affairs" : departmentOf(kind));
  const digest = createHash("sha256").update(bytes).digest("hex");
  return database.within(caller.scope, async (work) => {
    const same = await findSameFile(work, { county, department, digest, period });
    if (same !== undefined) throw new DoudiError("roster_same_file", { version: same });
    await keepFile(work, keyring, { county, department, digest, bytes });
    const versionId = await insertVersion(work, { county_code: county, area_code: county, department, kind: kind ?? null, period, state: "reading", file_name: file, digest, bytes: bytes.length, uploaded_by: caller.userId });
    const job = await queue.add(work, { kind: "read_roster", objectId: versionId, county, department, userId: caller.userId });
    await changeVersion(work, county, versionId, { job_id: job });
    await recordAct(work, { act: "roster.upload", objectKind: "roster_version", objectId: versionId, detail: { department, period, kind: kind ?? null, digest, job } });
    return versionId;
  });
}

/** The name without folders and what cannot be seen; browsers may send either. */
function fileName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? "").replace(/\p{C}/gu, "").trim();
}
