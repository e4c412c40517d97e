import { expect, test } from "vitest";
import type { ExplainedBody, Phrase } from "@doudi/contract";
import { householdLibrary } from "../household.testkit.js";
import { explainDecisions, runExamples, traceScheme, type ExampleRun, type ExplainedDecisions, type Subject } from "../index.js";

/** Households of the examples, with the law that they are decided under. */
function runs(): { run: ExampleRun; subject: Subject }[] {
  const found: { run: ExampleRun; subject: Subject }[] = [];
  runExamples(householdLibrary(), (run) => {
    if (run.household) found.push({ run, subject: run.household });
    return { result: "", severity: null, decision: null };
  });
  return found;
}

function explained(name: string): ExplainedDecisions {
  const found = runs().find(({ run }) => run.name === name);
  if (!found) throw new Error(`no example ${name}`);
  return explainDecisions(found.run.policy, found.subject);
}

function plain(phrase: Phrase, depth = 0): string[] {
  const pad = "  ".repeat(depth);
  const sign = phrase.state === undefined ? "" : { yes: "+ ", no: "- ", unknown: "? " }[phrase.state];
  const text = (parts: Extract<Phrase, { kind: "line" }>["parts"]): string => parts.map((part) => (typeof part === "string" ? part : part.value === undefined ? part.text : `${part.text}[${part.value}]`)).join("");
  switch (phrase.kind) {
    case "line":
      return [`${pad}${sign}${text(phrase.parts)}`];
    case "list":
      return [`${pad}${sign}${text(phrase.lead)}`, ...phrase.items.flatMap((item) => plain(item, depth + 1))];
    case "choice":
      return phrase.branches.flatMap(({ when, result, taken }) => [`${pad}${taken === true ? "> " : ""}${when ? plain(when).join(" ") : "else"}: ${plain(result).join(" ")}`]);
  }
}

test("an explanation says what the account of the decision says, for every household and scheme", () => {
  const all = runs();
  expect(all.length).toBeGreaterThan(8);
  for (const { run, subject } of all) {
    const { schemes } = explainDecisions(run.policy, subject);
    const expected = run.policy.schemes.flatMap((scheme) => (scheme.unit === "person" ? subject.members.map((_, index) => index) : [null]).map((member) => {
      const { decision } = traceScheme(run.policy, scheme, subject, member);
      return [scheme.id, member === null ? null : member + 1, decision.outcome, decision.amount === null ? null : Number(decision.amount), decision.until, decision.reasons, decision.missing];
    }));
    expect(schemes.map((each) => [each.id, each.member, each.outcome, each.amountFenMonth, each.until, each.reasons.map(({ id }) => id), each.missing.map(({ id }) => id)])).toEqual(expected);
  }
});

test("every rule that is named is explained, and its own words come to its value", () => {
  for (const { run, subject } of runs()) {
    const { schemes, rules } = explainDecisions(run.policy, subject);
    const bodies: ExplainedBody[] = [...schemes.flatMap(({ parts }) => parts), ...Object.values(rules)];
    for (const body of bodies) {
      const steps = [...body.rules, ...body.members.flatMap(({ rows }) => rows.flatMap((row) => row.rules))];
      expect(steps.filter((step) => rules[step] === undefined)).toEqual([]);
    }
    const stated = Object.values(rules).filter((rule) => rule.state !== null && rule.words.zh.state !== undefined);
    expect(stated.map((rule) => [rule.step, rule.words.zh.state])).toEqual(stated.map((rule) => [rule.step, rule.state]));
    for (const scheme of schemes) expect(scheme.parts[0]?.state).toBe(scheme.outcome);
  }
});

test("words carry the values used and whether each line holds", () => {
  const { schemes, rules } = explained("工资不详");
  expect(plain(schemes[0]?.parts[0]?.words.zh ?? { kind: "line", parts: [] })).toEqual(["? 以下各项都成立", "  ? 两项都符合", "  + 渐退期满 不成立"]);
  expect(plain(rules["income_fits"]?.words.zh ?? { kind: "line", parts: [] })).toEqual(["? 人均月收入[不详] 低于 低保标准[300.00元]"]);
  expect(plain(rules["standard"]?.words.en ?? { kind: "line", parts: [] })).toEqual(["> + hukou[rural] is rural: rural standard[300.00 yuan/month]", "else: urban standard[unknown]"]);
  expect(rules["standard"]?.parameters.map(({ id, status, text }) => [id, status, text?.zh ?? null])).toEqual([["rural_standard", "verified", "300.00元/月"], ["urban_standard", "none", null]]);
});

test("what members add stands member by member", () => {
  const { rules } = explained("两人");
  const [count] = rules["income_month"]?.members.slice(1) ?? [];
  expect(rules["income_month"]?.members[0]?.rows.map(({ member, counted, text }) => [member, counted, text?.zh ?? null])).toEqual([[1, "yes", "3,600.00元"], [2, "no", null], [3, "yes", "0.00元"]]);
  expect(count?.text.zh).toBe("2");
  expect(rules["living_together@2"]?.state).toBe("no");
});

test("what is missing names the members who lack it; a parameter that was set is told", () => {
  const { schemes } = explained("工资不详");
  expect(schemes[0]?.missing.map(({ id, kind, members }) => [id, kind, members])).toEqual([["income_fen_year.wage", "fact", [1]], ["vehicles", "fact", []]]);
  const set = explained("设定标准");
  expect(set.set.map(({ id, text }) => [id, text?.zh])).toEqual([["urban_standard", "600.00元/月"]]);
  expect(set.schemes[0]?.unsourced.map(({ id, status }) => [id, status])).toContainEqual(["urban_standard", "set"]);
});
