import type { FindingState } from "@doudi/contract/api";
import type { FindingCode, FindingGroup, Severity } from "@doudi/contract";
import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Work } from "../database.js";
import { startTestRecord, type TestRecord } from "../record.testkit.js";
import { countFindings, countsQuery } from "./countFindings.js";
import type { FindingFilter } from "./findingFilter.js";
import { scopeIn } from "./findings.testkit.js";
import { findingPage, type FindingSort, listFindings } from "./listFindings.js";
import { linkPage, listLinks } from "./listLinks.js";

const SLOW = process.env["DOUDI_SLOW"] !== undefined;
const PERSONS = SLOW ? 1_000_000 : 60_000;
const FINDINGS = SLOW ? 300_000 : 30_000;
/** What a page may take, in milliseconds; on a busy machine it is the plan that is tested, and the time is only told. */
const LIMIT_MS = 50;
const COUNTY = "533323";
const TODAY = "2020-07-01";

let record: TestRecord;
beforeAll(async () => {
  record = await startTestRecord();
  const owner = await record.server.connect();
  // As a county is: seven townships, ten villages each; codes and severities go together, most is open, some gone.
  await owner.query(`INSERT INTO doudi.persons (county_code, area_code, name, initials, id_masked, id_index, id_sealed, key_version)
    SELECT '${COUNTY}', '${COUNTY}' || lpad((1 + n % 7)::text, 3, '0') || lpad((1 + n / 7 % 10)::text, 3, '0'), '某' || n, 'm', '533', decode(md5(n::text), 'hex'), '\\x00', 1 FROM generate_series(1, ${PERSONS}) n`);
  await owner.query(`INSERT INTO doudi.findings (county_code, finding_id, area_code, code, severity, rank, state, person_no, name, id_masked, reason, source, rows, score, fingerprint, assigned_area, due, check_reason, evidence, first_run, last_run, updated_at, verdict)
    SELECT '${COUNTY}', left(md5(n::text), 16), area, code, CASE rank WHEN 1 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END, rank, state, n, '某' || n, '533***********001X', repeat('低保册上有此人。', 8), '云民社救〔2020〕8号 二(二)',
      '[{"version_id": 1, "kind": "dibao", "file": "低保.xlsx", "sheet": "1", "row": 1, "row_no": 1}]', CASE WHEN code = 'link.probable' THEN round((0.9 + (n % 1000) / 10000.0)::numeric, 3) END, '\\x00',
      CASE WHEN state IN ('assigned', 'confirmed', 'refuted') THEN left(area, 9) END, CASE WHEN state IN ('assigned', 'confirmed', 'refuted') THEN date '2020-06-01' + n % 90 END,
      'x', 'x', 1, 1, timestamptz '2020-06-01' + n * interval '1 second', CASE WHEN n % 50 = 0 THEN 'same' ELSE 'none' END
    FROM (SELECT n, '${COUNTY}' || lpad((1 + abs(hashint4(n)) % 7)::text, 3, '0') || lpad((1 + abs(hashint4(n)) / 7 % 10)::text, 3, '0') AS area,
        CASE WHEN n % 100 < 40 THEN 'quality.id_missing' WHEN n % 100 < 60 THEN 'missed.household_member' WHEN n % 100 < 75 THEN 'unclaimed.insurance' WHEN n % 100 < 85 THEN 'conflict.name' WHEN n % 100 < 93 THEN 'link.probable' WHEN n % 100 < 98 THEN 'wrong.vehicle' ELSE 'wrong.deceased' END AS code,
        CASE WHEN n % 100 < 40 THEN 3 WHEN n % 100 < 85 THEN 2 WHEN n % 100 < 93 THEN 3 ELSE 1 END AS rank,
        CASE WHEN n % 1009 = 0 THEN 'disputed' WHEN n % 11 = 0 THEN 'confirmed' WHEN n % 13 = 0 THEN 'refuted' WHEN n % 5 = 0 THEN 'assigned' WHEN n % 7 = 3 THEN 'gone' ELSE 'open' END AS state
      FROM generate_series(1, ${FINDINGS}) n) AS made`);
  await owner.query("VACUUM ANALYZE doudi.findings, doudi.finding_counts");
  await owner.query("ANALYZE doudi.persons");
  await owner.end();
}, 600_000);
afterAll(() => record.stop());

const SORTS: FindingSort[] = ["severity", "due", "updated"];
const FILTERS: Record<string, FindingFilter> = {
  none: {},
  ...Object.fromEntries((["wrong.deceased", "quality.id_missing", "link.probable"] satisfies FindingCode[]).map((code) => [`code ${code}`, { code }])),
  ...Object.fromEntries((["missed", "wrong", "unclaimed", "conflict", "quality", "link"] satisfies FindingGroup[]).map((group) => [`group ${group}`, { group }])),
  ...Object.fromEntries((["high", "medium", "low"] satisfies Severity[]).map((severity) => [`severity ${severity}`, { severity }])),
  ...Object.fromEntries((["open", "assigned", "confirmed", "refuted", "disputed", "gone"] satisfies FindingState[]).map((state) => [`state ${state}`, { state }])),
  "area of a township": { area: `${COUNTY}003` },
  "area of a village": { area: `${COUNTY}003004` },
  assigned: { assigned: `${COUNTY}003` },
  overdue: { overdue: true },
  "all at once": { code: "missed.household_member", severity: "medium", state: "assigned", area: `${COUNTY}003`, assigned: `${COUNTY}003`, overdue: true },
  "hardly any": { code: "wrong.deceased", state: "disputed", area: `${COUNTY}003004` },
};

