import { describe, expect, it } from "vitest";
import { inventFindings, inventSummary } from "../county.testkit.js";
import { displayWidth } from "../displayWidth.js";
import { formatSummary } from "./formatSummary.js";

const findings = inventFindings({ scale: 0.5 });

describe("the summary on the terminal", () => {
  it("says what was read, found and not run, and where the report lies", () => {
    const text = formatSummary(inventSummary(findings, { previous: { new: 3, same: 4, gone: 5, notChecked: 6, carried: 2 } }), "zh", { color: false, folder: "out", files: ["report.html"] });
    for (const part of ["福贡县（533323）", "2020-03-31", "残疾人台账.csv", `疑点 ${findings.length} 条`, "名下机动车：缺少机动车花名册", "存款限额", "新增 3，仍在 4，已消除 5", "结果在 out", "report.html"]) expect(text).toContain(part);
    expect(text).not.toContain("\u001b");
  });

  it("sets figures under each other, Chinese characters counting two", () => {
    const lines = formatSummary(inventSummary(findings), "zh", { color: false }).split("\n");
    const from = lines.findIndex((line) => line.includes("行数"));
    const widths = lines.slice(from, from + 1 + inventSummary([]).rosters.length).map(displayWidth);
    expect(new Set(widths).size).toBe(1);
  });

  it("colours for a terminal only, and lets no file name steer it", () => {
    const summary = inventSummary(findings, { unreadable: [{ file: "a\u001b[2Jb.xlsx", code: "x", message: "c\nd" }] });
    expect(formatSummary(summary, "en", { color: true })).toContain("\u001b[31m");
    const plain = formatSummary(summary, "en", { color: false });
    expect(plain).not.toContain("\u001b");
    expect(plain).toContain("a [2Jb.xlsx: c d");
  });
});
