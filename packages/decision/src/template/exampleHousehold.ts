import type { InputFact } from "../input/inputFact.js";

type Example = Readonly<Record<string, string | null>>;

const NOBODY = "示例1";

/** The filled rows of the template: an invented household of two, its id numbers of an area that was never assigned. */
export const EXAMPLES = {
  household: [{ household_no: NOBODY, division_code: "533399", houses: "1" }],
  members: [
    { household_no: NOBODY, id_number: "533399197501010019", name: "甲示例", birth_date: "1975-01-01", sex: "male", relation: "head", income_wage_fen_year: "600000", labour_capacity: "partial", disability_category: null, disability_grade: null },
    { household_no: NOBODY, id_number: "533399201006150025", name: "乙示例", birth_date: "2010-06-15", sex: "female", relation: "child", labour_capacity: "none", student_stage: "primary", disability_category: null, disability_grade: null },
  ],
} as const satisfies Record<string, readonly Example[]>;

/** What the example says of a fact: what is given above, else nothing out of the ordinary. */
export function exampleValue(fact: InputFact, example: Example): string | null {
  const given = example[fact.id];
  if (given !== undefined) return given;
  switch (fact.type) {
    case "boolean":
      return "false";
    case "integer":
    case "money":
    case "rate":
      return fact.least > 0 ? null : "0";
    case "date":
    case "text":
      return null;
    case "enum":
      return (fact.values.find(({ id }) => ["none", "present"].includes(id)) ?? fact.values[0])?.id ?? null;
  }
}
