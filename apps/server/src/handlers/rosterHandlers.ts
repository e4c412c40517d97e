import { DoudiError, maskId } from "@doudi/contract";
import { type Answer, type rosterRoutes } from "@doudi/contract/api";
import { Divisions } from "@doudi/roster";
import { countiesOf, diffRosters, findInspection, findJob, findVersion, firstPeriod, listRosterRows, listVersions, recordAct, setStartsRuns, startsRuns, systemScope, type VersionRow, versionsOfYear } from "@doudi/store";
import type { Application } from "../application.js";
import type { Caller, Handlers } from "../handler.js";
import { mapRoster, signRoster, submitRoster, withdrawRoster } from "../rosters/changeRoster.js";
import type { KeptInspection } from "../rosters/inspectionView.js";
import { columnWords } from "../rosters/columnWords.js";
import { chinaDay } from "../rosters/quarter.js";
import { receiveRoster } from "../rosters/receiveRoster.js";
import { rosterCalendar } from "../rosters/rosterCalendar.js";
import { signatureSheet } from "../rosters/signatureSheet.js";
import { versionView } from "../rosters/versionView.js";

/** Rosters: what was sent, by whom, what it says, and who answers for it. */
export const rosterHandlers: Handlers<keyof typeof rosterRoutes> = {
  async rosterCalendar({ query, caller }, { database, now }) {
    const { versions, starts_runs } = await database.within(caller.scope, async (work) => ({ versions: await versionsOfYear(work, await countiesOf(work, caller.areaCode), query.year), starts_runs: await startsRuns(work, caller.areaCode) }));
    // Since when rosters are sent is a matter of the county, not of a department.
    const first = await database.within(systemScope(caller.areaCode), firstPeriod);
    return { ...rosterCalendar(query.year, chinaDay(now()), first, caller.scope.department, versions), starts_runs };
  },

  async setCalendar({ body, caller }, { database }) {
    await database.within(caller.scope, async (work) => {
      await setStartsRuns(work, caller.areaCode, body.starts_runs);
      await recordAct(work, { act: "calendar.set", objectKind: "county", objectId: caller.areaCode, detail: body });
    });
    return { done: true };
  },

  async rosters({ query, caller }, { database }) {
    const { cursor, limit, ...filter } = query;
    const found = await database.within(caller.scope, async (work) => listVersions(work, await countiesOf(work, caller.areaCode), filter, cursor === undefined ? null : readCursor(cursor), limit + 1));
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return { versions: shown.map(versionView), next: found.length > limit && last !== undefined ? writeCursor(last.version_id) : null };
  },

  async uploadRoster({ query, caller, upload }, application) {
    if (upload === null) throw new DoudiError("upload_empty");
    const versionId = await receiveRoster(application, caller, { name: query.name, bytes: upload.bytes, period: query.period, kind: query.kind });
    return getVersion(application, caller, versionId);
  },

  async roster({ params, caller }, application) {
    const version = await getVersion(application, caller, params.version_id);
    const kept = (await application.database.within(caller.scope, (work) => findInspection(work, version.county, params.version_id))) as KeptInspection | null;
    if (kept === null) return { version, inspection: null };
    const { headers_digest: _, ...inspection } = kept;
    return { version, inspection };
  },

  async mapRoster({ params, body, caller }, application) {
    await mapRoster(application, caller, params.version_id, body);
    return getVersion(application, caller, params.version_id);
  },

  async submitRoster({ params, caller }, application) {
    await submitRoster(application, caller, params.version_id);
    return getVersion(application, caller, params.version_id);
  },

  async signRoster({ params, body, caller }, application) {
    await signRoster(application, caller, params.version_id, body.digest);
    return getVersion(application, caller, params.version_id);
  },

  async withdrawRoster({ params, body, caller }, application) {
    await withdrawRoster(application, caller, params.version_id, body.reason);
    return getVersion(application, caller, params.version_id);
  },

  async rosterRows({ params, query, caller }, application) {
    const { county } = await getVersion(application, caller, params.version_id);
    const { keyring, database } = application;
    const found = await database.within(caller.scope, (work) => listRosterRows(work, county, params.version_id, { state: query.state, after: query.after, limit: query.limit + 1 }));
    const shown = found.slice(0, query.limit);
    const rows = shown.map((row) => {
      const numbers = row.sealed === null ? {} : (JSON.parse(keyring.open(county, row.key_version, row.sealed).toString("utf8")) as Record<string, string>);
      return { row: row.row_no, place: row.place, state: row.state, problem: row.problem?.[caller.lang] ?? null, cells: { ...maskNumbers(numbers), ...row.cells } };
    });
    return { columns: columnWords(rows), rows, next: found.length > query.limit ? (rows.at(-1)?.row ?? null) : null };
  },

  async rosterDifference({ params, query, caller }, application) {
    const [first, second] = [params.version_id, params.other_id].sort((a, b) => a - b);
    if (first === undefined || second === undefined) throw new DoudiError("not_found");
    const { county } = await getVersion(application, caller, first);
    if ((await getVersion(application, caller, second)).county !== county) throw new DoudiError("not_found");
    const difference = await application.database.within(caller.scope, (work) => diffRosters(work, county, first, second, { change: query.change, after: query.after, limit: query.limit + 1 }));
    const shown = difference.rows.slice(0, query.limit);
    const columns = columnWords(shown.flatMap(({ before, after }) => [{ cells: before ?? {} }, { cells: after ?? {} }]));
    return { ...difference, columns, rows: shown.map(({ change, name, before, after }) => ({ change, name, before, after })), next: difference.rows.length > query.limit ? (shown.at(-1)?.at ?? null) : null };
  },

  async rosterSheet({ params, caller }, application) {
    const version = await findAllowed(application, caller, params.version_id);
    divisions ??= Divisions.read();
    const place = divisions.chain(version.county_code).map(({ name }) => name).join("");
    return { file: { media: "text/html", name: null, body: signatureSheet(version, place) } };
  },

  async job({ params, caller }, { database }) {
    const job = await database.within(caller.scope, (work) => findJob(work, params.job_id));
    if (job === undefined) throw new DoudiError("not_found");
    return { job_id: job.job_id, kind: job.kind, state: job.state, step: job.step, done: job.done, total: job.total, problem: job.problem };
  },
};

let divisions: Divisions | undefined;

async function getVersion(application: Application, caller: Caller, versionId: number): Promise<Answer<"uploadRoster">> {
  return versionView(await findAllowed(application, caller, versionId));
}

/** Throws not_found for one that the caller may not see. */
async function findAllowed({ database }: Application, caller: Caller, versionId: number): Promise<VersionRow> {
  const version = await database.within(caller.scope, async (work) => findVersion(work, await countiesOf(work, caller.areaCode), versionId));
  if (version === undefined) throw new DoudiError("not_found");
  return version;
}

/** What is sealed, as people may see it; an address has no number to mask and stays sealed. */
function maskNumbers({ raw: _raw, address: _address, ...numbers }: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(numbers).map(([column, text]) => [column, maskId(text)]));
}

function writeCursor(versionId: number): string {
  return Buffer.from(String(versionId)).toString("base64url");
}

/** Throws request_invalid for a cursor that no answer gave. */
function readCursor(cursor: string): number {
  const versionId = Number(Buffer.from(cursor, "base64url").toString("latin1"));
  if (!Number.isSafeInteger(versionId) || versionId <= 0) throw new DoudiError("request_invalid");
  return versionId;
}