interface Plan { "Node Type": string; "Relation Name"?: string; Plans?: Plan[] }

async function explain(work: Work, query: RawBuilder<unknown>): Promise<{ scans: string[]; ms: number }> {
  const { rows } = await sql<{ "QUERY PLAN": [{ Plan: Plan; "Execution Time": number; "Planning Time": number }] }>`EXPLAIN (ANALYZE, FORMAT JSON) ${query}`.execute(work);
  const [told] = rows[0]?.["QUERY PLAN"] ?? [];
  if (told === undefined) throw new Error("no plan");
  const scans: string[] = [];
  const walk = (plan: Plan): void => {
    if (plan["Relation Name"] !== undefined) scans.push(`${plan["Node Type"]} ${plan["Relation Name"]}`);
    for (const child of plan.Plans ?? []) walk(child);
  };
  walk(told.Plan);
  return { scans, ms: told["Execution Time"] + told["Planning Time"] };
}

it.each([COUNTY, `${COUNTY}002`, `${COUNTY}002005`])("every list as the application in %s reads an index, never the whole table", async (areaCode) => {
  const slow: string[] = [];
  const times: number[] = [];
  await record.database.within(scopeIn(areaCode), async (work) => {
    for (const [name, filter] of Object.entries(FILTERS)) {
      for (const sort of SORTS) {
        const list = { areaCode, filter, sort, limit: 50, today: TODAY };
        const { next } = await listFindings(work, list);
        for (const cursor of next === null ? [undefined] : [undefined, next]) {
          const query = findingPage({ ...list, cursor }, [COUNTY]);
          if (query === null) continue;
          const { scans, ms } = await explain(work, query);
          expect([name, sort, scans.filter((scan) => /^(Parallel )?Seq Scan (findings|persons)/.test(scan))]).toEqual([name, sort, []]);
          expect(scans.some((scan) => /(Index|Bitmap).* findings/.test(scan))).toBe(true);
          times.push(ms);
          if (ms > LIMIT_MS) slow.push(`${name} by ${sort}${cursor === undefined ? "" : ", second page"}: ${ms.toFixed(0)} ms`);
        }
      }
    }
  });
  times.sort((a, b) => a - b);
  console.log(`${areaCode}: ${times.length} lists over ${FINDINGS} findings, median ${times[times.length >> 1]?.toFixed(1)} ms, 95th ${times[Math.floor(times.length * 0.95)]?.toFixed(1)} ms, worst ${times.at(-1)?.toFixed(1)} ms${slow.length === 0 ? "" : `; over ${LIMIT_MS} ms: ${slow.join("; ")}`}`);
}, 300_000);

it("pages through a county with each sort and filter without a finding lost or twice", async () => {
  const area = `${COUNTY}002005`;
  await record.database.within(scopeIn(area), async (work) => {
    for (const sort of SORTS) {
      const seen = new Set<string>();
      let cursor: string | undefined;
      let count = 0;
      do {
        const page = await listFindings(work, { areaCode: area, filter: {}, sort, cursor, limit: 200, today: TODAY });
        for (const { finding_id } of page.findings) seen.add(finding_id);
        count += page.findings.length;
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      const { total } = await countFindings(work, {}, TODAY);
      expect([sort, seen.size, count]).toEqual([sort, total, total]);
    }
  });
});

it.each([COUNTY, `${COUNTY}002`, `${COUNTY}002005`])("probable links as the application in %s are read by an index", async (areaCode) => {
  await record.database.within(scopeIn(areaCode), async (work) => {
    const list = { areaCode, verdict: "none", limit: 50 } as const;
    const { next } = await listLinks(work, list);
    for (const cursor of next === null ? [undefined] : [undefined, next]) {
      const query = linkPage({ ...list, cursor }, [COUNTY]);
      if (query === null) throw new Error("no county");
      const { scans, ms } = await explain(work, query);
      expect(scans.filter((scan) => scan.endsWith(" findings")).join()).toMatch(/^(Index|Bitmap Heap) Scan findings$/);
      console.log(`${areaCode}: links ${ms.toFixed(1)} ms`);
    }
  });
});

it.each(["5333", COUNTY, `${COUNTY}002`, `${COUNTY}002005`])("counts as the application in %s pass over no finding", async (areaCode) => {
  await record.database.within(scopeIn(areaCode), async (work) => {
    const times: number[] = [];
    for (const [name, filter] of Object.entries(FILTERS)) {
      const { scans, ms } = await explain(work, countsQuery(filter, TODAY));
      expect([name, scans.filter((scan) => !/ (finding_counts|divisions)$/.test(scan))]).toEqual([name, []]);
      times.push(ms);
    }
    console.log(`${areaCode}: counts by ${times.length} filters, worst ${Math.max(...times).toFixed(1)} ms`);
    const { total, by_area } = await countFindings(work, {}, TODAY);
    expect(total).toBeGreaterThan(areaCode.length > 6 ? 0 : FINDINGS / 2);
    expect(by_area).toHaveLength(areaCode.length > 6 ? 1 : 7);
  });
});
