import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FindingRow, Lang, Summary } from "@doudi/contract";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inventFindings, inventSummary } from "../county.testkit.js";
import { escapeHtml, html } from "./markup.js";
import { renderReport } from "./renderReport.js";
import { sampler } from "./sampler.js";
import type { Samples } from "./reportContext.js";
import { writeReport } from "./writeReport.js";

const findings = inventFindings({ scale: 1 });

function samplesOf(rows: readonly FindingRow[]): Samples {
  const kept = sampler();
  for (const row of rows) kept.add(row);
  return kept.samples();
}

function page(change: Partial<Summary> = {}, lang: Lang = "zh", samples: Samples = samplesOf(findings)): string {
  return renderReport(inventSummary(findings, change), lang, samples);
}

/** Start and end tags match: what a browser would otherwise mend silently. */
function expectBalanced(text: string): void {
  const voids = new Set(["meta", "link", "br", "img", "input", "hr"]);
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [tag, close, name = "", rest = ""] of text.replace(/<style>[\s\S]*?<\/style>/g, "").replace(/<!doctype html>/, "").matchAll(/<(\/?)([a-zA-Z0-9]+)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/g)) {
    if (close === "/" && open.pop() !== name) wrong.push(tag);
    if (close === "" && !voids.has(name) && !rest.endsWith("/")) open.push(name);
  }
  expect([...wrong, ...open]).toEqual([]);
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doudi-report-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("report.html", () => {
  it("is one page that fetches nothing and runs nothing", async () => {
    const path = join(folder, "report.html");
    await writeReport({ summary: inventSummary(findings), samples: samplesOf(findings), path, lang: "zh" });
    const text = await readFile(path, "utf8");
    expect(text).not.toMatch(/https?:|\/\/[a-z]|<script|@import|url\(|<iframe|\son[a-z]+=/i);
    expect([...text.matchAll(/<(?:link|img)[^>]*(?:href|src)="([^"]*)"/g)].map(([, target]) => target)).toEqual(["data:,"]);
    expect(text).toContain("default-src 'none'");
  });

  it("shows no identity number and no given name", () => {
    const text = page({ warnings: ["文件 53339919800101123X.xlsx 只有一行"], unreadable: [{ file: "533399800101123.xls", code: "x", message: "坏" }] });
    expect(text).not.toMatch(/\d{15}/);
    expect(text).toContain("533***********123X");
    const names = Object.values(samplesOf(findings)).flat().map(({ name }) => name);
    expect(names.filter((name) => text.includes(name))).toEqual([]);
    expect(text).toMatch(/李＊|杨＊|和＊/);
  });

  it("withholds a reason that names others, unless their names are given to be masked", () => {
    const row = findings.find(({ finding }) => finding === "conflict.name");
    if (row === undefined) throw new Error("the county has no such finding");
    const other = `${row.name.slice(0, 1)}秀芝`;
    expect(page({}, "zh", { "conflict.name": [row] })).toContain("说明含他人姓名");
    const masked = page({}, "zh", { "conflict.name": [{ ...row, others: [other] }] });
    expect(masked).not.toContain(other);
    expect(masked).toContain("低保名册为");
  });

  it("is well-formed, in its language, with a heading, a caption for each table and a target for each link", () => {
    for (const lang of ["zh", "en"] as const) {
      const text = page({}, lang);
      expectBalanced(text);
      expect(text).toContain(`<html lang="${lang === "zh" ? "zh-CN" : "en"}">`);
      expect(text.match(/<h1[ >]/g)).toHaveLength(1);
      expect(text.match(/<caption/g)?.length).toBe(text.match(/<table/g)?.length);
      const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, target] of text.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g)) expect(ids).toContain(target);
      expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/);
    }
  });

  it("speaks English without Chinese words of its own", () => {
    const summary = inventSummary(findings);
    const outside = JSON.stringify(summary) + JSON.stringify(findings);
    const text = page({}, "en").replace(/<style>[\s\S]*?<\/style>/g, "");
    const words = [...text.matchAll(/\p{Script=Han}+/gu)].map(([word]) => word);
    expect(words.filter((word) => !outside.includes(word))).toEqual([]);
  });

  it("draws four charts, each with a statement and its figures", () => {
    const text = page();
    const charts = [...text.matchAll(/<figure class="chart"[\s\S]*?<\/figure>/g)].map(([chart]) => chart);
    expect(charts).toHaveLength(4);
    for (const chart of charts) {
      expect(chart.match(/<svg /g)).toHaveLength(2);
      expect(chart).toMatch(/<h3 [^>]*>[^<]*\d[^<]*<\/h3>/);
      expect(chart).toMatch(/<details[\s\S]*<table/);
    }
    expect(text).toContain("福贡县低保对象中 42.0% 是建档立卡人口");
    expect(text).toContain("残疾人花名册问题行最多");
  });

  it("keeps the drawings' attributes whole and their ids apart", () => {
    const text = page();
    const svgs = [...text.matchAll(/<svg [\s\S]*?<\/svg>/g)].map(([svg]) => svg);
    for (const svg of svgs) expect(svg.replace(/<[a-zA-Z]+(?: [a-zA-Z:-]+="[^"<]*")*\s*\/?>|<\/[a-zA-Z]+>|[^<>]+/g, "")).toBe("");
    expect(svgs.join("")).toContain("font-weight:bold");
  });

  it("gives the same bytes for the same run", () => {
    expect(page()).toBe(page());
  });

  it("says before the findings what was not read, not run and not sourced", () => {
    const text = page({ unreadable: [{ file: "机动车.xlsx", code: "file_unreadable", message: "工作簿有密码" }] });
    const first = text.slice(0, text.indexOf('<h2 id="findings">'));
    for (const part of ["工作簿有密码", "缺少机动车花名册", "名下机动车", "存款限额", "未找到依据", "没有不动产花名册"]) expect(first).toContain(part);
    const quiet = page({ unreadable: [], notRun: [], partial: [], unsourced: [], warnings: [] });
    expect(quiet).not.toContain('id="notices"');
  });

  it("shows every roster with rows that add up, every check with clause and rule, both rates of every overlap", () => {
    const summary = inventSummary(findings);
    const text = renderReport(summary, "zh");
    for (const roster of summary.rosters) {
      const row = new RegExp(`<td[^>]*>${roster.file}[\\s\\S]*?</tr>`).exec(text)?.[0] ?? "";
      const figures = [...row.matchAll(/class="number"[^>]*>([\d,]+)</g)].map(([, figure = ""]) => Number(figure.replaceAll(",", "")));
      expect(figures).toEqual([roster.rows, roster.accepted, roster.duplicates, roster.rejected]);
    }
    for (const check of summary.checks) expect(text).toContain(check.code);
    expect(text).toContain("<code>持证残疾 and 残疾等级 &lt;= 2 and not (享受低保 or 享受特困供养)</code>");
    expect(text.match(/重合<\/caption>/g)).toHaveLength(6);
    expect(text).toContain("完全丧失");
  });

  it("escapes what comes from files", () => {
    const evil = '<script>alert("x")</script>&';
    const base = inventSummary(findings);
    const [roster] = base.rosters;
    const [check] = base.checks;
    const [area] = base.overlap;
    const [row] = findings;
    if (roster === undefined || check === undefined || area === undefined || row === undefined) throw new Error("the county is empty");
    const text = page(
      {
        place: { code: evil, name: evil }, rosters: [{ ...roster, file: evil, sentBy: evil, period: evil, sheets: [evil, "b"] }], checks: [{ ...check, expression: evil, source: { doc: evil, title: evil, clause: evil } }],
        overlap: [{ ...area, name: evil }, { ...area, level: "township", name: evil }], warnings: [evil], unreadable: [{ file: evil, code: evil, message: evil }], timings: [{ step: evil, seconds: 1 }],
        findings: [{ code: "wrong.deceased", count: 1, severity: { high: 1, medium: 0, low: 0 }, byTownship: [{ township: evil, count: 1 }] }],
      },
      "zh",
      { "wrong.deceased": [{ ...row, name: evil, id_number: evil, division: evil, reason: evil, source: evil, severity: evil }] },
    );
    expect(text).not.toContain("<script");
    expect(text).not.toContain('alert("');
    expectBalanced(text);
  });

  it("stands empty runs, missing rosters and many townships", () => {
    const base = inventSummary([]);
    expectBalanced(page({ findings: [], rosters: [], overlap: [], checks: [], timings: [] }, "zh", {}));
    const [county] = base.overlap;
    if (county === undefined) throw new Error("the county has no overlap");
    const empty = page({ overlap: [{ ...county, persons: { dibao: 10, tekun: null, poor: null, disabled: null }, pairs: [], labourLoss: null }] });
    expect(empty).toContain("两册花名册没有都送来");
    const many = Array.from({ length: 60 }, (_, index) => ({ township: `第${index}乡`, count: 60 - index }));
    const text = page({ findings: [{ code: "wrong.deceased", count: 1830, severity: { high: 1830, medium: 0, low: 0 }, byTownship: many }] }, "zh", {});
    expect(text).toContain("其余 37 个乡镇");
    expect(text).toContain("第59乡");
    expect(text).not.toMatch(/NaN|undefined/);
  });
});

describe("markup", () => {
  it("escapes any text, so that it reads back the same", () => {
    const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."<>&\"'ab中;#39") }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(escaped.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? "")).toBe(text);
      }),
    );
  });

  it("takes markup as it is and drops nothing else", () => {
    expect(html`<p>${html`<b>${"a<b"}</b>`}${null}${false}${[1, "&"]}</p>`.text).toBe("<p><b>a&lt;b</b>1&amp;</p>");
  });
});
