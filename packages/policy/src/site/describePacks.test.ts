import { expect, test } from "vitest";
import type { Phrase, SitePack } from "@doudi/contract";
import { HOUSEHOLD_FILES, householdLibrary } from "../household.testkit.js";
import { describePacks, describePlaces, loadLibrary } from "../index.js";

const packs = describePacks(householdLibrary());

function pack(id: string): SitePack {
  const found = packs.find((each) => each.id === id);
  if (!found) throw new Error(`no pack ${id}`);
  return found;
}

function plain(phrase: Phrase | undefined): string {
  if (phrase === undefined) return "";
  const text = (parts: Extract<Phrase, { kind: "line" }>["parts"]): string => parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
  if (phrase.kind === "line") return text(phrase.parts);
  if (phrase.kind === "list") return `${text(phrase.lead)}: ${phrase.items.map(plain).join("; ")}`;
  return phrase.branches.map(({ when, result }) => `${when ? plain(when) : "else"} → ${plain(result)}`).join("; ");
}

function words(id: string, label: string): { zh: string; en: string } {
  const part = pack("nation").nodes.find((node) => node.id === id)?.parts.find((each) => each.label === label);
  return { zh: plain(part?.words?.zh), en: plain(part?.words?.en) };
}

test("rules and schemes read as sentences in both languages", () => {
  expect(words("income_fits", "is")).toEqual({ zh: "人均月收入 低于 低保标准", en: "income a head a month is below standard" });
  expect(words("living_together", "is")).toEqual({ zh: "人员状态 是 在家", en: "status is present" });
  expect(words("income_month", "is").zh).toBe("（共同生活成员 的 年工资性收入 合计） ÷ （共同生活成员 人数 × 12）（四舍五入到分）");
  expect(words("grace_over", "is")).toEqual({ zh: "以下各项都成立: 收入超标起始日 有记载; 基准日 不早于 渐退截止日", en: "all of these hold: exceeded since is known; base date is on or after end of grace" });
  expect(words("grace_end", "is").en).toBe("months of grace months after exceeded since");
  expect(words("dibao", "entitled").zh).toBe("以下各项都成立: 两项都符合; 渐退期满 不成立");
  expect(words("dibao", "class").en).toBe("there is one of living together for whom: disabled member → A; else → B");
  expect(words("shortfall", "is").zh).toBe("（低保标准 − 人均月收入） × 共同生活成员 人数");
});

test("what uses what is known from both ends, through changes below too", () => {
  const nodes = new Map(packs.flatMap((each) => each.nodes.map((node) => [node.key, node])));
  const uses = [...nodes.values()].flatMap((node) => node.uses.filter((used) => nodes.has(used)).map((used) => ({ user: node.key, used })));
  expect(uses.length).toBeGreaterThan(10);
  expect(uses.filter(({ user, used }) => nodes.get(used)?.usedBy.includes(user) !== true)).toEqual([]);
  expect(nodes.get("nation/both_fit")?.usedBy).toEqual(["nation/dibao", "county/~dibao"]);
  expect(nodes.get("nation/dibao")?.changedBy).toEqual(["county/~dibao"]);
  expect(pack("nation").parameters.find(({ id }) => id === "lead_dibao")?.usedBy).toEqual(["nation/dibao"]);
  expect(pack("nation").documents[0]?.citedBy).toContain("nation/dibao");
});

test("a change says what it replaces and why; examples show households", () => {
  expect(pack("county").changes.map(({ of, absent, why, citationOnly, period }) => [of, absent, why?.zh, citationOnly, period.from])).toEqual([["nation/margin", true, "本县没有", false, "2019-01-01"], ["nation/dibao", false, "本县不渐退", false, "2019-01-01"]]);
  const example = pack("nation").nodes.find(({ id }) => id === "care")?.examples[0];
  expect([example?.members?.length, example?.member, example?.expect]).toEqual([2, 2, "yes"]);
  expect(example?.members?.[1]?.map(({ name, value }) => `${name.en}=${value.en}`)).toContain("category=mental");
  expect(pack("nation").nodes.find(({ id }) => id === "dibao")?.examples[0]?.states).toContainEqual({ label: "amount", value: "200元" });
});

test("a place shows what is in force there and when it came to be", () => {
  const county = describePlaces(householdLibrary(), "2020-06-30").find(({ division }) => division === "533300");
  expect(county?.nodes.find(({ key }) => key === "nation/dibao")?.standing).toBe("changed");
  expect(county?.nodes.find(({ key }) => key === "nation/margin")?.standing).toBe("off");
  expect(county?.nodes.find(({ key }) => key === "nation/care")?.standing).toBe("inherited");
  expect(county?.days.map(({ date }) => date)).toEqual(["2999-01-01", "2019-01-01", "2014-05-01"]);
  const before = describePlaces(householdLibrary(), "2018-12-31").find(({ division }) => division === "533300");
  expect(before?.nodes.find(({ key }) => key === "nation/margin")?.standing).toBe("inherited");
});

test("a place below follows the words of the level that changed them last", () => {
  const town = { path: "town/pack.yaml", text: 'pack: {id: town, version: "1", name: {zh: 某镇, en: town}, division: "533323", extends: county}\n' };
  const wordsAt = (date: string): (string | undefined)[][] => {
    const place = describePlaces(loadLibrary([...HOUSEHOLD_FILES, town]), date).find(({ division }) => division === "533323");
    return ["nation/dibao", "nation/care"].map((key) => place?.nodes.find((node) => node.key === key)).map((node) => [node?.standing, node?.packId]);
  };
  expect(wordsAt("2020-06-30")).toEqual([["inherited", "county"], ["inherited", "nation"]]);
  expect(wordsAt("2018-12-31")).toEqual([["inherited", "nation"], ["inherited", "nation"]]);
});
