// Invented households as two Parquet files, written by set-based SQL: the same seed and count give the same rows. 3.5 persons
// a household (of ten households in a row one has one member, two have two, three, four and five each, one has six), incomes
// that lie around a rural standard, and in a few of a hundred rows a fact that is unknown.
// Everybody is invented: area codes 533390 to 533399 were never assigned.
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** Ids stay unique up to here: 500 serial numbers a sex for each of at least 10,080 days of birth at every place of the household. */
const MOST_HOUSEHOLDS = 5_000_000;

/** Who stands at which place of the household, and the years of birth (each of 336 days: 12 months of 28). */
const PLACES = [
  { relation: "head", from: 1945, years: 50 },
  { relation: "spouse", from: 1947, years: 50 },
  { relation: "child", from: 1990, years: 30 },
  { relation: "child", from: 1990, years: 30 },
  { relation: "parent", from: 1930, years: 35 },
  { relation: "grandchild", from: 1990, years: 30 },
];

const SURNAMES = "李王张和余普密霜邓段杨赵陈刘黄周吴徐孙马";
const GIVEN = "建秀国玉志春丽文阿光美海晓永金银红云雪东";

/** Columns of one kind of row. Every draw has a number of its own, so that the columns do not depend on one another. */
function draws(row, seed) {
  let salt = seed * 1000;
  const number = (below) => `CAST(hash(${row} * 1009 + ${(salt += 1)}) % ${below} AS BIGINT)`;
  return {
    number,
    /** Whole hundreds of yuan, in fen, below the limit in yuan. */
    yuan: (below) => `${number(below / 100)} * 10000`,
    /** A condition that holds for one row in n. */
    oneIn: (n) => `${number(n)} = 0`,
    /** The column, unknown for one row in n. */
    unknownIn: (n, sql) => `CASE WHEN ${number(n)} = 0 THEN NULL ELSE ${sql} END`,
    /** One of the values, by its weight. */
    oneOf: (weights) => {
      const draw = number(Object.values(weights).reduce((sum, weight) => sum + weight));
      let sum = 0;
      return `CASE ${Object.entries(weights).map(([value, weight]) => `WHEN ${draw} < ${(sum += weight)} THEN '${value}'`).join(" ")} END`;
    },
  };
}

function householdColumns(seed) {
  const { number, yuan, oneIn, unknownIn, oneOf } = draws("h", seed);
  const someDay = (from, days) => `DATE '${from}' + CAST(${number(days)} AS INTEGER)`;
  return {
    household_no: "'N' || lpad(CAST(h AS VARCHAR), 8, '0')",
    division_code: `'53339' || CAST(${number(10)} AS VARCHAR) || '00' || CAST(1 + ${number(9)} AS VARCHAR)`,
    hukou: unknownIn(500, oneOf({ rural: 85, urban: 15 })),
    vehicles: unknownIn(100, `CASE WHEN ${oneIn(12)} THEN 1 ELSE 0 END`),
    houses: unknownIn(100, `CASE WHEN ${oneIn(25)} THEN 3 WHEN ${oneIn(5)} THEN 2 ELSE 1 END`),
    deposits_fen: unknownIn(60, `CASE WHEN ${oneIn(3)} THEN ${yuan(150000)} ELSE 0 END`),
    business_registered: unknownIn(200, oneIn(20)),
    medical_self_paid_fen_year: unknownIn(30, `CASE WHEN ${oneIn(3)} THEN ${yuan(20000)} ELSE 0 END`),
    education_expense_fen_year: unknownIn(50, `CASE WHEN ${oneIn(4)} THEN ${yuan(8000)} ELSE 0 END`),
    disability_expense_fen_year: unknownIn(80, `CASE WHEN ${oneIn(12)} THEN ${yuan(6000)} ELSE 0 END`),
    employment_cost_fen_year: unknownIn(50, `CASE WHEN ${oneIn(3)} THEN ${yuan(4000)} ELSE 0 END`),
    poor_registered: unknownIn(100, oneIn(4)),
    exit_path: `CASE WHEN ${oneIn(10)} THEN 'social_security' END`,
    already_on: unknownIn(200, oneOf({ none: 70, dibao: 27, tekun: 3 })),
    on_dibao_since: `CASE WHEN ${oneIn(4)} THEN ${someDay("2016-01-01", 1500)} END`,
    income_exceeded_since: `CASE WHEN ${oneIn(10)} THEN ${someDay("2019-03-01", 480)} END`,
    disaster_event: `CASE WHEN ${oneIn(200)} THEN 'emergency' END`,
    lift_by_work_possible: unknownIn(50, oneIn(2)),
    heating_area: unknownIn(200, oneIn(10)),
  };
}

