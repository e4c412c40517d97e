import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { maskId } from "@doudi/contract";
import { nameInitials } from "@doudi/roster";
import { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { copyLine } from "../../postgres/copyText.js";
import type { Keyring } from "../../sealing/keyring.js";
import { sampleId } from "./sampleId.js";
import { fraction, sampleName } from "./sampleNames.js";

export interface SampleOptions {
  /** Of an account that row-level security lets through. */
  readonly ownerUrl: string;
  readonly keyring: Keyring;
  readonly persons: number;
  readonly findings: number;
  /** The county, six digits, and its townships, nine each. */
  readonly county: string;
  readonly townships: readonly string[];
}

/** Every township has that many villages. */
const VILLAGES = 20;
const MEMBERS = 4;
const BATCH = 2_000;

/**
 * Fills a county with invented persons for measurements and tests: identity numbers sealed and indexed, parts of names, three
 * signed rosters of 2020Q2 (dibao, poor, disabled) and findings of one run. The same numbers give the same county. Returns seconds by step.
 */
export async function fillSample(options: SampleOptions): Promise<Readonly<Record<string, number>>> {
  const client = new Client({ connectionString: options.ownerUrl, application_name: "doudi sample", options: "-c search_path=doudi" });
  const seconds: Record<string, number> = {};
  const timed = async (step: string, work: () => Promise<unknown>): Promise<void> => {
    const start = performance.now();
    await work();
    seconds[step] = (performance.now() - start) / 1000;
  };
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL synchronous_commit = off; SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL work_mem = '128MB'");
    const aside = await putIndexesAside(client);
    await timed("divisions", () => client.query(VILLAGES_SQL, [options.townships, VILLAGES]));
    await timed("persons", () => pipeline(Readable.from(personLines(options)), client.query(copyFrom("COPY persons (key_version, county_code, area_code, name, initials, sex, birth_date, village, id_masked, id_index, id_sealed) FROM STDIN"))));
    await timed("grams", () => client.query(GRAMS_SQL, [options.county]));
    await timed("rosters", async () => {
      for (const [kind, department, share, cells] of ROSTERS) await client.query(rosterSql(cells), [options.county, kind, department, share]);
      await client.query(COUNTS_SQL, [options.county]);
    });
    await timed("findings", () => client.query(FINDINGS_SQL, [options.county, options.findings]));
    await timed("indexes", async () => {
      for (const definition of aside) await client.query(definition);
    });
    await client.query("COMMIT");
    await timed("vacuum", () => client.query("VACUUM (ANALYZE) divisions, persons, person_grams, roster_versions, roster_rows, findings, finding_events"));
    return seconds;
  } finally {
    await client.end();
  }
}

