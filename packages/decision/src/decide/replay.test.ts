import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadLibrary, type PackFile, resolvePolicy } from "@doudi/policy";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { folderWith, idOf } from "../input/households.testkit.js";
import { readPackFiles } from "../policy/readPackFiles.js";
import { decide } from "./decide.js";
import type { DecisionRow } from "./decisionRow.js";

/** A past month can be decided again, and the same data give the same bytes. */

const POLICIES = fileURLToPath(new URL("../../../../policies", import.meta.url));
const DAYS = ["2020-06-30", "2021-07-01", "2021-12-31"] as const;
/** The law goes on after this day, with figures of its own. */
const LATER = "2022-01-01";

type Data = Readonly<Record<string, unknown>>;

const PERSON = { name: "甲", birth_date: "1975-01-01", sex: "male", relation: "head", income_fen_year: { wage: 200_000, business: 0, property: 0, transfer: 0 }, labour_capacity: "partial", disability_cert: false, status: "present" };
const HOUSEHOLD = { division_code: "533323", hukou: "rural", vehicles: 0, houses: 1, deposits_fen: 0, business_registered: false, poor_registered: true, already_on: "dibao" };

const HOUSEHOLDS: readonly Data[] = [
  { ...HOUSEHOLD, household_no: "N1", members: [PERSON, { ...PERSON, name: "乙", sex: "female", birth_date: "2012-02-29", student_stage: "primary", income_fen_year: { wage: 0, business: 0, property: 0, transfer: 0 } }] },
  { ...HOUSEHOLD, household_no: "N2", income_exceeded_since: "2021-01-31", members: [{ ...PERSON, income_fen_year: { wage: 900_000, business: 0, property: 0, transfer: 0 } }], medical_self_paid_fen_year: 0, education_expense_fen_year: 0, disability_expense_fen_year: 0, employment_cost_fen_year: 0 },
  { ...HOUSEHOLD, household_no: "N3", hukou: "urban", members: [{ ...PERSON, disability_cert: true, disability_category: 6, disability_grade: 1, needs_long_term_care: true }] },
  { household_no: "N4", members: [{}] },
];

async function csvOf(packs: readonly PackFile[], date: string, households: readonly Data[] = HOUSEHOLDS): Promise<string> {
  const folder = await folderWith({ "in.jsonl": households.map((each) => JSON.stringify(each)).join("\n") });
  const policy = resolvePolicy(loadLibrary(packs, date), { division: "533323", date });
  const decisions = await decide({ policy, input: join(folder, "in.jsonl") });
  await decisions.write(join(folder, "decisions.csv"), "csv");
  await decisions.close();
  return readFileSync(join(folder, "decisions.csv"), "utf8");
}

/** Every parameter of these packs that has a value gets another one from LATER on, and so does a rule. */
function withLaterLaw(packs: readonly PackFile[]): PackFile[] {
  const library = loadLibrary(packs, LATER);
  const overrides: string[] = [];
  for (const pack of ["nation", "yunnan", "yunnan-nujiang"]) {
    for (const [id, { type, unit, values }] of library.packs.get(pack)?.parameters ?? []) {
      const other = type.kind === "money" ? `123${unit ?? "元"}` : type.kind === "boolean" ? "否" : type.kind === "integer" || type.kind === "rate" ? "1" : null;
      if (other !== null && values.length > 0) overrides.push(`  - {replaces: ${id}, source: {doc: later, clause: 一}, values: [{from: ${LATER}, value: ${other}}]}`);
    }
  }
  const text = `pack: {id: fugong, version: "9", name: {zh: 福贡县, en: Fugong}, division: "533323", extends: yunnan-nujiang}
documents:
  - {id: later, title: {zh: 以后的标准, en: Later standards}, from: ${LATER}}
overrides:
${overrides.join("\n")}
  - {replaces: hukou_fits, source: {doc: later, clause: 二}, is: 户籍类别 = "城镇"}
`;
  expect(overrides.length).toBeGreaterThan(20);
  return [...packs, { path: "fugong/pack.yaml", text }];
}

/** The column `pack` names the versions of the packs; a pack more shows there alone. */
function withoutPack(csv: string): string {
  return csv.replaceAll(/nation@[^,\n]*/g, "");
}