/** Columns of the person at place k (from 0) of household h; row number p. */
function personColumns(seed) {
  const { number, yuan, oneIn, unknownIn, oneOf } = draws("p", seed + 1);
  const byPlace = (property) => `[${PLACES.map((place) => (typeof place[property] === "number" ? place[property] : `'${place[property]}'`)).join(", ")}][k + 1]`;
  const grown = "k IN (0, 1, 4)";
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const checkSum = weights.map((weight, i) => `(n17 // ${10n ** BigInt(16 - i)} % 10) * ${weight}`).join(" + ");
  const pick = (text) => `substr('${text}', 1 + CAST(${number(text.length)} AS INTEGER), 1)`;
  return {
    household_no: "'N' || lpad(CAST(h AS VARCHAR), 8, '0')",
    person_no: "CAST(k + 1 AS INTEGER)",
    id_number: `CAST(n17 AS VARCHAR) || substr('10X98765432', 1 + CAST((${checkSum}) % 11 AS INTEGER), 1)`,
    name: `${pick(SURNAMES)} || ${pick(GIVEN)}`,
    birth_date: unknownIn(400, "born"),
    sex: "CASE WHEN n17 % 2 = 1 THEN 'male' ELSE 'female' END",
    relation: byPlace("relation"),
    income_wage_fen_year: unknownIn(150, `CASE WHEN ${grown} AND ${oneIn(2)} THEN ${yuan(24000)} ELSE 0 END`),
    income_business_fen_year: unknownIn(200, `CASE WHEN ${grown} AND ${oneIn(2)} THEN ${yuan(9000)} ELSE 0 END`),
    income_property_fen_year: unknownIn(400, `CASE WHEN ${oneIn(20)} THEN ${yuan(2000)} ELSE 0 END`),
    income_transfer_fen_year: unknownIn(300, `CASE WHEN ${oneIn(3)} THEN ${yuan(3000)} ELSE 0 END`),
    labour_capacity: unknownIn(100, `CASE WHEN k IN (2, 3, 5) AND ${oneIn(2)} THEN 'none' ELSE ${oneOf({ full: 70, partial: 15, none: 15 })} END`),
    disability_cert: unknownIn(150, "certified"),
    disability_category: `CASE WHEN certified THEN ${oneOf({ physical: 50, visual: 12, hearing: 14, speech: 3, intellectual: 9, mental: 9, multiple: 3 })} END`,
    disability_grade: `CASE WHEN certified THEN CAST(1 + ${number(4)} AS INTEGER) END`,
    needs_long_term_care: unknownIn(300, oneIn(30)),
    major_disease: unknownIn(200, oneIn(25)),
    disease_code: `CASE WHEN ${oneIn(25)} THEN 'I' || CAST(10 + ${number(90)} AS VARCHAR) END`,
    chronic_disease: unknownIn(200, oneIn(6)),
    treatment_continues: unknownIn(300, oneIn(20)),
    student_stage: `CASE WHEN k IN (2, 3, 5) THEN ${oneOf({ none: 50, primary: 20, junior: 12, senior: 8, vocational: 4, college: 6 })} ELSE 'none' END`,
    insured: unknownIn(100, `NOT ${oneIn(20)}`),
    refused_jobs: unknownIn(500, `CASE WHEN ${oneIn(60)} THEN 1 + ${number(4)} ELSE 0 END`),
    refused_projects: unknownIn(500, `CASE WHEN ${oneIn(80)} THEN 1 + ${number(4)} ELSE 0 END`),
    member_status: unknownIn(500, oneOf({ present: 970, imprisoned: 5, detox: 3, missing: 3, deceased: 4, serving: 12, clergy: 3 })),
    self_care_lost: unknownIn(300, `CASE WHEN ${oneIn(40)} THEN 1 + ${number(6)} ELSE 0 END`),
    supporter_able: unknownIn(200, `NOT ${oneIn(8)}`),
    cannot_live_apart: unknownIn(300, oneIn(30)),
    applied_individually: unknownIn(500, oneIn(100)),
  };
}

/** Rows of persons: household h, place k, running number p, day of birth, id without its check character. */
function everybody(count, seed) {
  const byPlace = (property) => `[${PLACES.map((place) => place[property]).join(", ")}][k + 1]`;
  // 4,999 has no factor in common with 336 days times the years of any place: neighbours are not born on neighbouring days.
  return `SELECT h, k, p, born, certified, (533390 + k) * 100000000000 + CAST(strftime(born, '%Y%m%d') AS BIGINT) * 1000 + h // days * 2 + sex AS n17
    FROM (SELECT h, k, p, days, hash(p * 1009 + ${seed}) % 12 = 0 AS certified, CAST(hash(p * 1009 + ${seed + 1}) % 2 AS BIGINT) AS sex, make_date(${byPlace("from")} + d // 336, 1 + (d // 28) % 12, 1 + d % 28) AS born
      FROM (SELECT h, k, h * 6 + k AS p, ${byPlace("years")} * 336 AS days, (h * 4999) % (${byPlace("years")} * 336) AS d
        FROM (SELECT h, CAST(unnest(range(${SIZE})) AS INTEGER) AS k FROM range(${count}) AS r(h))))`;
}

const SIZE = "[1, 2, 2, 3, 3, 4, 4, 5, 5, 6][1 + (h * 7 + h // 10) % 10]";

/**
 * Writes households.parquet and persons.parquet into a folder.
 * @param {string} folder
 * @param {number} count households; persons are 3.5 times as many, exactly where the count is a multiple of ten
 * @param {number} seed
 * @returns {Promise<{ households: string, persons: string }>} the paths
 */
export async function makeHouseholds(folder, count, seed) {
  if (count > MOST_HOUSEHOLDS) throw new Error(`at most ${MOST_HOUSEHOLDS} households: ids would repeat`);
  await mkdir(folder, { recursive: true });
  const paths = { households: join(folder, "households.parquet"), persons: join(folder, "persons.parquet") };
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "2GB", temp_directory: join(folder, ".tmp") });
  const connection = await instance.connect();
  const write = async (columns, source, path) => {
    const list = Object.entries(columns).map(([id, sql]) => `${sql} AS ${id}`).join(", ");
    // Written beside and renamed: a run that was broken off leaves no half a file behind.
    await connection.run(`COPY (SELECT ${list} FROM ${source}) TO '${path}.part' (FORMAT parquet, COMPRESSION zstd)`);
    await rename(`${path}.part`, path);
  };
  try {
    await write(personColumns(seed), `(${everybody(count, seed)})`, paths.persons);
    await write(householdColumns(seed), `range(${count}) AS r(h)`, paths.households);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return paths;
}