/** Drops the indexes that are no keys, which are made sooner once the rows are there; returns what makes them again. */
async function putIndexesAside(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
    WHERE i.indrelid IN ('persons'::regclass, 'roster_rows'::regclass, 'findings'::regclass) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`);
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

function* personLines({ county, townships, persons, keyring }: SampleOptions): Generator<string> {
  let batch = "";
  for (let number = 0; number < persons; number += 1) {
    const household = Math.floor(number / MEMBERS);
    const township = townships[Math.floor(fraction(household, 5) * townships.length)] ?? county;
    const village = Math.floor(fraction(household, 6) * VILLAGES);
    const { id, birth, sex } = sampleId(number);
    const name = sampleName(number);
    batch += copyLine(keyring.version, [
      county, `${township}${200 + village}`, name, nameInitials(name), sex, birth, `第${village + 1}村`, maskId(id),
      `\\x${keyring.index(id).toString("hex")}`, `\\x${keyring.seal(county, id).toString("hex")}`,
    ]);
    if (number % BATCH !== BATCH - 1) continue;
    yield batch;
    batch = "";
  }
  yield batch;
}

const VILLAGES_SQL = `
  INSERT INTO divisions (code, name, level, parent_code)
  SELECT township || (199 + n), '第' || n || '村', 'village', township FROM unnest($1::text[]) AS township, generate_series(1, $2::int) AS n ON CONFLICT DO NOTHING`;

const GRAMS_SQL = `
  INSERT INTO person_grams (county_code, gram, area_code, person_no)
  SELECT DISTINCT county_code, substr(name, n, 2) COLLATE "C", area_code, person_no FROM persons, generate_series(1, 2) AS n WHERE county_code = $1 AND length(name) > n ORDER BY 1, 2, 3, 4`;

/** Kind, department, households of a hundred, columns. */
const ROSTERS = [
  ["dibao", "civil_affairs", 8, "'dibao_class', (ARRAY['A类', 'B类', 'C类'])[1 + p.person_no % 3], 'dibao_type', '农村', 'amount_fen_month', '250.00元'"],
  ["poor", "rural_revitalisation", 20, "'labour_capacity', (ARRAY['有劳动能力', '部分丧失', '完全丧失', '无劳动力'])[1 + p.person_no % 4], 'lifted', '是', 'exit_path', '产业'"],
  ["disabled", "disabled_federation", 6, "'disability_category', (ARRAY['视力', '听力', '肢体', '精神'])[1 + p.person_no % 4], 'disability_grade', (ARRAY['一级', '二级', '三级', '四级'])[1 + p.person_no % 4]"],
] as const;

function rosterSql(cells: string): string {
  return `
  WITH version AS (
    INSERT INTO roster_versions (county_code, area_code, department, kind, period, state, file_name, digest, bytes, uploaded_by, submitted_by, submitted_at, signed_by, signed_at)
    VALUES ($1, $1, $3, $2, '2020Q2', 'signed', $2 || '.csv', encode(sha256($2::bytea), 'hex'), 0, 1, 1, '2020-07-01', 2, '2020-07-02') RETURNING version_id)
    INSERT INTO roster_rows (county_code, version_id, row_no, area_code, department, kind, period, place, state, person_no, household_no, name, cells, key_version)
    SELECT $1, version_id, row_number() OVER (ORDER BY p.person_no), p.area_code, $3, $2, '2020Q2', $2 || '.csv##' || (1 + row_number() OVER (ORDER BY p.person_no)), 'accepted', p.person_no, 'N' || h.no, p.name,
      jsonb_build_object('sex', CASE p.sex WHEN 'male' THEN '男' ELSE '女' END, 'birth_date', p.birth_date, 'village', p.village, 'relation', CASE WHEN p.person_no % ${MEMBERS} = 1 THEN '户主' ELSE '其他' END, ${cells}), 1
    FROM version, persons p, LATERAL (SELECT (p.person_no - 1) / ${MEMBERS} AS no) AS h
    WHERE p.county_code = $1 AND abs(hashint8(h.no) % 100) < $4::int`;
}

const COUNTS_SQL = `
  UPDATE roster_versions v SET rows = c.n, accepted = c.n
  FROM (SELECT version_id, count(*) AS n FROM roster_rows WHERE county_code = $1 GROUP BY version_id) AS c WHERE v.county_code = $1 AND v.version_id = c.version_id`;

const FINDINGS_SQL = `
  WITH run AS (
    INSERT INTO comparison_runs (county_code, area_code, as_of, state, versions, new_findings, started_at, finished_at)
    VALUES ($1, $1, '2020-06-30', 'done', '{}', $2, '2020-07-03', '2020-07-03') RETURNING run_id),
  found AS (
    INSERT INTO findings (county_code, finding_id, area_code, code, severity, rank, state, person_no, name, id_masked, reason, source, rows, fingerprint, assigned_area, due, check_reason, evidence, first_run, last_run)
    SELECT $1, left(encode(sha256(convert_to(p.person_no::text, 'UTF8')), 'hex'), 16), p.area_code,
      (ARRAY['missed.severe_disability', 'missed.poor_bottom_line', 'wrong.vehicle', 'unclaimed.insurance', 'conflict.name', 'quality.birth_date'])[1 + p.person_no % 6],
      (ARRAY['high', 'medium', 'low'])[r], r, s.state, p.person_no, p.name, p.id_masked, '', '', '[]', sha256(convert_to(p.person_no::text, 'UTF8')),
      CASE WHEN s.state = 'assigned' THEN left(p.area_code, 9) END, CASE WHEN s.state = 'assigned' THEN date '2020-08-07' + 7 * (p.person_no / 7 % 9)::int END, CASE WHEN s.state = 'refuted' THEN '已核实' END, NULL, run_id, run_id
    FROM run, LATERAL (SELECT * FROM persons WHERE county_code = $1 ORDER BY hashint8(person_no) LIMIT $2) AS p,
      LATERAL (SELECT (1 + p.person_no % 3)::smallint AS r) AS k, LATERAL (SELECT (ARRAY['open', 'open', 'assigned', 'assigned', 'confirmed', 'refuted', 'gone'])[1 + p.person_no % 7] AS state) AS s
    RETURNING finding_id, area_code, first_run)
  INSERT INTO finding_events (county_code, finding_id, area_code, at, act, detail) SELECT $1, finding_id, area_code, '2020-07-03', 'found', jsonb_build_object('run_id', first_run) FROM found`;