/** The standards of the province have one value more, in its own pack. */
function withLaterStandard(packs: readonly PackFile[]): PackFile[] {
  const last = /^( *- \{from: )2021-07-01(, value: )4770元\/年(.*)$/m;
  expect(packs.filter(({ text }) => last.test(text)).map(({ path }) => path)).toEqual(["yunnan/schemes.yaml"]);
  return packs.map(({ path, text }) => ({ path, text: text.replace(last, `$&\n$1${LATER}$212元/年$3`) }));
}

describe("a past month", () => {
  let packs: readonly PackFile[];
  let later: readonly PackFile[];
  beforeAll(async () => {
    packs = await readPackFiles(POLICIES);
    later = withLaterLaw(packs);
  });

  it.each(DAYS)("decided as at %s is the same to the byte after parameters and rules with later dates were added", async (date) => {
    const then = await csvOf(packs, date);
    expect(then).toMatch(/N1,,dibao,yes,/);
    expect(await csvOf(withLaterStandard(packs), date)).toBe(then);
    const now = await csvOf(later, date);
    expect(withoutPack(now)).toBe(withoutPack(then));
    expect(now).toContain("+fugong@9,");
  });

  it("and only the later days are decided otherwise", async () => {
    const then = await csvOf(packs, LATER);
    const dibao = (csv: string): string | undefined => /N1,,dibao,.*?,hukou/.exec(csv)?.[0];
    const standard = await csvOf(withLaterStandard(packs), LATER);
    // Above the new standard, the registered household leaves gradually.
    expect([dibao(then), dibao(standard)]).toEqual(["N1,,dibao,yes,B,62833,,hukou", "N1,,dibao,yes,B,,2023-01-01,hukou"]);
    expect(await csvOf(later, LATER)).toContain("N1,,dibao,no,");
  });
});

/** The same household with keys, and members, in another order. */
function shuffled(household: Data, order: () => number): Data {
  const mixed = <T>(all: readonly T[]): T[] => all.map((value) => ({ value, at: order() })).sort((a, b) => a.at - b.at).map(({ value }) => value);
  const keys = (value: unknown): unknown => (Array.isArray(value) ? mixed(value.map(keys)) : typeof value === "object" && value !== null ? Object.fromEntries(mixed(Object.entries(value).map(([key, inner]) => [key, keys(inner)] as const))) : value);
  return keys(household) as Data;
}

describe("input_hash and the order of rows", () => {
  it("are the same whatever the order of households, members and keys; a changed fact changes the hash of its household alone", async () => {
    const packs = await readPackFiles(POLICIES);
    const policy = resolvePolicy(loadLibrary(packs, "2021-07-01"), { division: "533323", date: "2021-07-01" });
    const rowsOf = async (households: readonly Data[]): Promise<DecisionRow[]> => {
      const input = join(await folderWith({ "in.jsonl": households.map((each) => JSON.stringify(each)).join("\n") }), "in.jsonl");
      const decisions = await decide({ policy, input, schemes: ["dibao", "education"] });
      const rows: DecisionRow[] = [];
      for await (const batch of decisions.stream()) rows.push(...batch);
      await decisions.close();
      return rows;
    };
    const hashes = (rows: readonly DecisionRow[]): Map<string, string> => new Map(rows.map((row) => [row.household_no, row.input_hash]));
    const base = await rowsOf(HOUSEHOLDS);
    const key = ({ household_no: no, scheme }: DecisionRow): string => `${no} ${scheme}`;
    // Sorted by household; its own scheme before those of its persons.
    expect(base.map(key)).toEqual(["N1 dibao", "N1 education", "N1 education", "N2 dibao", "N2 education", "N3 dibao", "N3 education", "N4 dibao", "N4 education"]);
    expect(new Set(hashes(base).values()).size).toBe(4);
    await fc.assert(fc.asyncProperty(fc.infiniteStream(fc.double({ noNaN: true, noDefaultInfinity: true })), async (stream) => {
      const order = (): number => stream.next().value;
      const rows = await rowsOf(HOUSEHOLDS.map((household) => ({ household: shuffled(household, order), at: order() })).sort((a, b) => a.at - b.at).map(({ household }) => household));
      expect(rows.map(key)).toEqual(base.map(key));
      expect(hashes(rows)).toEqual(hashes(base));
    }), { numRuns: 5 });
    const MOVED = /\},\{.*"student_stage":"primary"/.exec(JSON.stringify(HOUSEHOLDS[0]))?.[0] ?? "";
    const changes: readonly [what: string, from: string, to: string, changed: boolean][] = [
      ["a fact of the household", '"vehicles":0', '"vehicles":1', true], ["a member's money by one fen", '"wage":200000', '"wage":200001', true], ["a member's day", '"2012-02-29"', '"2012-02-28"', true],
      ["a fact taken away", '"houses":1', '"houses":null', true], ["a fact moved to the other member", MOVED, MOVED.replace(',"student_stage":"primary"', "").replace("},{", ',"student_stage":"primary"},{'), true], ["a name", '"name":"甲"', '"name":"丁"', false],
    ];
    for (const [what, from, to, changed] of changes) {
      const text = JSON.stringify(HOUSEHOLDS[0]);
      expect(text).toContain(from);
      const after = hashes(await rowsOf([JSON.parse(text.replace(from, to)) as Data, ...HOUSEHOLDS.slice(1)]));
      const different = [...after].filter(([no, hash]) => hashes(base).get(no) !== hash).map(([no]) => no);
      expect([what, different]).toEqual([what, changed ? ["N1"] : []]);
    }
  }, 120_000);
});

it("the same households give the same bytes as JSON lines and as a pair of CSV files", async () => {
  const packs = await readPackFiles(POLICIES);
  const folder = await folderWith({
    "households.csv": "household_no,hukou,deposits_fen,exit_path\nN1,rural,100,\nN2,城镇,,无\n",
    "persons.csv": `household_no,id_number,birth_date,income_fen_year.wage,disability_category\nN2,,1975/1/1,,6\nN1,${idOf("53339919750101001")},1975-01-01,5,\nN1,,2012-02-29,0,精神\n`,
  });
  const policy = resolvePolicy(loadLibrary(packs, "2021-07-01"), { division: "533323", date: "2021-07-01" });
  const decisions = await decide({ policy, input: folder });
  const path = join(folder, "out", "decisions.csv");
  await mkdir(dirname(path));
  await writeFile(path, "");
  await decisions.write(path, "csv");
  await decisions.close();
  const lines: Data[] = [
    { household_no: "N2", hukou: "urban", members: [{ birth_date: "1975-01-01", disability_category: 6 }] },
    { household_no: "N1", hukou: "rural", deposits_fen: 100, members: [{ id_number: idOf("53339919750101001"), birth_date: "1975-01-01", income_fen_year: { wage: 5 } }, { birth_date: "2012-02-29", income_fen_year: { wage: 0 }, disability_category: "mental" }] },
  ];
  expect(readFileSync(path, "utf8")).toBe(await csvOf(packs, "2021-07-01", lines));
});
