import { FINDINGS, isFindingCode, maskText, ROSTER_KINDS, type Bilingual, DoudiError, type RosterKind } from "@doudi/contract";
import { type Finding, isAllowed, type Person, type personRoutes } from "@doudi/contract/api";
import { renderExplanation } from "@doudi/report/explanation";
import { loadKinds } from "@doudi/roster";
import {
  countiesOf, currentEvidence, type EvidenceRow, findingEventsOfPerson, findingsOfPersons, findPerson, findPersons, maskedCells, namesOf, pageCursor, type PersonLine, personLines, readCursor, recordAct, type RowOf,
  rowsOfHousehold, rowsOfPerson, searchPersons, toFinding, type Work,
} from "@doudi/store";
import { explainFromRosters } from "../explain/explainFromRosters.js";
import { householdFromRosters } from "../explain/householdFromRosters.js";
import { RosterValues } from "../explain/rosterValues.js";
import type { Caller, Handlers } from "../handler.js";
import { packPlace } from "../law.js";
import { columnWords } from "../rosters/columnWords.js";
import { chinaDay } from "../rosters/quarter.js";

const kinds = loadKinds();
const values = new RosterValues(kinds);
const EVENT_KINDS = [...kinds.byCode.values()].filter(({ events }) => events).map(({ kind }) => kind);

/** Persons and households: search, their files, the whole number, what they would get today. */
export const personHandlers: Handlers<keyof typeof personRoutes> = {
  async searchPersons({ body, caller }, { database, keyring }) {
    const area = body.area ?? caller.areaCode;
    const after = body.cursor === undefined ? null : keyOf(body.cursor);
    return database.within(caller.scope, async (work) => {
      const { by, persons, next } = await searchPersons(work, keyring, { text: body.text, area, after, limit: body.limit });
      return { by, persons: await shown(work, persons), next: next === null ? null : pageCursor([next.sort, next.person_no]) };
    });
  },

  async person({ params, caller }, { database, keyring }) {
    return database.within(caller.scope, async (work) => {
      const found = await findPerson(work, caller.areaCode, params.person_no);
      if (found === undefined) throw new DoudiError("not_found");
      const rows = await rowsOfPerson(work, found.county_code, found.person_no);
      const [person] = await shown(work, await personLines(work, [found.county_code], [found]));
      if (person === undefined) throw new DoudiError("not_found");
      const events = await findingEventsOfPerson(work, found.county_code, found.person_no);
      const facts = rows.map((row) => ({ kind: row.kind, period: row.period, version_id: row.version_id, state: row.version_state, ...placeOf(row.place), cells: maskedCells(keyring, row) }));
      return {
        person, facts,
        columns: columnWords(facts),
        households: householdsOf(rows),
        findings: await findingsShown(work, await findingsOfPersons(work, found.county_code, [found.person_no])),
        timeline: [...versionMoments(rows), ...events.map(findingMoment)].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)),
      };
    });
  },

  async household({ params, query, caller }, { database, keyring }) {
    return database.within(caller.scope, async (work) => {
      const { county, rows } = await householdRows(work, caller, params, query.county);
      const members = [...new Set(rows.flatMap(({ person_no: no }) => (no === null ? [] : [no])))];
      const masked = new Map((await personLines(work, [], members.map((no) => ({ county_code: county, person_no: no })))).map(({ person_no: no, id_masked: id }) => [no, id]));
      const area = rows[0]?.area_code ?? county;
      return {
        kind: params.kind, household_no: params.household_no, county, area: { code: area, name: (await namesOf(work, [area])).get(area) ?? area },
        members: rows.map((row) => ({
          period: row.period, version_id: row.version_id, person_no: row.person_no, name: row.name,
          id_masked: (row.person_no === null ? undefined : masked.get(row.person_no)) ?? maskedCells(keyring, row)["id_number"] ?? "", relation: row.cells["relation"] ?? null,
        })),
        findings: await findingsShown(work, await findingsOfPersons(work, county, members)),
      };
    });
  },

  async revealPerson({ params, body, caller }, application) {
    const { database, keyring } = application;
    // The server refused it before; whole numbers are asked for twice.
    if (!isAllowed(caller.role, "person.reveal")) throw new DoudiError("forbidden");
    return database.within(caller.scope, async (work) => {
      const person = await findPerson(work, caller.areaCode, params.person_no);
      if (person === undefined) throw new DoudiError("not_found");
      const idNumber = keyring.open(person.county_code, person.key_version, person.id_sealed).toString("utf8");
      await recordAct(work, { act: "person.reveal", objectKind: "person", objectId: person.person_no, area: person.area_code, detail: { purpose: maskText(body.purpose.replaceAll(/\p{Cc}/gu, " "), [person.name]) } });
      return { id_number: idNumber, recorded_at: application.now().toISOString() };
    });
  },

  async explainHousehold({ params, body, caller }, application) {
    const { database, keyring, law } = application;
    const date = body.date ?? chinaDay(application.now());
    return database.within(caller.scope, async (work) => {
      const { county, rows } = await householdRows(work, caller, params, body.county);
      const signed = rows.filter(({ version_state: state }) => state === "signed");
      const newest = signed.filter(({ version_id: id }) => id === signed[0]?.version_id);
      if (newest.length === 0) throw new DoudiError("not_found");
      const numbers = newest.flatMap(({ person_no: no }) => (no === null ? [] : [no]));
      const register = new Map((await findPersons(work, county, numbers)).map((person) => [
        person.person_no, { idNumber: keyring.open(county, person.key_version, person.id_sealed).toString("utf8"), sex: person.sex, birthDate: person.birth_date },
      ]));
      const evidence = await currentEvidence(work, county, numbers, EVENT_KINDS);
      const facts = householdFromRosters({ householdNo: params.household_no, rows: newest, evidence, persons: register, date }, values);
      const place = packPlace(newest[0]?.area_code ?? county);
      const explanation = explainFromRosters(await law.policyOf(place, date), (await namesOf(work, [place])).get(place) ?? place, facts);
      return {
        html: { zh: renderExplanation(explanation, "zh"), en: renderExplanation(explanation, "en") },
        decisions: explanation.schemes.map(({ id, name, member, outcome, amountFenMonth, missing }) => ({
          scheme: id, zh: member === null ? name.zh : `${name.zh}（成员${member}）`, en: member === null ? name.en : `${name.en} (member ${member})`,
          outcome, amount_fen_month: amountFenMonth, missing: missing.map((each) => each.name[caller.lang]),
        })),
      };
    });
  },
};

