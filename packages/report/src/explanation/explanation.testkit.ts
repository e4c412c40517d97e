import type { BilingualPhrase, CitationView, ExplainedRule, ExplainedScheme, Explanation, Outcome, Phrase } from "@doudi/contract";

const ORDER: CitationView = { doc: "order", number: "令第1号", title: { zh: "办法", en: "Measures" }, clause: "三", verified: true };
const PLAN: CitationView = { doc: "plan", number: null, title: { zh: "州方案", en: "Prefecture plan" }, clause: "二(一)", verified: false };

function both(phrase: Phrase): BilingualPhrase {
  return { zh: phrase, en: phrase };
}

function names(state: Outcome, ...steps: string[]): BilingualPhrase {
  return both({ kind: "list", lead: ["以下各项都成立"], state, items: steps.map((step) => ({ kind: "line", parts: [{ to: step, text: step }], state })) });
}

function rule(step: string, state: Outcome | null, more: Partial<ExplainedRule> = {}): ExplainedRule {
  return {
    step, id: step, name: { zh: `规则${step}`, en: `rule ${step}` }, member: null, state, text: { zh: "不详", en: "unknown" }, source: ORDER, pack: { zh: "全国", en: "nation" }, overrides: [], notInForce: false,
    words: both({ kind: "line", parts: [{ to: "deposits_fen", text: "家庭存款", value: "不详" }, " 不超过 ", { to: "deposit_limit", text: "存款上限", value: "50,000.00元" }], ...(state === null ? {} : { state }) }),
    rules: [], parameters: [{ id: "deposit_limit", name: { zh: "存款上限", en: "deposits allowed" }, text: { zh: "50,000.00元", en: "50,000.00 yuan" }, status: "unsourced", from: "2014-05-01", source: null }], members: [], ...more,
  };
}

function scheme(id: string, zh: string, outcome: Outcome, more: Partial<ExplainedScheme>): ExplainedScheme {
  return { id, name: { zh, en: id }, unit: "household", member: null, outcome, class: null, amountFenMonth: null, until: null, lead: null, source: ORDER, reasons: [], missing: [], unsourced: [], parts: [], ...more };
}

/** An invented household: dibao cannot be told, temporary aid is due, two members get no care subsidy. */
export function inventExplanation(): Explanation {
  const shared = rule("property", "unknown", { overrides: [{ pack: { zh: "怒江州", en: "Nujiang" }, source: PLAN, why: { zh: "本州另有规定", en: "the prefecture differs" } }] });
  const part = (state: Outcome, ...steps: string[]): ExplainedScheme["parts"] => [{ label: "entitled", text: { zh: "", en: "" }, state, words: names(state, ...steps), rules: steps, parameters: [], members: [] }];
  const care = (member: number): ExplainedScheme => scheme("care", "护理补贴", "no", { unit: "person", member, parts: part("no", "severe"), reasons: [{ id: "severe", step: "severe", name: { zh: "重残", en: "severe" }, state: "no", source: ORDER }] });
  return {
    schema: "doudi.explanation/1", doudiVersion: "0.1.0", place: { code: "533323", name: "福贡县" }, date: "2020-06-30", packs: [{ id: "nation", version: "1", name: { zh: "全国", en: "Nation" } }], inputHash: "0123456789abcdef",
    household: {
      no: "N1<b>", division: "533323101", facts: [],
      members: [{ no: 1, name: "李＊", id: "533***********0019", relation: { zh: "户主", en: "head" }, facts: [] }, { no: 2, name: "和＊", id: null, relation: null, facts: [] }],
    },
    set: [],
    schemes: [
      care(1), care(2),
      scheme("temporary", "临时救助", "yes", { class: { zh: "B", en: "B" }, amountFenMonth: 112_550, until: "2021-07-01", parts: part("yes", "property") }),
      scheme("dibao", "最低生活保障", "unknown", { missing: [{ id: "deposits_fen", kind: "fact", name: { zh: "家庭存款", en: "household deposits" }, members: [] }], parts: part("unknown", "property", "severe") }),
    ],
    rules: { property: shared, severe: rule("severe", "no", { parameters: [] }) },
  };
}
