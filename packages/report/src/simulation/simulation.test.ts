import type { Simulation, SimulationCounts } from "@doudi/contract";
import { describe, expect, it } from "vitest";
import { formatSimulation } from "./formatSimulation.js";
import { renderSimulation } from "./renderSimulation.js";

function counts(before: number, after: number, more: Partial<SimulationCounts> = {}): SimulationCounts {
  return { entitled: { before, after }, enters: after - before, leaves: 0, doubtful: 0, raised: before, lowered: 0, unknown: { before: 3, after: 3 }, unpriced: { before: 0, after: 0 }, costFenYear: { before: before * 540_000, after: after * 600_000 }, ...more };
}

function invent(change: Partial<Simulation> = {}): Simulation {
  const side = { place: { code: "533323", name: "福贡县" }, date: "2020-06-30", packs: [{ id: "nation", version: "1", name: { zh: "全国", en: "Nation" } }], set: [] };
  const standard = { zh: "农村低保标准", en: "rural dibao standard" };
  return {
    schema: "doudi.simulation/1", lang: "zh", doudiVersion: "0.1.0", before: side, after: { ...side, set: [{ id: "rural", name: standard, value: { zh: "5,000.00元/年", en: "5,000.00 yuan/year" } }] },
    parameters: [{ id: "rural", name: standard, before: { text: { zh: "4,500.00元/年", en: "4,500.00 yuan/year" }, status: "verified" }, after: { text: { zh: "5,000.00元/年", en: "5,000.00 yuan/year" }, status: "set" } }],
    rules: [], households: 1_000, persons: 2_800, rejected: 2,
    schemes: [
      { id: "dibao", name: { zh: "最低生活保障", en: "dibao" }, unit: "household", total: counts(100, 120), townships: [{ code: "533323101", name: "上帕镇", ...counts(60, 75) }, { code: "", name: "", ...counts(40, 45) }], classes: [{ id: "A", name: { zh: "A", en: "A" }, entitled: { before: 100, after: 120 }, costFenYear: { before: 54_000_000, after: 72_000_000 } }] },
      { id: "housing", name: { zh: "住房救助", en: "housing aid" }, unit: "household", total: counts(0, 0, { unknown: { before: 0, after: 0 }, raised: 0 }), townships: [], classes: [] },
    ],
    unsourced: [{ id: "limit", name: { zh: "存款上限", en: "deposits allowed" }, value: { zh: "50,000.00元", en: "50,000.00 yuan" }, status: "unsourced", schemes: ["dibao"] }],
    warnings: [], timings: [], totalSeconds: 1, peakMemoryBytes: 1_000_000, ...change,
  };
}

describe("a simulation", () => {
  it("says what is supposed and what it costs, then the figures", () => {
    const text = formatSimulation(invent(), "zh", { color: false, folder: "out" });
    expect(text).toContain("假设农村低保标准由 4,500.00元/年 改为 5,000.00元/年，其余规定不变。");
    expect(text).toContain("全年支出由 54.00 万元 增至 72.00 万元，多 18.00 万元（+33.3%）。");
    expect(text).toMatch(/最低生活保障 \(户\) +100 +120 +20 +0 +100 +0 +540,000\.00 +720,000\.00 +\+180,000\.00/);
    expect(text).toMatch(/未填区划 +40 +45/);
    expect(text).toContain("有 2 户的数据有误");
    expect(formatSimulation(invent(), "en", { color: false })).toContain("The cost a year goes from 540,000 yuan to 720,000 yuan: 180,000 yuan more (+33.3%).");
  });

  it("draws townships before and after, tells what stays open, and runs nothing", () => {
    const page = renderSimulation(invent(), "zh");
    expect(page).toContain("上帕镇全年多支出 12.60 万元，在各乡镇中最多");
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page).toContain("没有变化的待遇：住房救助。");
    expect(page).toContain("最低生活保障：原规定下 3，新规定下 3");
    expect(page).toContain("用到没有依据的数值：1 个");
    expect(page).not.toMatch(/https?:|<script|\son[a-z]+=/i);
    expect(page.indexOf("全年增减")).toBeLessThan(page.indexOf("<svg"));
    expect(page.indexOf("<svg")).toBeLessThan(page.indexOf("最低生活保障：各乡镇"));
  });

  it("says so where nothing changes, and gives no share of nothing", () => {
    const [, housing] = invent().schemes;
    const same = invent({ schemes: housing ? [housing] : [] });
    expect(renderSimulation(same, "zh")).toContain("没有变化：没有一户进出");
    const [dibao] = invent().schemes;
    const fresh = invent({ schemes: dibao ? [{ ...dibao, total: counts(0, 10) }] : [] });
    expect(formatSimulation(fresh, "zh", { color: false })).toContain("全年支出由 0.00 元 增至 6.00 万元，多 6.00 万元。");
  });
});
