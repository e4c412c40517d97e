import type { Work } from "../database.js";

/** Names of divisions by their codes. What is not on the list, a village for instance, is named by its code. */
export async function namesOf(work: Work, codes: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(codes)];
  if (wanted.length === 0) return new Map();
  const rows = await work.selectFrom("divisions").select(["code", "name"]).where("code", "in", wanted).execute();
  return new Map([...wanted.map((code): [string, string] => [code, code]), ...rows.map(({ code, name }): [string, string] => [code, name])]);
}
