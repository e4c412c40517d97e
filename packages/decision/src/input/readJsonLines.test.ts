import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, idOf, load, outline, words } from "./households.testkit.js";

const MEMBER = { name: "甲", birth_date: "1975-01-01", sex: "male", income_fen_year: { wage: 600_000 } };

async function lines(...households: (object | string)[]): Promise<string> {
  const folder = await folderWith({ "in.jsonl": households.map((each) => (typeof each === "string" ? each : JSON.stringify(each))).join("\n") });
  return join(folder, "in.jsonl");
}

describe("households as JSON lines", () => {
  it("land in typed tables; what is not there is NULL, or what absence means", async () => {
    const { tables, problems, warnings } = await load(await lines({ household_no: "N1", division_code: "533323", hukou: "rural", vehicles: 0, deposits_fen: 12_345, business_registered: false, on_dibao_since: null, members: [MEMBER, { refused_offers: { job: 2 }, disability_category: 6 }] }, { household_no: "N2", members: [] }));
    expect(problems).toBe(0);
    expect(warnings).toEqual([]);
    expect(tables.households).toEqual([
      { household_no: "N1", division_code: "533323", hukou: "rural", vehicles: 0, deposits_fen: 12_345, business_registered: false, exit_path: "none", on_dibao_since: null },
      { household_no: "N2", division_code: null, hukou: null, vehicles: null, deposits_fen: null, business_registered: null, exit_path: "none", on_dibao_since: null },
    ]);
    expect(tables.persons).toMatchObject([
      { household_no: "N1", person_no: 1, name: "甲", birth_date: "1975-01-01", sex: "male", income_wage_fen_year: 600_000, disability_category: null },
      { household_no: "N1", person_no: 2, name: null, refused_jobs: 2, disability_category: "mental" },
    ]);
  });

  it.each([
    [{ vehicles: "2" }, "vehicles type_wrong", "去掉引号", "quotes away"],
    [{ deposits_fen: 12.5 }, "deposits_fen type_wrong", "1250", "1250"],
    [{ vehicles: 1.5 }, "vehicles type_wrong", "整数", "whole number"],
    [{ vehicles: -1 }, "vehicles negative", "负数", "negative"],
    [{ deposits_fen: -1 }, "deposits_fen negative", "负数", "negative"],
    [{ deposits_fen: 1e16 }, "deposits_fen out_of_range", "超出范围", "out of range"],
    [{ business_registered: "yes" }, "business_registered type_wrong", "true 或 false", "true or false"],
    [{ division_code: 533_323 }, "division_code type_wrong", "引号", "quotes"],
    [{ hukou: "rurall" }, "hukou enum_unknown", "是不是 rural", "did you mean rural"],
    [{ on_dibao_since: "2019-02-29" }, "on_dibao_since date_impossible", "日历", "calendar"],
    [{ on_dibao_since: 20_190_201 }, "on_dibao_since type_wrong", "日期", "date"],
    [{ members: {} }, "members type_wrong", "数组", "array"],
    [{ members: [7] }, "members[0] not_object", "对象", "object"],
    [{ members: [{ income_fen_year: 5 }] }, "members[0].income_fen_year not_object", "对象", "object"],
    [{ members: [{ ...MEMBER, income_fen_year: { wage: -600_000 } }] }, "members[0].income_fen_year.wage negative", "年工资性收入", "negative"],
    [{ members: [MEMBER, { self_care_lost: 7 }] }, "members[1].self_care_lost out_of_range", "0 和 6", "0 and 6"],
    [{ members: [{ birth_date: "2020-07-01" }] }, "members[0].birth_date born_later", "2020-06-30", "2020-06-30"],
    [{ members: Array.from({ length: 101 }, () => ({})) }, "members too_many_members", "101", "101"],
  ])("%j spoils its household alone", async (data, expected, zh, en) => {
    const { tables, rejected, rejected_rows: problems } = await load(await lines({ household_no: "N0" }, { household_no: "N1", ...data }, { household_no: "N2", members: [MEMBER] }));
    expect(outline(problems)).toEqual([`in.jsonl:2 N1 ${expected}`]);
    expect(words(problems[0], "zh")).toContain(zh);
    expect(words(problems[0], "en")).toContain(en);
    expect(rejected).toBe(1);
    expect(tables.households.map((row) => row["household_no"])).toEqual(["N0", "N2"]);
    expect(tables.persons.map((row) => row["household_no"])).toEqual(["N2"]);
  });

  it("names every problem of a household, and rows that name none", async () => {
    const { rejected_rows: problems, rejected, households } = await load(await lines('{"household_no":"N1",', "[]", { hukou: "rural" }, { household_no: 7 }, { household_no: "N2", vehicles: -1, hukou: 3, members: [{ sex: "man" }] }, { household_no: "N3" }));
    expect(outline(problems)).toEqual(["in.jsonl:1 -  line_broken", "in.jsonl:2 -  not_object", "in.jsonl:3 - household_no household_no_missing", "in.jsonl:4 - household_no type_wrong", "in.jsonl:5 N2 hukou enum_unknown", "in.jsonl:5 N2 vehicles negative", "in.jsonl:5 N2 members[0].sex enum_unknown"]);
    expect([rejected, households]).toEqual([5, 1]);
  });

  it("reads a byte order mark, blank lines and CRLF, and names a line that is no UTF-8", async () => {
    const folder = await folderWith({ "in.jsonl": Buffer.concat([Buffer.from('\ufeff{"household_no":"N1"}\r\n\r\n{"household_no":"'), Buffer.from([0xb8, 0xa3]), Buffer.from('"}\n{"household_no":"N2"}')]) });
    const { tables, rejected_rows: problems } = await load(join(folder, "in.jsonl"));
    expect(tables.households.map((row) => row["household_no"])).toEqual(["N1", "N2"]);
    expect(outline(problems)).toEqual(["in.jsonl:3 -  row_broken"]);
  });

  it("refuses a household number used twice, both times", async () => {
    const { tables, rejected_rows: problems, rejected } = await load(await lines({ household_no: "N1" }, { household_no: "N2", members: [MEMBER] }, { household_no: "N1" }));
    expect(outline(problems)).toEqual(["in.jsonl:1 N1 household_no household_twice", "in.jsonl:3 N1 household_no household_twice"]);
    expect(words(problems[0], "zh")).toContain("第 3 行");
    expect(rejected).toBe(1);
    expect(tables.households.map((row) => row["household_no"])).toEqual(["N2"]);
  });

  it("refuses a person in two households, and twice in one", async () => {
    const [a, b] = [idOf("53339919750101001"), idOf("53339919800101001")];
    const { tables, rejected_rows: problems } = await load(await lines({ household_no: "N1", members: [{ id_number: a }] }, { household_no: "N2", members: [{}, { id_number: ` ${a.toLowerCase()}` }] }, { household_no: "N3", members: [{ id_number: b }, { id_number: b }] }, { household_no: "N4", members: [{}, {}] }));
    expect(outline(problems)).toEqual(["in.jsonl:1 N1 members[0].id_number person_twice", "in.jsonl:2 N2 members[1].id_number person_twice", "in.jsonl:3 N3 members[0].id_number person_repeated", "in.jsonl:3 N3 members[1].id_number person_repeated"]);
    expect(words(problems[0], "en")).toContain("N2");
    expect(words(problems[1], "en")).toContain("N1");
    expect(tables.households.map((row) => row["household_no"])).toEqual(["N4"]);
  });

  it("refuses a birth date or sex that the id number contradicts, but takes nothing from it", async () => {
    const id = idOf("53339919750101001");
    const slip = `${id.slice(0, 17)}${id.endsWith("1") ? "2" : "1"}`;
    const { tables, rejected_rows: problems } = await load(await lines({ household_no: "N1", members: [{ id_number: id, birth_date: "1975-01-02", sex: "female" }] }, { household_no: "N2", members: [{ id_number: idOf("53339919750101003") }, { id_number: slip, birth_date: "1975-01-02" }] }));
    expect(outline(problems)).toEqual(["in.jsonl:1 N1 members[0].birth_date birth_contradicts", "in.jsonl:1 N1 members[0].sex sex_contradicts"]);
    expect(words(problems[0], "zh")).toContain("1975-01-01");
    expect(tables.persons).toMatchObject([{ birth_date: null, sex: null }, { birth_date: "1975-01-02" }]);
  });

  it("tells of a key that stands in the wrong place", async () => {
    const { warnings } = await load(await lines({ household_no: "N1", disability_cert: true, members: [{ ...MEMBER, vehicles: 1 }] }));
    expect(warnings.map(({ zh }) => zh)).toEqual([expect.stringContaining("要写在 members 里面"), expect.stringContaining("要写在 members 外面")]);
    expect(warnings.map(({ en }) => en)).toEqual([expect.stringContaining("inside members"), expect.stringContaining("outside members")]);
  });

  it.each(['[{"household_no":"N1"}]', '[{"household_no":"N1"},', "[", "{"])("a file that begins with %s is one document, not lines", async (first) => {
    await expect(load(await lines(first, "]"))).rejects.toMatchObject({ code: "input_not_lines" });
  });

  it("warns of unknown keys and says which may be meant", async () => {
    const { warnings, problems } = await load(await lines({ household_no: "N1", vehicels: 1, members: [{ incom_fen_year: {}, income_fen_year: { wages: 1 } }] }, { household_no: "N2", vehicels: 2, colour: 1 }));
    expect(problems).toBe(0);
    expect(warnings.map(({ zh }) => zh)).toEqual(["不认识“colour”这个键（第 2 行起，共 1 处），没有使用", "不认识“members.incom_fen_year”这个键（第 1 行起，共 1 处），没有使用，是不是 income_fen_year？", "不认识“members.income_fen_year.wages”这个键（第 1 行起，共 1 处），没有使用，是不是 wage？", "不认识“vehicels”这个键（第 1 行起，共 2 处），没有使用，是不是 vehicles？"]);
    expect(warnings[3]?.en).toContain("did you mean vehicles");
  });

  it("says of a JSON document over many lines, of an empty file, that it cannot be read", async () => {
    const folder = await folderWith({ "a.json": JSON.stringify([{ household_no: "N1" }], null, 2), "b.jsonl": "\n\n" });
    await expect(load(join(folder, "a.json"))).rejects.toMatchObject({ code: "input_not_lines" });
    await expect(load(join(folder, "b.jsonl"))).rejects.toMatchObject({ code: "file_empty" });
  });
});
