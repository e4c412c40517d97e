import { type Bilingual, ROSTER_KINDS, isRosterKind } from "@doudi/contract";
import { type Answer, FINDING_STATES, type FindingState, isAllowed } from "@doudi/contract/api";
import { checkWords, citationText } from "@doudi/policy";
import { loadKinds } from "@doudi/roster";
import { eventsOf, findFinding, type FindingDetail, type FindingEvent, findRun, type PersonRow, factRowsOfPerson, toFinding } from "@doudi/store";
import type { Application } from "../application.js";
import type { Caller } from "../handler.js";
import { columnWords } from "../rosters/columnWords.js";
import { differingColumns, openSources } from "./sourceView.js";

type View = Answer<"finding">;

/** Columns that say who a person is, which the finding says itself. */
const IDENTITY = new Set(["name", "sex", "birth_date", "township", "village", "village_group", "household_no", "head_name", "relation"]);
const MOST_FACTS = 60;

/** All there is to know of one finding. Throws not_found. */
export async function findingView({ database, keyring, law }: Pick<Application, "database" | "keyring" | "law">, caller: Caller, findingId: string): Promise<View> {
  const read = await database.within(caller.scope, async (work) => {
    const finding = await findFinding(work, caller.areaCode, findingId);
    const [sources = []] = await openSources(work, keyring, [finding]);
    const persons = finding.person_no === null ? [] : await factRowsOfPerson(work, finding.county_code, finding.person_no);
    const events = await eventsOf(work, finding.county_code, findingId);
    // A township sees no runs; then the day of the rule is that of the finding.
    const runs = await Promise.all([finding.first_run, finding.last_run].map((run) => findRun(work, run).catch(() => null)));
    return { finding, sources, persons, events, first: runs[0] ?? null, last: runs[1] ?? null };
  });
  const { finding, sources, persons, events, first, last } = read;
  const behind = new Set(finding.rows.map(({ version_id, row_no }) => `${version_id}/${row_no}`));
  const found = first === null ? [] : [{ at: (first.finished_at ?? first.started_at).toISOString(), by: null, act: "found", note: null, area: null, due: null, run_id: finding.first_run }];
  return {
    finding: toFinding(finding),
    rows: sources.map(({ shown }) => shown),
    columns: columnWords(sources.map(({ shown }) => shown)),
    differing: differingColumns(sources),
    rule: await ruleOf(law, finding, last?.as_of ?? finding.updated_at.toISOString().slice(0, 10)),
    facts: persons.filter(({ version_id, row_no }) => !behind.has(`${version_id}/${row_no}`)).flatMap(factsOf).slice(0, MOST_FACTS),
    history: [...found, ...events.map((event) => historyLine(keyring, finding, event))],
    may: mayBecome(finding.state, caller),
  };
}

async function ruleOf(law: Application["law"], finding: FindingDetail, date: string): Promise<View["rule"]> {
  const policy = await law.policyOf(finding.county_code, date);
  const check = policy.checks.find(({ id }) => id === finding.code);
  return check === undefined ? null : { id: check.id, name: check.name, words: checkWords(policy, check), source: { zh: citationText(check.source, "zh"), en: citationText(check.source, "en") } };
}

function factsOf({ kind, period, cells }: PersonRow): View["facts"] {
  const definition = isRosterKind(kind) ? loadKinds().byCode.get(kind) : undefined;
  const roster = isRosterKind(kind) ? ROSTER_KINDS[kind].zh : kind;
  return Object.entries(cells).flatMap(([column, value]) => {
    if (value === "" || IDENTITY.has(column)) return [];
    const { zh = column, en = column } = definition?.columns.get(column) ?? {};
    return [{ name: { zh, en } satisfies Bilingual, value, from: `${roster} ${period}` }];
  });
}

function historyLine(keyring: Application["keyring"], { county_code }: FindingDetail, event: FindingEvent): View["history"][number] {
  const { to, due, run_id } = event.detail;
  return {
    at: event.at.toISOString(), by: event.user_id === null ? null : { user_id: event.user_id, name: event.name ?? "" }, act: event.act,
    note: event.note_sealed === null || event.key_version === null ? null : keyring.open(county_code, event.key_version, event.note_sealed).toString("utf8"),
    area: typeof to === "string" ? { code: to, name: event.area_name ?? to } : null, due: typeof due === "string" ? due : null, run_id: typeof run_id === "number" ? run_id : null,
  };
}

/** The states that the caller may bring a finding to. Only a run makes it gone, or brings it back. */
function mayBecome(state: FindingState, { role }: Pick<Caller, "role">): FindingState[] {
  if (state === "gone") return [];
  return FINDING_STATES[state].filter((next) => next !== "gone" && isAllowed(role, next === "assigned" ? "finding.assign" : "finding.check"));
}
