import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { encodeGb18030 } from "../files/gb18030.testkit.js";
import { idNumber } from "../files/idNumber.testkit.js";
import { compareFiles, type ComparisonOptions, type ComparisonOutcome, csv, xlsx } from "./comparison.testkit.js";

const SLOW = process.env["DOUDI_SLOW"] !== undefined;
const RUNS = SLOW ? 20 : 2;
vi.setConfig({ testTimeout: SLOW ? 900_000 : 120_000 });

/** A roster as a table: what a file is written from. */
interface Table {
  kind: string;
  header: string;
  rows: string[][];
}

const NAMES = ["王小明", "李秀英", "阿普·前此", "阿普前此", "和文"];
const who = fc.record({ order: fc.integer({ min: 0, max: 6 }), name: fc.constantFrom(...NAMES), id: fc.constantFrom("good", "good", "good", "good", "missing", "rounded", "wrong", "wide") });

/** A person's id as a department might have written it. */
function written(order: number, how: string): string {
  const id = idNumber(`19${60 + order}0101`, order * 2 + 1);
  switch (how) {
    case "missing":
      return "";
    case "rounded":
      return `${id.slice(0, 15)}000`;
    case "wrong":
      return id.slice(0, 17) + (id.endsWith("1") ? "2" : "1");
    case "wide":
      return [...id].map((c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)).join("");
    default:
      return id;
  }
}

function table(kind: string, header: string, more: readonly (readonly string[])[]): fc.Arbitrary<Table> {
  const row = fc.tuple(who, ...more.map((texts) => fc.constantFrom(...texts))).map(([person, ...texts]) => [person.name, written(person.order, person.id), ...texts]);
  return fc.array(row, { minLength: 1, maxLength: 8 }).map((rows) => ({ kind, header, rows }));
}

const PLACES = [["533399000001", "533399000002", "7"], ["上帕镇", "匹河乡"], ["达普洛村", "老姆登村"]] as const;
const county = fc.tuple(
  table("低保", "姓名,身份证号,户编号,乡镇,村", PLACES),
  table("特困", "姓名,身份证号,户编号,乡镇,村", PLACES),
  table("建档立卡", "姓名,身份证号,户编号,乡镇,村,与户主关系,脱贫路径,是否脱贫,劳动能力", [...PLACES, ["户主", "子女"], ["社会保障兜底", "产业"], ["是", "否"], ["丧失劳动力", "普通劳动力"]]),
  table("残疾人", "姓名,身份证号,残疾类别,残疾等级", [["肢体", "智力"], ["一级", "3", ""]]),
  table("死亡人员", "姓名,身份证号,死亡日期", [["2020-01-01", "2020年7月1日", "", "44011"]]),
  table("不动产", "权利人,身份证号,不动产权证号,用途", [["云1", "云2", "云3", "云4"], ["住宅", "车库"]]),
  table("银行存款", "户名,身份证号,账号,余额", [["6221", "6222"], ["30000", "50000.01", "1万"]]),
);

const textOf = ({ header, rows }: Table): string => csv(header, ...rows);
const filesOf = (tables: readonly Table[]): Record<string, string> => Object.fromEntries(tables.map((one) => [`${one.kind}.csv`, textOf(one)]));
const setOf = ({ findings }: ComparisonOutcome): string[] => findings.map((row) => `${row.finding} ${row.finding_id} ${row.id_number} ${row.severity}`).sort();

/** The same rosters in other files. */
type Change = (tables: Table[], seed: number) => { files: Record<string, string | Uint8Array>; options?: ComparisonOptions };

/** Another order of the items, the same for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items.map((item, i) => ({ item, key: Math.imul(seed ^ (i + 1), 2_654_435_761) >>> 0 })).sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** What must change no finding. */
const CHANGES: readonly (readonly [string, Change])[] = [
  ["rows and files in another order, under other names", (tables, seed) => ({ files: Object.fromEntries(tables.map((one, i) => [`${i * seed % 7 + i}/${one.kind}.csv`, textOf({ ...one, rows: shuffled(one.rows, seed) })])) })],
  ["a roster in parts", (tables, seed) => {
    const [dibao, ...others] = tables;
    if (dibao === undefined) return { files: {} };
    const cut = Math.abs(seed) % (dibao.rows.length + 1);
    const parts = [dibao.rows.slice(0, cut), dibao.rows.slice(cut)].filter((rows) => rows.length > 0);
    return {
      files: { ...filesOf(others), ...Object.fromEntries(parts.map((rows, i) => [`part${i}.csv`, textOf({ ...dibao, rows })])) },
      options: { manifest: parts.map((_, i) => ({ file: `part${i}.csv`, kind: "dibao", part: `p${i}` })) },
    };
  }],
  ["blank lines, totals and signatures", (tables) => ({
    files: Object.fromEntries(tables.map((one) => {
      const lines = textOf(one).trimEnd().split("\n");
      const blanks = ",".repeat(one.header.split(",").length - 1);
      return [`${one.kind}.csv`, [`某县${one.kind}名册${blanks}`, lines[0], blanks, ...lines.slice(1), `小计,${one.rows.length}人${blanks.slice(1)}`, "", `合  计,${one.rows.length}${blanks.slice(1)}`, `制表人：和某${blanks}`].join("\n")];
    })),
  })],
  ["files that the engine cannot read by itself: GB18030 and workbooks", (tables, seed) => ({
    files: Object.fromEntries(tables.map((one, i) => ((seed ^ i) % 2 === 0 ? [`${one.kind}.csv`, encodeGb18030(textOf(one))] : [`${one.kind}.xlsx`, xlsx(textOf(one))]))),
  })],
  ["quotes, a byte order mark and line ends of another system", (tables, seed) => ({
    files: Object.fromEntries(tables.map((one, i) => [`${one.kind}.csv`, (seed ^ i) % 2 === 0 ? textOf(one).replaceAll(/[^,\n]+/g, (cell) => `"${cell}"`) : `\ufeff${textOf(one).replaceAll("\n", "\r\n")}`])),
  })],
  ["the other language", (tables) => ({ files: filesOf(tables), options: { lang: "en" } })],
  ["persons on small rosters looked at by themselves", (tables) => ({ files: filesOf(tables), options: { small: { beside: 1, share: 0.9 } } })],
];

describe("whatever the rosters say", () => {
  it("rows are accepted, duplicates or rejected", () => fc.assert(
    fc.asyncProperty(county, async (tables) => {
      const outcome = await compareFiles(filesOf(tables));
      for (const one of tables) {
        const summary = outcome.summaries.find(({ file }) => file === `${one.kind}.csv`);
        expect(summary).toMatchObject({ rows: one.rows.length });
        expect((summary?.accepted ?? 0) + (summary?.duplicates ?? 0) + (summary?.rejected ?? 0)).toBe(one.rows.length);
      }
    }),
    { numRuns: RUNS },
  ));

  it.each(CHANGES)("%s", async (_, change) => {
    await fc.assert(
      fc.asyncProperty(county, fc.integer(), async (tables, seed) => {
        const { files, options } = change(tables, seed);
        expect(setOf(await compareFiles(files, options))).toEqual(setOf(await compareFiles(filesOf(tables))));
      }),
      { numRuns: RUNS },
    );
  });
});
