import { join } from "node:path";
import { expect, it } from "vitest";
import { decide } from "../decide/decide.js";
import { countyPolicy, HOUSEHOLDS, jsonLines } from "../decide/county.testkit.js";
import { folderWith } from "../input/households.testkit.js";
import { explainHousehold } from "./explainHousehold.js";

async function input(): Promise<string> {
  return join(await folderWith({ "in.jsonl": jsonLines() }), "in.jsonl");
}

it("explains what decide wrote, for every household and scheme", async () => {
  const path = await input();
  const policy = countyPolicy();
  const decisions = await decide({ policy, input: path });
  let compared = 0;
  for await (const batch of decisions.stream()) {
    for (const row of batch) {
      const { schemes, inputHash } = await explainHousehold({ policy, input: path, household: row.household_no, lang: "zh" });
      const alike = schemes.filter(({ id, outcome, amountFenMonth, until, reasons, missing }) => id === row.scheme && outcome === row.outcome && String(amountFenMonth ?? "") === row.amount_fen_month && (until ?? "") === row.until && reasons.map((each) => each.id).join(";") === row.reasons && missing.map((each) => each.id).join(";") === row.missing);
      expect([row.household_no, row.scheme, alike.length > 0, inputHash]).toEqual([row.household_no, row.scheme, true, row.input_hash]);
      compared += 1;
    }
  }
  await decisions.close();
  expect(compared).toBeGreaterThan(5);
});

it("shows nobody's name or number", async () => {
  const account = await explainHousehold({ policy: countyPolicy(), input: await input(), household: "N2", lang: "zh" });
  const text = JSON.stringify(account);
  expect(text).not.toMatch(/\d{15}/);
  expect(account.household.members.map(({ name, id }) => [name, id])).toEqual([["＊", "533***********0019"], ["＊", null]]);
});

it("names a household that is not there, or whose data are wrong", async () => {
  const path = await input();
  const codeOf = (household: string): Promise<unknown> => explainHousehold({ policy: countyPolicy(), input: path, household, lang: "zh" }).then(() => "none", (error: { code?: string }) => error.code);
  expect([await codeOf("N9"), await codeOf("N3")]).toEqual(["household_unknown", "household_rejected"]);
  expect(HOUSEHOLDS.map(({ household_no: no }) => no)).toContain("N3");
});
