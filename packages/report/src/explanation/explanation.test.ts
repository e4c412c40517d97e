import { describe, expect, it } from "vitest";
import { inventExplanation } from "./explanation.testkit.js";
import { formatExplanation } from "./formatExplanation.js";
import { renderExplanation } from "./renderExplanation.js";

describe("an explanation on the terminal", () => {
  it("begins with what cannot be determined and what is missing, and takes members together", () => {
    const text = formatExplanation(inventExplanation(), "zh", { color: false });
    expect(text.split("\n").slice(4, 7)).toEqual([
      "? 最低生活保障：无法判定：缺家庭存款。",
      "✓ 临时救助：可以享受，B 类，每月 1,125.50 元，2021-07-01 起不再享受。",
      "✗ 护理补贴：不符合（各成员）。",
    ]);
    expect(formatExplanation(inventExplanation(), "en", { color: false })).toContain("? Dibao: cannot be determined; missing: “household deposits”.");
  });

  it("opens a rule once, with its clause, what differs here and the values used", () => {
    const text = formatExplanation(inventExplanation(), "zh", { color: false });
    expect(text.match(/怒江州另有规定： 本州另有规定 — 《州方案》 二\(一\)（出处待核实）/g)).toHaveLength(1);
    expect(text).toContain("? 家庭存款（不详） 不超过 存款上限（50,000.00元）");
    expect(text).toContain("存款上限 = 50,000.00元 自 2014-05-01 [未找到依据]");
    expect(text).toContain("规则property (见上)");
    expect(text).not.toContain("\u001b");
  });
});

describe("an explanation as a page", () => {
  it("says the same in sentences, escapes, and runs nothing", () => {
    const page = renderExplanation(inventExplanation(), "zh");
    expect(page).toContain("临时救助：可以享受，B 类，每月 1,125.50 元，2021-07-01 起不再享受。");
    expect(page).toContain("N1&lt;b&gt;户的救助待遇说明");
    expect(page).not.toMatch(/https?:|<script|\son[a-z]+=/i);
    expect(page).toContain("default-src 'none'");
  });

  it("folds what is not, unfolds what is open, and marks values without a source", () => {
    const page = renderExplanation(inventExplanation(), "en");
    expect([...page.matchAll(/<details class="why-part"( open)?>/g)].map(([, open]) => open !== undefined)).toEqual([true, true, false, false]);
    expect(page).toContain('<details class="rule" id="step-property" open>');
    expect(page).toContain('href="#step-property"');
    expect(page).toMatch(/Deposits allowed<\/span> <b class="value">50,000\.00 yuan<\/b> <span class="tag doubt">no source found/);
  });
});
