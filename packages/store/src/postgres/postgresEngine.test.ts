import { DuckdbEngine, type Engine, type SqlRow } from "@doudi/roster";
import { DoudiError } from "@doudi/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PostgresEngine } from "./postgresEngine.js";
import { startTestServer, type TestServer } from "./testServer.testkit.js";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const ODD_TEXTS = [
  null, "", " ", "\t", "\n", "\r\n", "\\", "\\N", "\\.", "a\tb", "a\nb", "a\\tb", "\\\\", "'", '"', "';--", "a,b;c|d", "$1", "%", "𠮷野", "👨‍👩‍👧", "ａｂｃ", "\u0001\u001f\u007f", "\u2028", "ﬀ", "𝟙",
];

async function* batchesOf(rows: (string | null)[][], size: number): AsyncIterable<(string | null)[][]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}

async function all(engine: Engine, sql: string): Promise<{ rows: SqlRow[]; batches: number }> {
  const rows: SqlRow[] = [];
  let batches = 0;
  for await (const batch of engine.stream(sql)) {
    rows.push(...batch);
    batches += 1;
  }
  return { rows, batches };
}

async function withEngine<T>(work: (engine: PostgresEngine) => Promise<T>): Promise<T> {
  const engine = await PostgresEngine.open(server.url());
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

async function asAdmin(...statements: string[]): Promise<SqlRow[]> {
  const client = await server.connect();
  try {
    let rows: SqlRow[] = [];
    for (const statement of statements) ({ rows } = await client.query<SqlRow>(statement));
    return rows;
  } finally {
    await client.end();
  }
}

const schemasLeft = () => asAdmin("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'doudi_compare_%'");

async function problem(work: Promise<unknown>): Promise<DoudiError> {
  const error: unknown = await work.then(() => null, (thrown: unknown) => thrown);
  if (!(error instanceof DoudiError)) throw new Error("no DoudiError", { cause: error });
  return error;
}

describe("load and stream", () => {
  it("gives back 100,000 rows of odd texts as they went in, in order, in batches", async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => [String(i), ODD_TEXTS[i % ODD_TEXTS.length] ?? null, ODD_TEXTS[(i * 7) % ODD_TEXTS.length] ?? null]);
    await withEngine(async (engine) => {
      expect(await engine.load("odd", ["n", "an odd \"name\"", "text"], batchesOf(rows, 3_333))).toBe(rows.length);
      const back = await all(engine, "SELECT rowid, n, \"an odd \"\"name\"\"\", text FROM odd ORDER BY rowid");
      expect(back.batches).toBeGreaterThan(5);
      expect(back.rows.map((row) => Object.values(row))).toEqual(rows.map((row, i) => [i, ...row]));
      expect(await engine.rows("SELECT count(*) AS n FROM odd WHERE text IS NULL")).toEqual([{ n: rows.filter(([, , text]) => text === null).length }]);
    });
  });

  it("puts a visible character where PostgreSQL cannot store NUL", async () => {
    await withEngine(async (engine) => {
      await engine.load("nul", ["t"], batchesOf([["甲\0乙"]], 1));
      expect(await engine.rows("SELECT t FROM nul")).toEqual([{ t: "甲\uFFFD乙" }]);
    });
  });

  it("fills a table from a query that is read meanwhile", async () => {
    await withEngine(async (engine) => {
      await engine.run("CREATE TABLE numbers AS SELECT n FROM generate_series(1, 25000) AS g(n)");
      const texts = async function* (): AsyncIterable<string[][]> {
        for await (const batch of engine.stream("SELECT n FROM numbers ORDER BY n")) yield batch.map(({ n }) => [String(n)]);
      };
      await engine.load("copy_of_numbers", ["n"], texts());
      expect(await engine.rows("SELECT count(*) AS n, sum(CAST(n AS BIGINT)) AS s FROM copy_of_numbers")).toEqual([{ n: 25_000, s: 312_512_500 }]);
    });
  });

  it("goes on after a stream that nobody read to its end, and leaves no lock behind", async () => {
    await withEngine(async (engine) => {
      await engine.run("CREATE TABLE numbers AS SELECT n FROM generate_series(1, 50000) AS g(n)");
      for await (const batch of engine.stream("SELECT n FROM numbers")) {
        expect(batch).toHaveLength(10_000);
        break;
      }
      await engine.run("DROP TABLE numbers");
    });
  });

  it("says what went wrong in what it loads from, and goes on", async () => {
    await withEngine(async (engine) => {
      const failing = async function* (): AsyncIterable<string[][]> {
        yield [["1"]];
        throw new DoudiError("file_changed", { file: "a.csv" });
      };
      expect((await problem(engine.load("half", ["t"], failing()))).code).toBe("file_changed");
      expect(await engine.rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    });
  });
});

