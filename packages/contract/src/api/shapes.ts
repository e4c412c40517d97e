import { z } from "zod";
import { ROSTER_KIND_CODES, type RosterKind } from "../rosterKind.js";

/** Shapes that several routes share. */
export const divisionCode = z.string().regex(/^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$/).meta({ description: "division code of 2, 4, 6, 9 or 12 digits", example: "533323" });
export const countyCode = z.string().regex(/^\d{6}$/).meta({ example: "533323" });
/** No year 0, which PostgreSQL does not know. */
export const day = z.iso.date().regex(/^(1[89]|2)/).meta({ example: "2020-06-30" });
export const moment = z.iso.datetime().meta({ example: "2020-07-01T08:30:00.000Z" });
export const rosterKind = z.enum(ROSTER_KIND_CODES as [RosterKind, ...RosterKind[]]);
/** A quarter, as rosters are sent. */
export const period = z.string().regex(/^\d{4}Q[1-4]$/).meta({ description: "quarter", example: "2020Q2" });
/** Numbers of rows are handed out by the database; they fit a double. */
export const rowNumber = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).meta({ example: 17 });
export const findingId = z.string().regex(/^[0-9a-f]{8,64}$/).meta({ example: "3f2a9c0d1e4b5a67" });
/** Where the next page begins: opaque, from the answer before. */
export const cursor = z.string().max(400);
export const pageSize = z.coerce.number().int().min(1).max(200).default(50);
export const note = z.string().trim().min(2).max(500);
export const done = z.object({ done: z.literal(true) });

export const who = z.object({ user_id: z.number().int(), name: z.string() }).meta({ description: "a member of staff" });
export const place = z.object({ code: divisionCode, name: z.string() });

/** What an error looks like on every route. */
export const apiError = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  /** Where in the request, as a path, with what is wrong there; for requests that do not fit the schema. */
  fields: z.array(z.object({ path: z.string(), zh: z.string(), en: z.string() })).optional(),
});
export type ApiError = z.infer<typeof apiError>;
