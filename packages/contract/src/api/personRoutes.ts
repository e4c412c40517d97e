import { z } from "zod";
import { routes } from "./route.js";
import { countyCode, cursor, day, moment, note, pageSize, place, rosterKind, rowNumber } from "./shapes.js";
import { finding } from "./findingRoutes.js";

export const person = z.object({ person_no: z.number().int(), name: z.string(), id_masked: z.string(), sex: z.enum(["male", "female"]).nullable(), birth_date: day.nullable(), area: place, village: z.string(), on: z.array(rosterKind).meta({ description: "rosters the person stands on now" }) });
export type Person = z.infer<typeof person>;

const fact = z.object({ kind: rosterKind, period: z.string(), version_id: z.number().int(), state: z.string(), file: z.string(), row: z.number().int(), cells: z.record(z.string(), z.string()) });
const bilingual = z.object({ zh: z.string(), en: z.string() });
const columns = z.record(z.string(), bilingual).meta({ description: "what the columns of the cells are called" });
const householdParams = z.object({ kind: rosterKind, household_no: z.string().min(1).max(60) });
const householdCounty = countyCode.optional().meta({ description: "where several counties of the area have the number" });
const personParams = z.object({ person_no: rowNumber });

export const personRoutes = routes({
  /** What is searched for is in the body: a name or an id never stands in an address. */
  searchPersons: {
    method: "POST", path: "/persons/search", summary: { zh: "查人", en: "search persons" }, access: "person.read", scoped: true,
    body: z.object({ text: z.string().trim().max(40).default("").meta({ description: "name, pinyin initials, whole id number or household number", example: "和秀英" }), area: z.string().regex(/^\d{2,12}$/).optional(), cursor: cursor.optional(), limit: pageSize }),
    answer: z.object({ persons: z.array(person), next: z.string().nullable(), by: z.enum(["name", "initials", "id_number", "household", "all"]) }),
  },
  person: {
    method: "GET", path: "/persons/{person_no}", summary: { zh: "个人档案", en: "a person's file" }, access: "person.read", scoped: true, params: personParams,
    answer: z.object({ person, facts: z.array(fact), columns, households: z.array(z.object({ county: countyCode, kind: rosterKind, household_no: z.string() })), findings: z.array(finding), timeline: z.array(z.object({ at: z.string(), zh: z.string(), en: z.string() })) }),
  },
  household: {
    method: "GET", path: "/households/{kind}/{household_no}", summary: { zh: "户档案", en: "a household's file" }, access: "person.read", scoped: true, params: householdParams, query: z.object({ county: householdCounty }),
    answer: z.object({ kind: rosterKind, household_no: z.string(), county: countyCode, area: place, members: z.array(z.object({ period: z.string(), version_id: z.number().int(), person_no: z.number().int().nullable(), name: z.string(), id_masked: z.string(), relation: z.string().nullable() })), findings: z.array(finding) }),
  },
  revealPerson: { method: "POST", path: "/persons/{person_no}/reveal", summary: { zh: "查看完整证件号(留痕)", en: "reveal the id number; recorded" }, access: "person.reveal", scoped: true, params: personParams, body: z.object({ purpose: note }), answer: z.object({ id_number: z.string(), recorded_at: moment }) },
  explainHousehold: {
    method: "POST", path: "/households/{kind}/{household_no}/explain", summary: { zh: "今天能享受什么", en: "what would this household get today" }, access: "person.read", scoped: true, params: householdParams,
    body: z.object({ date: day.optional(), county: householdCounty }), answer: z.object({ html: z.object({ zh: z.string(), en: z.string() }), decisions: z.array(z.object({ scheme: z.string(), zh: z.string(), en: z.string(), outcome: z.enum(["yes", "no", "unknown"]), amount_fen_month: z.number().int().nullable(), missing: z.array(z.string()) })) }),
  },
});
