-- The system of record. Everything about a county carries county_code first in its key and no foreign key to another
-- county, so that it can be distributed. area_code says where a row lies today: 6 digits county, 9 township, 12 village.
-- A user sees the rows whose area_code begins with the user's own; without a scope nothing is seen.

CREATE SCHEMA doudi;
COMMENT ON SCHEMA doudi IS 'Doudi: rosters, persons, findings, users, audit';
GRANT USAGE ON SCHEMA doudi TO doudi_app;

-- Scope ----------------------------------------------------------------------------------------------------------

-- Read by every policy. Ranges of text compared with the operators of "C", which are leakproof and use indexes.
CREATE FUNCTION doudi.setting(name text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting(name, true), '');

-- The area for tables of persons: nothing for whoever has a department (or none), since no code follows ':'. One value, so that the
-- planner knows how many rows it lets through; a condition of its own on a setting would count as one row in 200.
CREATE FUNCTION doudi.persons_from() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE WHEN doudi.setting('doudi.department') = '' THEN doudi.setting('doudi.area_from') ELSE ':' END;
-- The last department that is seen: the own one, or any.
CREATE FUNCTION doudi.department_to() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE WHEN doudi.setting('doudi.department') = '' THEN '~' ELSE doudi.setting('doudi.department') END;

-- Sealing keys: what tells a wrong key from the right one; the keys themselves are never here.
CREATE TABLE doudi.sealing_keys (key_version integer PRIMARY KEY, mark bytea NOT NULL);
COMMENT ON COLUMN doudi.sealing_keys.mark IS 'HMAC of a fixed text with the key';
GRANT SELECT, INSERT ON doudi.sealing_keys TO doudi_app;

-- Divisions ------------------------------------------------------------------------------------------------------

CREATE TABLE doudi.divisions (
  code text COLLATE "C" PRIMARY KEY CHECK (code ~ '^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$'),
  name text NOT NULL,
  level text NOT NULL CHECK (level IN ('province', 'prefecture', 'county', 'township', 'village')),
  parent_code text COLLATE "C",
  valid_from date,
  valid_to date,
  successor_code text COLLATE "C"
);
CREATE INDEX divisions_parent ON doudi.divisions (parent_code, code);
CREATE INDEX divisions_successor ON doudi.divisions (successor_code, code) WHERE successor_code IS NOT NULL;
COMMENT ON TABLE doudi.divisions IS 'public; an abolished division keeps its row, with its last day and its successor';
GRANT SELECT, INSERT, UPDATE ON doudi.divisions TO doudi_app;

-- Users and sessions ---------------------------------------------------------------------------------------------

