import type { Explanation, Lang } from "@doudi/contract";
import { explainHousehold } from "@doudi/decision";
import { formatExplanation, writeExplanation } from "@doudi/report/explanation";
import { Divisions } from "@doudi/roster";
import { assertDate } from "../run/assertDate.js";
import { loadPolicy } from "../packs/loadPolicy.js";
import { doudiVersion } from "../installation.js";
import { writeWhole } from "../output/writeWhole.js";

/** What was asked to be explained. */
export interface ExplainRequest {
  input: string;
  household: string;
  place: string;
  date: string;
  /** Ids or Chinese names; empty: all schemes of the place. */
  schemes: readonly string[];
  set: Readonly<Record<string, string>>;
  json: boolean;
  /** A page to write. */
  html?: string | undefined;
  policies?: string | undefined;
  lang: Lang;
}

/** `doudi explain` on a terminal: the account as a tree, or as JSON. */
export async function runExplain(request: ExplainRequest): Promise<void> {
  const { lang } = request;
  const explanation = await explainInput(request);
  if (request.json) process.stdout.write(`${JSON.stringify(explanation, null, 2)}\n`);
  else process.stdout.write(`${formatExplanation(explanation, lang, { color: process.stdout.isTTY && !process.env["NO_COLOR"] })}\n`);
}

/** The account of one household, written as a page too where the request says so, complete or not at all. Throws DoudiError. */
export async function explainInput(request: ExplainRequest): Promise<Explanation> {
  const { lang, html } = request;
  assertDate(request.date);
  const place = Divisions.read().getPlace(request.place);
  const { policy, warnings } = await loadPolicy({ policies: request.policies, place, date: request.date, lang, set: request.set });
  for (const warning of warnings) process.stderr.write(`${warning[lang]}\n`);
  const { inputHash, ...explained } = await explainHousehold({ policy, input: request.input, household: request.household, schemes: request.schemes, lang });
  const explanation: Explanation = {
    schema: "doudi.explanation/1", doudiVersion: doudiVersion(), place: { code: place.code, name: place.name }, date: request.date,
    packs: policy.chain.map(({ id, version, name }) => ({ id, version, name })), inputHash, ...explained,
  };
  if (html !== undefined) await writeWhole(html, (path) => writeExplanation(explanation, path, lang));
  return explanation;
}
