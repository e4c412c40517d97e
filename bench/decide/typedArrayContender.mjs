// Dibao over typed arrays, as a process of its own: node typedArrayContender.mjs JOB.json. Reading Parquet into the arrays and
// deciding are timed apart; what is decided is then written as CSV, for comparison.
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { once } from "node:events";
import { DuckDBInstance } from "@duckdb/node-api";
import { dibaoTyped, MISSING, REASONS } from "./dibaoTyped.mjs";
import { monthsAfter } from "./monthsAfter.mjs";

const [, , jobPath = ""] = process.argv;
const { folder, date, figures, lastBirth, exitMonths, out, unsourced, pack } = JSON.parse(await readFile(jobPath, "utf8"));

const UNKNOWN_DAY = -1_000_000;
const yesNo = (column) => `coalesce(CAST(${column} AS INTEGER), -1)`;
const number = (column) => `coalesce(CAST(${column} AS INTEGER), -1)`;
const day = (column, unknown) => `coalesce(${column} - DATE '1970-01-01', ${unknown})`;
/** The households of the bench are numbered from 0 in the order of their file. */
const PERSONS = {
  household: "CAST(substr(household_no, 2) AS INTEGER)",
  status: yesNo("member_status = 'present'"),
  wage: number("income_wage_fen_year"), business: number("income_business_fen_year"), property: number("income_property_fen_year"), transfer: number("income_transfer_fen_year"),
  birth: day("birth_date", UNKNOWN_DAY),
  labour: "CASE labour_capacity WHEN 'none' THEN 0 WHEN 'partial' THEN 1 WHEN 'full' THEN 2 ELSE -1 END",
  refused: number("refused_jobs"),
};
const HOUSEHOLDS = {
  hukou: "CASE hukou WHEN 'rural' THEN 0 WHEN 'urban' THEN 1 ELSE -1 END",
  vehicles: number("vehicles"), houses: number("houses"), deposits: number("deposits_fen"), business: yesNo("business_registered"),
  medical: number("medical_self_paid_fen_year"), education: number("education_expense_fen_year"), disability: number("disability_expense_fen_year"), work: number("employment_cost_fen_year"),
  poor: yesNo("poor_registered"),
  on: "CASE already_on WHEN 'none' THEN 0 WHEN 'dibao' THEN 1 WHEN 'tekun' THEN 2 ELSE -1 END",
  exceeded: day("income_exceeded_since", -1),
};

const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "1GB" });
const connection = await instance.connect();

async function load(path, columns) {
  const [[count]] = (await connection.runAndReadAll(`SELECT count(*) FROM read_parquet('${path}')`)).getRowsJson();
  const arrays = Object.keys(columns).map(() => new Int32Array(Number(count)));
  const result = await connection.stream(`SELECT ${Object.values(columns).map((sql) => `CAST(${sql} AS INTEGER)`).join(", ")} FROM read_parquet('${path}')`);
  let at = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const [c, array] of arrays.entries()) {
      const vector = chunk.getColumnVector(c);
      for (let row = 0; row < chunk.rowCount; row += 1) array[at + row] = vector.getItem(row);
    }
    at += chunk.rowCount;
  }
  return Object.fromEntries(Object.keys(columns).map((name, c) => [name, arrays[c]]));
}

const started = performance.now();
const households = await load(`${folder}/households.parquet`, HOUSEHOLDS);
const persons = await load(`${folder}/persons.parquet`, PERSONS);
const dayOf = (text) => Date.parse(text) / 86_400_000;
const textOf = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const today = dayOf(date);
const ends = Int32Array.from({ length: today + 1 }, (_, start) => dayOf(monthsAfter(textOf(start), exitMonths)));
const law = { ...figures, today, unknown_day: UNKNOWN_DAY, adult_born: dayOf(lastBirth.adult), senior_born: dayOf(lastBirth.senior), exit_end: ends };
connection.closeSync();
instance.closeSync();

let best = Number.POSITIVE_INFINITY;
const loaded = performance.now();
let decided = dibaoTyped(persons, households, law);
for (let pass = 0; pass < 3; pass += 1) {
  const before = performance.now();
  decided = dibaoTyped(persons, households, law);
  best = Math.min(best, (performance.now() - before) / 1000);
}

const codes = (names, bits) => names.filter((_, i) => (bits >> i) & 1).join(";");
const file = createWriteStream(out);
file.write("household_no,id_number,scheme,outcome,class,amount_fen_month,until,reasons,missing,unsourced,pack\n");
for (let h = 0; h < decided.outcome.length; ) {
  const lines = [];
  for (const stop = Math.min(h + 10_000, decided.outcome.length); h < stop; h += 1) {
    const until = decided.until[h] < 0 ? "" : textOf(decided.until[h]);
    lines.push(`N${String(h).padStart(8, "0")},,dibao,${["unknown", "no", "yes"][decided.outcome[h] + 1]},${["", "A", "B", "C"][decided.classes[h]]},${decided.amount[h] < 0 ? "" : decided.amount[h]},${until},${codes(REASONS, decided.reasons[h])},${codes(MISSING, decided.missing[h])},${unsourced},${pack}\n`);
  }
  if (!file.write(lines.join(""))) await once(file, "drain");
}
file.end();
await once(file, "finish");
console.log(JSON.stringify({ seconds: best, loadSeconds: (loaded - started) / 1000, households: decided.outcome.length }));
