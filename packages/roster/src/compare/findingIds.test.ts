import { describe, expect, it } from "vitest";
import { idNumber } from "../files/idNumber.testkit.js";
import { compareFiles, csv } from "./comparison.testkit.js";

const wang = idNumber("19700215", 11);
const li = idNumber("19800301", 22);
const DIBAO = "户编号,姓名,身份证号,乡镇,村";
const rows = [["533399000001", "王小明", wang, "上帕镇", "达普洛村"], ["533399000002", "李秀英", li, "匹河乡", "老姆登村"], ["533399000003", "无号甲", "", "匹河乡", "老姆登村"], ["533399000003", "无号乙", "12345", "匹河乡", "老姆登村"], ["533399000001", "王小明", wang, "上帕镇", "达普洛村"]];
const deaths = csv("姓名,身份证号,死亡日期", ["王小明", wang, "2020-01-01"], ["李秀英", li, "2020-01-01"]);

const ids = async (...given: Parameters<typeof compareFiles>): Promise<string[]> => (await compareFiles(...given)).findings.map((row) => `${row.finding} ${row.finding_id}`).sort();

describe("finding_id", () => {
  it("tells every finding from every other and does not depend on file names, order, language or the run", async () => {
    const first = await compareFiles({ "低保.csv": csv(DIBAO, ...rows), "死亡人员.csv": deaths });
    expect(first.findings.map((row) => row.finding).sort()).toEqual(["quality.duplicate_row", "quality.id_checksum", "quality.id_missing", "wrong.deceased", "wrong.deceased"]);
    for (const row of first.findings) expect(row.finding_id).toMatch(/^[0-9a-f]{16}$/);
    expect(new Set(first.findings.map((row) => row.finding_id)).size).toBe(5);
    const same = first.findings.map((row) => `${row.finding} ${row.finding_id}`).sort();
    expect(await ids({ "sub/低保名册(终).csv": csv(DIBAO, ...rows.toReversed()), "死亡人员2020.csv": deaths })).toEqual(same);
    expect(await ids({ "低保.csv": csv(DIBAO, ...rows), "死亡人员.csv": deaths }, { lang: "en" })).toEqual(same);
    const more = await ids({ "低保.csv": csv(DIBAO, ["533399000009", "和文", idNumber("19551231", 44), "上帕镇", "达普洛村"], ["533399000008", "无号丙", "", "上帕镇", "达普洛村"], ...rows), "死亡人员.csv": deaths });
    expect(more).toEqual(expect.arrayContaining(same));
    expect(more).toHaveLength(same.length + 1);
  });

  it("the fields are those of the contract, in a total order", async () => {
    const x = Array.from({ length: 30 }, (_, i) => idNumber("19900101", i * 2 + 1)).find((id) => id.endsWith("X")) ?? "";
    const { findings } = await compareFiles({ "低保.csv": csv(DIBAO, ["533399000001", "王小明", x.toLowerCase(), "上帕镇", "达普洛村"], ["533399000002", "李秀英", li, "匹河乡", "老姆登村"]), "死亡人员.csv": csv("姓名,身份证号,死亡日期", ["王小明", x, "2020-01-01"], ["李秀英", li, "2020-01-02"]) });
    expect(findings).toMatchObject([
      { finding: "wrong.deceased", severity: "high", id_number: x, name: "王小明", division: "上帕镇/达普洛村", household_no: "533399000001", rows: "低保.csv##2;死亡人员.csv##2", score: "" },
      { finding: "wrong.deceased", severity: "high", id_number: li, name: "李秀英", division: "匹河乡/老姆登村", household_no: "533399000002", rows: "低保.csv##3;死亡人员.csv##3", score: "" },
    ]);
    expect(Object.keys(findings[0] ?? {})).toEqual(["finding_id", "finding", "severity", "id_number", "name", "division", "household_no", "rows", "reason", "source", "score"]);
  });
});