CREATE TABLE doudi.users (
  user_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  login text COLLATE "C" NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL,
  department text COLLATE "C",
  area_code text COLLATE "C" NOT NULL,
  password_hash text,
  password_to_change boolean NOT NULL DEFAULT false,
  oidc_subject text COLLATE "C" UNIQUE,
  second_factor_sealed bytea,
  second_factor_key_version integer,
  second_factor_confirmed boolean NOT NULL DEFAULT false,
  second_factor_last_step bigint NOT NULL DEFAULT 0,
  failed_logins integer NOT NULL DEFAULT 0,
  next_login_after timestamptz,
  locked_until timestamptz,
  last_login timestamptz,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX users_area ON doudi.users (area_code, user_id);

CREATE TABLE doudi.sessions (
  token_digest bytea PRIMARY KEY,
  session text COLLATE "C" NOT NULL UNIQUE,
  user_id bigint NOT NULL REFERENCES doudi.users,
  area_code text COLLATE "C" NOT NULL,
  csrf text NOT NULL,
  second_factor_given boolean NOT NULL DEFAULT false,
  password_to_change boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_user ON doudi.sessions (user_id);
COMMENT ON COLUMN doudi.users.second_factor_sealed IS 'TOTP secret, sealed for this user';
COMMENT ON COLUMN doudi.users.password_to_change IS 'the password was made here, and somebody else has seen it';
COMMENT ON COLUMN doudi.sessions.password_to_change IS 'begun with such a password';
COMMENT ON COLUMN doudi.sessions.token_digest IS 'SHA-256 of the cookie: the cookie itself is nowhere';
COMMENT ON COLUMN doudi.sessions.session IS 'a public name of the session, for the list of sessions';

ALTER TABLE doudi.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE doudi.sessions ENABLE ROW LEVEL SECURITY;
-- Before there is a user, a login is looked up by its name, its subject or its session, and nothing else.
CREATE POLICY users_scope ON doudi.users TO doudi_app USING (
  (area_code >= doudi.setting('doudi.area_from') AND area_code < doudi.setting('doudi.area_to'))
  OR login = doudi.setting('doudi.login')
  OR oidc_subject = nullif(doudi.setting('doudi.oidc_subject'), '')
  OR user_id::text = doudi.setting('doudi.user_id'));
CREATE POLICY sessions_scope ON doudi.sessions TO doudi_app USING (
  (area_code >= doudi.setting('doudi.area_from') AND area_code < doudi.setting('doudi.area_to'))
  OR encode(token_digest, 'hex') = doudi.setting('doudi.session')
  OR user_id::text = doudi.setting('doudi.user_id'));
GRANT SELECT, INSERT, UPDATE ON doudi.users TO doudi_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON doudi.sessions TO doudi_app;

-- The name of a member of staff, whose act stands in a history, whatever the reader's area.
CREATE FUNCTION doudi.staff_name(id bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
  RETURN (SELECT name FROM doudi.users WHERE user_id = id);

-- Whether anybody works here yet, of whatever area: the first start asks.
CREATE FUNCTION doudi.has_users() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
  RETURN EXISTS (SELECT FROM doudi.users);

-- Every request begins with it. Who knows the digest of a cookie has the session; the password and the second factor stay where they are.
CREATE FUNCTION doudi.find_session(digest bytea)
RETURNS TABLE (session text, csrf text, second_factor_given boolean, password_to_change boolean, seen_at timestamptz, expires_at timestamptz, user_id bigint, login text, name text, role text, department text, area_code text, area_name text, active boolean, second_factor_confirmed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.session, s.csrf, s.second_factor_given, s.password_to_change, s.seen_at, s.expires_at, u.user_id, u.login, u.name, u.role, u.department, u.area_code, coalesce(d.name, u.area_code), u.active, u.second_factor_confirmed
  FROM doudi.sessions s JOIN doudi.users u ON u.user_id = s.user_id LEFT JOIN doudi.divisions d ON d.code = u.area_code
  WHERE s.token_digest = digest
$$;

-- Audit ----------------------------------------------------------------------------------------------------------

CREATE TABLE doudi.audit (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  user_id bigint,
  area_code text COLLATE "C",
  act text COLLATE "C" NOT NULL,
  object_kind text COLLATE "C" NOT NULL,
  object_id text COLLATE "C" NOT NULL,
  detail jsonb NOT NULL,
  previous bytea NOT NULL,
  digest bytea NOT NULL
);
CREATE INDEX audit_area ON doudi.audit (area_code, seq);
COMMENT ON TABLE doudi.audit IS 'append-only by grant; each digest covers the one before; ids of rows, never names or numbers';
ALTER TABLE doudi.audit ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_scope ON doudi.audit FOR SELECT TO doudi_app USING (area_code >= doudi.setting('doudi.area_from') AND area_code < doudi.setting('doudi.area_to'));
GRANT SELECT ON doudi.audit TO doudi_app;

CREATE TABLE doudi.audit_head (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), seq bigint NOT NULL, digest bytea NOT NULL);
INSERT INTO doudi.audit_head (seq, digest) VALUES (0, '\x');

CREATE FUNCTION doudi.audit_digest(previous bytea, seq bigint, at timestamptz, user_id bigint, area_code text, act text, object_kind text, object_id text, detail jsonb)
RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN sha256(previous || convert_to(jsonb_build_array(seq, extract(epoch FROM at)::text, user_id, area_code, act, object_kind, object_id, detail)::text, 'UTF8'));

-- The head's row lock puts writers in line until their transaction ends: write the audit last.
CREATE FUNCTION doudi.audit_append(act text, object_kind text, object_id text, detail jsonb, area text DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  head doudi.audit_head%ROWTYPE;
  number bigint;
  moment timestamptz := clock_timestamp();
  actor bigint := nullif(doudi.setting('doudi.user_id'), '')::bigint;
  place text := coalesce(area, nullif(doudi.setting('doudi.area_from'), ''));
  sum bytea;
BEGIN
  SELECT * INTO head FROM doudi.audit_head FOR UPDATE;
  number := head.seq + 1;
  sum := doudi.audit_digest(head.digest, number, moment, actor, place, act, object_kind, object_id, detail);
  INSERT INTO doudi.audit VALUES (number, moment, actor, place, act, object_kind, object_id, detail, head.digest, sum);
  UPDATE doudi.audit_head SET seq = number, digest = sum;
  RETURN number;
END $$;

-- Every link of the chain and its end; broken_at is the first entry that was changed or is missing.
CREATE FUNCTION doudi.audit_verify(OUT entries bigint, OUT broken_at bigint, OUT head text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH chain AS (
    SELECT a.seq, a.digest <> doudi.audit_digest(a.previous, a.seq, a.at, a.user_id, a.area_code, a.act, a.object_kind, a.object_id, a.detail)
        OR a.seq <> row_number() OVER (ORDER BY a.seq)
        OR a.previous <> coalesce(lag(a.digest) OVER (ORDER BY a.seq), '\x') AS broken
    FROM doudi.audit a)
  SELECT (SELECT count(*) FROM chain),
    coalesce((SELECT min(seq) FROM chain WHERE broken),
      (SELECT h.seq FROM doudi.audit_head h WHERE h.seq <> coalesce((SELECT max(a.seq) FROM doudi.audit a), 0)
         OR h.digest <> coalesce((SELECT a.digest FROM doudi.audit a ORDER BY a.seq DESC LIMIT 1), '\x'))),
    (SELECT encode(h.digest, 'hex') FROM doudi.audit_head h)
$$;

CREATE FUNCTION doudi.audit_has(head bytea) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
  RETURN EXISTS (SELECT FROM doudi.audit WHERE digest = head);

-- Rosters --------------------------------------------------------------------------------------------------------

CREATE TABLE doudi.roster_files (
  county_code text COLLATE "C" NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  department text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  bytes bigint NOT NULL,
  key_version integer NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (county_code, department, digest)
);
COMMENT ON TABLE doudi.roster_files IS 'the files as they came, sealed with the key of the county, under their SHA-256';
ALTER TABLE doudi.roster_files ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE doudi.roster_versions (
  county_code text COLLATE "C" NOT NULL,
  version_id bigint GENERATED ALWAYS AS IDENTITY,
  area_code text COLLATE "C" NOT NULL,
  department text COLLATE "C" NOT NULL,
  kind text COLLATE "C",
  period text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('reading', 'read', 'failed', 'submitted', 'signed', 'withdrawn')),
  file_name text NOT NULL,
  digest text COLLATE "C" NOT NULL,
  bytes bigint NOT NULL,
  mapping jsonb,
  inspection jsonb,
  rows bigint NOT NULL DEFAULT 0,
  accepted bigint NOT NULL DEFAULT 0,
  duplicates bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  problem jsonb,
  job_id bigint,
  uploaded_by bigint NOT NULL, uploaded_at timestamptz NOT NULL DEFAULT now(),
  submitted_by bigint, submitted_at timestamptz,
  signed_by bigint, signed_at timestamptz,
  withdrawn_by bigint, withdrawn_at timestamptz, withdrawn_reason text,
  PRIMARY KEY (county_code, version_id),
  CHECK (rows = accepted + duplicates + rejected),
  CHECK (state <> 'signed' OR (signed_by <> uploaded_by AND signed_by <> submitted_by AND signed_at IS NOT NULL))
);
CREATE INDEX roster_versions_period ON doudi.roster_versions (county_code, period, kind, version_id);

-- What everybody who sees persons of the county may know of its rosters: a township sees rows of a version that is the county's.
CREATE FUNCTION doudi.versions_of(county text)
RETURNS TABLE (county_code text, version_id bigint, kind text, period text, state text, file_name text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT v.county_code, v.version_id, v.kind, v.period, v.state, v.file_name, coalesce(v.signed_at, v.submitted_at, v.uploaded_at)
  FROM doudi.roster_versions v
  WHERE v.county_code = county AND v.kind IS NOT NULL AND doudi.setting('doudi.department') = '' AND doudi.setting('doudi.area_from') <> ''
    AND ((v.area_code >= doudi.setting('doudi.area_from') AND v.area_code < doudi.setting('doudi.area_to'))
      OR starts_with(doudi.setting('doudi.area_from'), v.area_code))
$$;

CREATE TABLE doudi.roster_rows (
  county_code text COLLATE "C" NOT NULL,
  version_id bigint NOT NULL,
  row_no bigint NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  department text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  period text COLLATE "C" NOT NULL,
  place text NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('accepted', 'duplicate', 'rejected')),
  problem jsonb,
  person_no bigint,
  household_no text COLLATE "C",
  name text NOT NULL,
  cells jsonb NOT NULL,
  sealed bytea,
  key_version integer NOT NULL,
  PRIMARY KEY (county_code, version_id, row_no)
);
CREATE INDEX roster_rows_person ON doudi.roster_rows (county_code, person_no) WHERE person_no IS NOT NULL;
CREATE INDEX roster_rows_household ON doudi.roster_rows (county_code, household_no, kind) WHERE household_no IS NOT NULL;
CREATE INDEX roster_rows_state ON doudi.roster_rows (county_code, version_id, state, row_no);
COMMENT ON COLUMN doudi.roster_rows.row_no IS 'counts the rows of the version from 1 in the order of sheets and rows';
COMMENT ON COLUMN doudi.roster_rows.place IS 'file#sheet#row as the sender sees it';
COMMENT ON COLUMN doudi.roster_rows.problem IS '{zh, en}: why it is no row of its own, or why it identifies nobody';
COMMENT ON COLUMN doudi.roster_rows.cells IS 'column -> text as people read it (户主, 2020-06-30, 300.00元); numbers of persons and accounts are not here';
COMMENT ON COLUMN doudi.roster_rows.sealed IS 'JSON of the columns that hold identity numbers, accounts and phones';

CREATE TABLE doudi.column_mappings (
  county_code text COLLATE "C" NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  department text COLLATE "C" NOT NULL,
  headers_digest text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  columns jsonb NOT NULL,
  saved_by bigint NOT NULL,
  saved_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (county_code, department, headers_digest)
);
COMMENT ON TABLE doudi.column_mappings IS 'what a department corrected once, for files with the same headers';

CREATE TABLE doudi.calendar_settings (
  county_code text COLLATE "C" PRIMARY KEY,
  area_code text COLLATE "C" NOT NULL,
  starts_runs boolean NOT NULL
);
COMMENT ON TABLE doudi.calendar_settings IS 'a county without a row has the comparison started by the calendar';

-- The counties with signed rosters of a quarter whose calendar starts comparisons: codes, for the one who looks at the clock for all.
CREATE FUNCTION doudi.calendar_counties(quarter text) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
  SELECT DISTINCT v.county_code FROM doudi.roster_versions v LEFT JOIN doudi.calendar_settings s ON s.county_code = v.county_code
  WHERE v.period = quarter AND v.state = 'signed' AND s.starts_runs IS NOT FALSE AND starts_with(v.area_code, v.county_code);
END;

-- Persons --------------------------------------------------------------------------------------------------------

CREATE TABLE doudi.persons (
  county_code text COLLATE "C" NOT NULL,
  person_no bigint GENERATED ALWAYS AS IDENTITY,
  area_code text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  initials text COLLATE "C" NOT NULL,
  sex text COLLATE "C" CHECK (sex IN ('male', 'female')),
  birth_date date,
  village text NOT NULL DEFAULT '',
  id_masked text NOT NULL,
  id_index bytea NOT NULL,
  id_sealed bytea NOT NULL,
  key_version integer NOT NULL,
  PRIMARY KEY (county_code, person_no),
  UNIQUE (county_code, id_index)
);
CREATE INDEX persons_area ON doudi.persons (area_code, person_no);
CREATE INDEX persons_id ON doudi.persons (id_index);
CREATE INDEX persons_name ON doudi.persons (county_code, name, person_no) INCLUDE (area_code);
CREATE INDEX persons_initials ON doudi.persons (county_code, initials, person_no) INCLUDE (area_code);
COMMENT ON COLUMN doudi.persons.id_index IS 'HMAC-SHA-256 of the id number with the key of the province: the same person has the same in every county';
COMMENT ON INDEX doudi.persons_name IS 'area_code is in it so that a user of a village passes over the namesakes elsewhere without reading their rows';
COMMENT ON COLUMN doudi.persons.initials IS 'first letters of the pinyin of the name, lower case';

CREATE TABLE doudi.person_grams (
  county_code text COLLATE "C" NOT NULL,
  gram text COLLATE "C" NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  person_no bigint NOT NULL,
  PRIMARY KEY (county_code, gram, area_code, person_no)
);
COMMENT ON TABLE doudi.person_grams IS 'every two neighbouring characters of a name: a part of a name is found by equality';

-- Comparison and findings ----------------------------------------------------------------------------------------

CREATE TABLE doudi.comparison_runs (
  county_code text COLLATE "C" NOT NULL,
  run_id bigint GENERATED ALWAYS AS IDENTITY,
  area_code text COLLATE "C" NOT NULL,
  as_of date NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
  policy text NOT NULL DEFAULT '',
  versions bigint[] NOT NULL,
  summary jsonb,
  report text,
  new_findings bigint NOT NULL DEFAULT 0, same_findings bigint NOT NULL DEFAULT 0, gone_findings bigint NOT NULL DEFAULT 0,
  problem jsonb,
  job_id bigint,
  started_by bigint, started_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz,
  calendar_period text COLLATE "C",
  missing text[],
  PRIMARY KEY (county_code, run_id),
  CHECK ((calendar_period IS NULL) = (missing IS NULL))
);
CREATE UNIQUE INDEX comparison_runs_calendar ON doudi.comparison_runs (county_code, calendar_period, (cardinality(missing) = 0)) WHERE calendar_period IS NOT NULL;
COMMENT ON COLUMN doudi.comparison_runs.calendar_period IS 'the quarter for which the calendar started it; null where somebody did';
COMMENT ON COLUMN doudi.comparison_runs.missing IS 'kinds of rosters that were not signed when the calendar started it: none, or the due day was over';
CREATE UNIQUE INDEX comparison_runs_one ON doudi.comparison_runs (county_code) WHERE state IN ('queued', 'running');
COMMENT ON INDEX doudi.comparison_runs_one IS 'one at a time in a county';

-- A moment after another one, so that two changes within a millisecond are told apart.
CREATE FUNCTION doudi.later_than(moment timestamptz) RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE
  RETURN greatest(clock_timestamp(), moment + interval '1 millisecond');

CREATE TABLE doudi.findings (
  county_code text COLLATE "C" NOT NULL,
  finding_id text COLLATE "C" NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  code text COLLATE "C" NOT NULL,
  severity text COLLATE "C" NOT NULL CHECK (severity IN ('high', 'medium', 'low')),
  rank smallint NOT NULL CHECK (rank BETWEEN 1 AND 3),
  state text COLLATE "C" NOT NULL CHECK (state IN ('open', 'assigned', 'confirmed', 'refuted', 'disputed', 'gone')),
  person_no bigint,
  household_no text COLLATE "C" NOT NULL DEFAULT '',
  name text NOT NULL,
  id_masked text NOT NULL,
  reason text NOT NULL,
  source text NOT NULL,
  rows jsonb NOT NULL,
  score numeric,
  fingerprint bytea NOT NULL,
  assigned_area text COLLATE "C",
  assigned_by bigint,
  due date,
  check_reason text,
  evidence text,
  verdict text COLLATE "C" NOT NULL DEFAULT 'none' CHECK (verdict IN ('none', 'same', 'different', 'unsure')),
  first_run bigint NOT NULL,
  last_run bigint NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (county_code, finding_id),
  CHECK (state <> 'refuted' OR check_reason IS NOT NULL),
  CHECK (state <> 'disputed' OR evidence IS NOT NULL),
  -- Lists of what was assigned leave the open ones out.
  CHECK (state <> 'open' OR (assigned_area IS NULL AND assigned_by IS NULL AND due IS NULL))
);
-- CASE, because under row-level security coalesce() counts as leaky and no condition on it reaches an index.
-- A list is read state by state, or code by code, each in the order of the list; others are filters that may pick few. What
-- comes after finding_id is filtered by: the list of a village passes over the rest of its county without reading the rows.
CREATE INDEX findings_severity ON doudi.findings (county_code, state, rank, finding_id, area_code);
CREATE INDEX findings_due ON doudi.findings (county_code, state, (CASE WHEN due IS NULL THEN 'infinity' ELSE due END), finding_id, area_code, code, rank);
CREATE INDEX findings_updated ON doudi.findings (county_code, state, updated_at, finding_id, area_code, code, rank);
CREATE INDEX findings_code ON doudi.findings (county_code, code, rank, finding_id, area_code) WHERE state <> 'gone';
CREATE INDEX findings_area ON doudi.findings (area_code, state, code, rank, finding_id);
CREATE INDEX findings_assigned ON doudi.findings (assigned_area, state, rank, finding_id) WHERE assigned_area IS NOT NULL;
CREATE INDEX findings_person ON doudi.findings (county_code, person_no) WHERE person_no IS NOT NULL;
CREATE INDEX findings_links ON doudi.findings (county_code, verdict, score, finding_id, area_code) WHERE code = 'link.probable' AND state <> 'gone';
COMMENT ON COLUMN doudi.findings.rows IS 'the rows behind it: [{version_id, kind, period, file, sheet, row, row_no}]';
COMMENT ON COLUMN doudi.findings.fingerprint IS 'what the finding says; when it changes, what was decided is looked at again';
COMMENT ON COLUMN doudi.findings.updated_at IS 'when its state, its assignment or what it says last changed; whole milliseconds, and later each time';

CREATE TABLE doudi.finding_counts (
  county_code text COLLATE "C" NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  code text COLLATE "C" NOT NULL,
  rank smallint NOT NULL,
  verdict text COLLATE "C" NOT NULL,
  assigned_area text COLLATE "C",
  due date,
  n bigint NOT NULL
);
CREATE INDEX finding_counts_area ON doudi.finding_counts (area_code, state, code);
COMMENT ON TABLE doudi.finding_counts IS 'how many findings are alike in all that pages count by: the sum of n over the rows that are alike is exact within every transaction. Kept by triggers; in no backup';

-- Takes the rows of what changed and puts their sum in their place. Rows that another transaction is just taking are left beside it, so
-- nobody waits for a counter and no two acts can wait for each other; the next change or run takes them. Planned anew each time: one finding
-- changes, or all of a county.
CREATE FUNCTION doudi.count_findings() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = doudi, pg_catalog AS $$
BEGIN
  EXECUTE format($sql$
    WITH changed AS (
      SELECT county_code, area_code, state, code, rank, verdict, assigned_area, due, sum(n) AS n FROM (%s) AS c
      GROUP BY county_code, area_code, state, code, rank, verdict, assigned_area, due HAVING sum(n) <> 0),
    taken AS (
      DELETE FROM finding_counts WHERE ctid IN (
        SELECT f.ctid FROM finding_counts f JOIN changed c ON f.area_code = c.area_code AND f.state = c.state AND f.code = c.code AND f.rank = c.rank AND f.verdict = c.verdict AND f.county_code = c.county_code
          AND f.assigned_area IS NOT DISTINCT FROM c.assigned_area AND f.due IS NOT DISTINCT FROM c.due
        FOR UPDATE OF f SKIP LOCKED)
      RETURNING *)
    INSERT INTO finding_counts
    SELECT county_code, area_code, state, code, rank, verdict, assigned_area, due, sum(n) FROM (SELECT * FROM changed UNION ALL SELECT * FROM taken) AS c
    GROUP BY county_code, area_code, state, code, rank, verdict, assigned_area, due HAVING sum(n) <> 0 $sql$,
    CASE TG_OP WHEN 'INSERT' THEN 'SELECT *, 1 AS n FROM now_so' WHEN 'DELETE' THEN 'SELECT *, -1 AS n FROM was_so' ELSE 'SELECT *, 1 AS n FROM now_so UNION ALL SELECT *, -1 FROM was_so' END);
  RETURN NULL;
END $$;
-- Rows that were left beside one another in groups that no later change came upon, such as those of a day nothing is due by any more.
CREATE FUNCTION doudi.tidy_finding_counts(county text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = doudi, pg_catalog AS $$
  WITH taken AS (
    DELETE FROM finding_counts WHERE ctid IN (
      SELECT f.ctid FROM finding_counts f WHERE f.ctid IN (
        SELECT ctid FROM (SELECT ctid, count(*) OVER (PARTITION BY area_code, state, code, rank, verdict, assigned_area, due) AS alike FROM finding_counts WHERE county_code = county) c WHERE alike > 1)
      FOR UPDATE OF f SKIP LOCKED)
    RETURNING *)
  INSERT INTO finding_counts
  SELECT county_code, area_code, state, code, rank, verdict, assigned_area, due, sum(n) FROM taken
  GROUP BY county_code, area_code, state, code, rank, verdict, assigned_area, due HAVING sum(n) <> 0 $$;
CREATE TRIGGER count_new AFTER INSERT ON doudi.findings REFERENCING NEW TABLE AS now_so FOR EACH STATEMENT EXECUTE FUNCTION doudi.count_findings();
CREATE TRIGGER count_changed AFTER UPDATE ON doudi.findings REFERENCING OLD TABLE AS was_so NEW TABLE AS now_so FOR EACH STATEMENT EXECUTE FUNCTION doudi.count_findings();
CREATE TRIGGER count_removed AFTER DELETE ON doudi.findings REFERENCING OLD TABLE AS was_so FOR EACH STATEMENT EXECUTE FUNCTION doudi.count_findings();

CREATE TABLE doudi.finding_events (
  county_code text COLLATE "C" NOT NULL,
  event_id bigint GENERATED ALWAYS AS IDENTITY,
  finding_id text COLLATE "C" NOT NULL,
  area_code text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  user_id bigint,
  act text COLLATE "C" NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  note_sealed bytea,
  key_version integer,
  batch text COLLATE "C",
  PRIMARY KEY (county_code, event_id)
);
CREATE INDEX finding_events_finding ON doudi.finding_events (county_code, finding_id, event_id);
CREATE INDEX finding_events_batch ON doudi.finding_events (county_code, batch) WHERE batch IS NOT NULL;
COMMENT ON COLUMN doudi.finding_events.note_sealed IS 'what a member of staff wrote: words about people, so sealed';
COMMENT ON TABLE doudi.finding_events IS 'append-only: what happened to each finding; batch names an act in bulk, so that it can be undone';

-- Jobs -----------------------------------------------------------------------------------------------------------

CREATE TABLE doudi.jobs (
  county_code text COLLATE "C" NOT NULL,
  job_id bigint GENERATED ALWAYS AS IDENTITY,
  area_code text COLLATE "C" NOT NULL,
  department text COLLATE "C",
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('read_roster', 'compare')),
  object_id bigint NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
  step jsonb,
  done bigint NOT NULL DEFAULT 0,
  total bigint NOT NULL DEFAULT 0,
  problem jsonb,
  created_by bigint, created_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz,
  PRIMARY KEY (county_code, job_id)
);
CREATE INDEX jobs_unfinished ON doudi.jobs (county_code, state) WHERE state IN ('queued', 'running');
-- What the queue should hold: after a backup was restored it is empty.
CREATE FUNCTION doudi.unfinished_jobs() RETURNS TABLE (county text, job_id bigint, kind text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
  SELECT j.county_code, j.job_id, j.kind FROM doudi.jobs j WHERE j.state IN ('queued', 'running');
END;
COMMENT ON TABLE doudi.jobs IS 'what users see of long work; the queue itself is pg-boss in the schema jobs';

-- Row-level security and grants ----------------------------------------------------------------------------------

-- A department sees its own rosters only; for civil affairs the setting is empty. Whoever sees no persons (none) sees how jobs fare.
DO $$
DECLARE
  name text;
  with_department text[] := ARRAY['roster_files', 'roster_versions', 'roster_rows', 'column_mappings'];
BEGIN
  FOREACH name IN ARRAY ARRAY['roster_files', 'roster_versions', 'roster_rows', 'column_mappings', 'calendar_settings', 'persons', 'person_grams', 'comparison_runs', 'findings', 'finding_events', 'jobs'] LOOP
    EXECUTE format('ALTER TABLE doudi.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON doudi.%I TO doudi_app USING (area_code >= %s AND area_code < doudi.setting(''doudi.area_to'')%s)',
      name || '_scope', name,
      CASE WHEN name = ANY (with_department) OR name IN ('jobs', 'calendar_settings') THEN 'doudi.setting(''doudi.area_from'')' ELSE 'doudi.persons_from()' END,
      CASE WHEN name = ANY (with_department) THEN ' AND department >= doudi.setting(''doudi.department'') AND department <= doudi.department_to()'
           WHEN name = 'jobs' THEN ' AND (doudi.setting(''doudi.department'') IN ('''', ''none'') OR department = doudi.setting(''doudi.department''))'
           ELSE '' END);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON doudi.%I TO doudi_app', name);
  END LOOP;
END $$;
-- The database alone counts. The settings are read once for all rows: every page of counts passes over thousands, and how many it lets
-- through changes no plan.
ALTER TABLE doudi.finding_counts ENABLE ROW LEVEL SECURITY;
CREATE POLICY finding_counts_scope ON doudi.finding_counts TO doudi_app USING (area_code >= (SELECT doudi.persons_from()) AND area_code < (SELECT doudi.setting('doudi.area_to')));
GRANT SELECT ON doudi.finding_counts TO doudi_app;
-- What happened stays as it was written; only where it lies follows when divisions merge.
REVOKE UPDATE ON doudi.finding_events FROM doudi_app;
GRANT UPDATE (area_code) ON doudi.finding_events TO doudi_app;
GRANT DELETE ON doudi.roster_rows, doudi.person_grams TO doudi_app;

-- The queue makes and keeps its own tables.
CREATE SCHEMA jobs AUTHORIZATION doudi_app;
