import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SIMULATION_COLUMNS, type Simulation } from "@doudi/contract";
import { describe, expect, it } from "vitest";
import { folderWith, parseCsv } from "../compare/rosters.testkit.js";
import { simulateInput } from "./simulateInput.js";
import type { SimulateRequest } from "./simulateRequest.js";

const QUIET = { start: () => undefined, expect: () => undefined, step: () => undefined, stop: () => undefined };

const PACK = `
pack: {id: nation, version: "1", name: {zh: 全国, en: nation}, division: "000000"}
documents:
  - {id: order, number: 令第1号, title: {zh: 办法, en: Measures}, from: 2014-05-01, status: verified}
facts:
  - {id: as_of, name: 基准日, en: base date, type: date, scope: [person, row, link, household, member]}
  - {id: household_no, name: 户编号, en: household number, type: text, scope: household}
  - {id: division_code, name: 区划代码, en: division code, type: text, scope: household}
  - {id: income_fen_year, name: 年收入, en: income a year, type: money, scope: household}
parameters:
  - {id: standard, name: 低保标准, en: standard, type: money, unit: 元/年, values: [{from: 2014-05-01, value: 2400元/年, status: verified, source: {doc: order, clause: 一}}, {from: 2020-01-01, value: 3600元/年, status: unsourced}]}
schemes:
  - {id: dibao, name: 最低生活保障, en: dibao, unit: household, source: {doc: order, clause: 一}, entitled: 年收入 < 低保标准, amount: 'divide(低保标准 - 年收入, 12, 2, "half_up")'}
`;

async function request(more: Partial<SimulateRequest>): Promise<SimulateRequest> {
  const household = (no: string, division: string, yuan: number): string => JSON.stringify({ household_no: no, division_code: division, income_fen_year: yuan * 100, members: [] });
  const folder = await folderWith({ "packs/nation/pack.yaml": PACK, "in.jsonl": `${household("=N1", "533323101", 0)}\n${household("N2", "533323201", 3000)}\n` });
  return { input: join(folder, "in.jsonl"), place: "533323", date: "2020-06-30", set: {}, schemes: [], out: join(folder, "out"), engine: "duckdb", memoryLimit: "1GB", policies: join(folder, "packs"), lang: "zh", ...more };
}

describe("doudi simulate", () => {
  it("writes the changes, the summary and the page, and replaces them the next time", async () => {
    const asked = await request({ set: { 低保标准: "200元/月" } });
    const simulation = await simulateInput(asked, QUIET);
    const out = asked.out ?? "";
    expect(readdirSync(out).sort()).toEqual(["simulation.csv", "simulation.html", "summary.json"]);
    const rows = parseCsv(await readFile(join(out, "simulation.csv"), "utf8"));
    expect(Object.keys(rows[0] ?? {})).toEqual([...SIMULATION_COLUMNS]);
    expect(rows.map((row) => [row["household_no"], row["change"], row["amount_fen_month_before"], row["amount_fen_month_after"]])).toEqual([["'=N1", "lowered", "30000", "20000"], ["N2", "leaves", "5000", ""]]);
    const written = JSON.parse(await readFile(join(out, "summary.json"), "utf8")) as Simulation;
    expect(written.schemes).toEqual(simulation.schemes);
    expect(written.parameters.map(({ before, after }) => [before.text?.zh, before.status, after.text?.zh, after.status])).toEqual([["3,600.00元/年", "unsourced", "2,400.00元/年", "set"]]);
    expect(written.schemes[0]?.townships.map(({ code, name }) => [code, name])).toEqual([["533323101", "上帕镇"], ["533323201", "匹河怒族乡"]]);
    await simulateInput(asked, QUIET);
    expect(readdirSync(out)).toHaveLength(3);
  });

  it("holds a day against another", async () => {
    const simulation = await simulateInput(await request({ against: "2019-06-30", out: undefined }), QUIET);
    expect([simulation.before.date, simulation.after.date]).toEqual(["2019-06-30", "2020-06-30"]);
    expect(simulation.schemes[0]?.total).toMatchObject({ enters: 1, raised: 1, leaves: 0 });
  });

  it("says what to do where nothing is changed or --against is neither day nor place", async () => {
    await expect(simulateInput(await request({}), QUIET)).rejects.toMatchObject({ code: "simulate_nothing" });
    await expect(simulateInput(await request({ against: "去年" }), QUIET)).rejects.toMatchObject({ code: "against_invalid" });
    await expect(simulateInput(await request({ set: { 低保标准: "200" } }), QUIET)).rejects.toMatchObject({ code: "set_invalid" });
  });
});