describe("values", () => {
  it("come as they come from DuckDB", async () => {
    const sql = "SELECT CAST(1 AS SMALLINT) AS small, 2 AS whole, CAST(9007199254740991 AS BIGINT) AS large, CAST(sum(n) AS BIGINT) AS total, sum(n) AS wide, count(*) AS counted, CAST(0.98 AS DECIMAL(9, 4)) AS decimals, CAST(0.5 AS DOUBLE PRECISION) AS half, TRUE AS yes, FALSE AS no, DATE '2020-02-29' AS day, '字' AS text, CAST(NULL AS BIGINT) AS nothing FROM (VALUES (CAST(3 AS BIGINT)), (4)) AS v(n)";
    const duckdb = await DuckdbEngine.open({ threads: 1 });
    try {
      const expected = await duckdb.rows(sql);
      expect(expected[0]).toMatchObject({ large: 9_007_199_254_740_991, wide: 7, decimals: "0.9800", day: "2020-02-29", yes: true, nothing: null });
      await withEngine(async (engine) => expect(await engine.rows(sql)).toEqual(expected));
    } finally {
      await duckdb.close();
    }
  });

  it("refuses a whole number that JavaScript would round", async () => {
    await withEngine(async (engine) => {
      await expect(engine.rows("SELECT CAST(9007199254740993 AS BIGINT) AS n")).rejects.toThrow("no safe number");
      await expect(all(engine, "SELECT CAST(9007199254740993 AS NUMERIC) AS n")).rejects.toThrow("no safe number");
    });
  });
});

describe("the schema of a run", () => {
  it("is its own, and gone afterwards", async () => {
    await withEngine(async (one) => {
      await withEngine(async (other) => {
        await one.run("CREATE TABLE same AS SELECT 1 AS n");
        await other.run("CREATE TABLE same AS SELECT 2 AS n");
        expect([await one.rows("SELECT n FROM same"), await other.rows("SELECT n FROM same")]).toEqual([[{ n: 1 }], [{ n: 2 }]]);
        expect(await schemasLeft()).toHaveLength(2);
      });
    });
    expect(await schemasLeft()).toEqual([]);
  });

  it("is dropped by the next run where its own was killed", async () => {
    const killed = await PostgresEngine.open(server.url());
    await killed.load("persons", ["name"], batchesOf([["甲"]], 1));
    await asAdmin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'doudi'");
    expect(await schemasLeft()).toHaveLength(1);
    const waiting = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'doudi'";
    for (;;) if ((await asAdmin(waiting))[0]?.["n"] === 0) break;
    await withEngine(async (engine) => {
      await engine.run("CREATE TABLE t AS SELECT 1 AS n");
      expect(await schemasLeft()).toHaveLength(1);
    });
    expect(await schemasLeft()).toEqual([]);
    await killed.close();
  });

  it("is gone after a query that failed", async () => {
    await expect(withEngine((engine) => engine.run("CREATE TABLE t AS SELECT 1 / 0 AS n"))).rejects.toThrow("division by zero");
    expect(await schemasLeft()).toEqual([]);
  });
});

describe("what a user can mend", () => {
  it("is told: the address, the server, the login, the right, the encoding", async () => {
    await asAdmin(
      "CREATE ROLE guest LOGIN PASSWORD 'guest'", "CREATE DATABASE closed", "REVOKE CREATE ON DATABASE closed FROM PUBLIC",
      "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0",
    );
    const open = (url: string) => problem(PostgresEngine.open(url));
    const { port } = new URL(server.url());
    expect((await open("mysql://root:secret@localhost/x")).code).toBe("database_url_invalid");
    expect((await open("nonsense")).code).toBe("database_url_invalid");
    expect((await open("postgres://postgres:test@127.0.0.1:1/postgres")).code).toBe("database_unreachable");
    const login = await open(server.url("postgres", "postgres", "secret"));
    expect(login.code).toBe("database_login");
    expect(login.text("zh")).toContain(`127.0.0.1:${port}/postgres`);
    expect(login.text("zh") + login.text("en")).not.toContain("secret");
    expect((await open(server.url("nowhere"))).code).toBe("database_login");
    expect((await open(server.url("closed", "guest", "guest"))).code).toBe("database_forbidden");
    expect((await open(server.url("latin"))).info).toMatchObject({ encoding: "LATIN1" });
  });

  it("is told when the server goes away in the middle", async () => {
    const engine = await PostgresEngine.open(server.url());
    await engine.run("CREATE TABLE t AS SELECT 1 AS n");
    const stop = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'doudi' AND pid <> pg_backend_pid()";
    const running = problem(engine.rows("SELECT pg_sleep(30)"));
    // The query has begun once the server shows it.
    for (;;) {
      const [row] = await asAdmin("SELECT count(*)::int AS n FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(30)'");
      if (row?.["n"] === 1) break;
    }
    await asAdmin(stop);
    expect((await running).code).toBe("database_lost");
    await engine.close();
    expect(await schemasLeft()).toEqual([]);
  });
});