function keyOf(cursor: string): { sort: string; person_no: number } {
  const [sort = "", number = ""] = readCursor(cursor, 2);
  if (!/^\d{1,15}$/.test(number) || sort.includes("\0")) throw new DoudiError("request_invalid");
  return { sort, person_no: Number(number) };
}

async function shown(work: Work, lines: readonly PersonLine[]): Promise<Person[]> {
  const names = await namesOf(work, lines.map(({ area_code: area }) => area));
  return lines.map(({ person_no, name, id_masked, sex, birth_date, area_code: area, village, on }) => ({ person_no, name, id_masked, sex, birth_date, area: { code: area, name: names.get(area) ?? area }, village, on: [...on] }));
}

async function findingsShown(work: Work, findings: readonly RowOf<"findings">[]): Promise<Finding[]> {
  const names = await namesOf(work, findings.flatMap(({ area_code: area, assigned_area: assigned }) => (assigned === null ? [area] : [area, assigned])));
  return findings.flatMap((row) => {
    const { code } = row;
    return isFindingCode(code) ? [toFinding({ ...row, code, area_name: names.get(row.area_code) ?? null, assigned_name: row.assigned_area === null ? null : (names.get(row.assigned_area) ?? null) })] : [];
  });
}

/** The rows of a household in one county: the one asked for, or the first of the caller's that has it. Throws not_found. */
async function householdRows(work: Work, caller: Caller, { kind, household_no: no }: { kind: RosterKind; household_no: string }, asked: string | undefined): Promise<{ county: string; rows: EvidenceRow[] }> {
  // PostgreSQL has no texts with U+0000.
  if (no.includes("\0")) throw new DoudiError("not_found");
  const counties = (await countiesOf(work, caller.areaCode)).filter((county) => asked === undefined || county === asked);
  const all = await rowsOfHousehold(work, counties, kind, no);
  const county = all[0]?.county_code;
  if (county === undefined) throw new DoudiError("not_found");
  return { county, rows: all.filter((row) => row.county_code === county) };
}

function householdsOf(rows: readonly EvidenceRow[]): { county: string; kind: RosterKind; household_no: string }[] {
  const all = rows.flatMap(({ county_code: county, kind, household_no: no }) => (no === null ? [] : [{ county, kind, household_no: no }]));
  return [...new Map(all.map((each) => [`${each.kind} ${each.household_no}`, each])).values()];
}

/** file#sheet#row, where a file's name may have a # of its own. */
function placeOf(place: string): { file: string; row: number } {
  const parts = place.split("#");
  return { file: parts.slice(0, Math.max(1, parts.length - 2)).join("#"), row: Number(parts.at(-1)) || 0 };
}

const STATES = { read: { zh: "已读入", en: "read in" }, submitted: { zh: "已提交", en: "submitted" }, signed: { zh: "已签发", en: "signed" } } as const;

function versionMoments(rows: readonly EvidenceRow[]): { at: string; zh: string; en: string }[] {
  const versions = [...new Map(rows.map((row) => [row.version_id, row])).values()];
  return versions.map(({ at, kind, period, version_state: state }) => {
    const name = ROSTER_KINDS[kind];
    return { at: at.toISOString(), zh: `${period} 在${name.zh}花名册上（${STATES[state].zh}）`, en: `${period}: on the roster of ${name.en} (${STATES[state].en})` };
  });
}

/** What finding_events call an act, in words. */
const ACTS: Readonly<Record<string, Bilingual>> = {
  found: { zh: "比对发现", en: "found by a comparison" }, changed: { zh: "重新比对有变化", en: "changed in a comparison" }, gone: { zh: "重新比对已消除", en: "gone in a comparison" }, back: { zh: "重新比对又出现", en: "back in a comparison" },
  assigned: { zh: "已交办", en: "assigned" }, confirmed: { zh: "核查属实", en: "confirmed" }, refuted: { zh: "核查不属实", en: "not so" }, disputed: { zh: "有异议", en: "disputed" }, reopened: { zh: "重新打开", en: "reopened" },
};

function findingMoment({ at, act, code }: { at: Date; act: string; code: string }): { at: string; zh: string; en: string } {
  const name = isFindingCode(code) ? FINDINGS[code] : { zh: code, en: code };
  const done = ACTS[act] ?? { zh: act, en: act };
  return { at: at.toISOString(), zh: `疑点“${name.zh}”：${done.zh}`, en: `Finding “${name.en}”: ${done.en}` };
}
