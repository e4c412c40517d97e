import type { Department } from "@doudi/contract/api";
import type { Keyring } from "../../sealing/keyring.js";
import type { Work } from "../database.js";

/** Keeps a file as it came, sealed, under its digest; one that is there already is not kept twice. */
export async function keepFile(work: Work, keyring: Keyring, file: { county: string; department: Department; digest: string; bytes: Buffer }): Promise<void> {
  const kept = await work.selectFrom("roster_files").select("digest")
    .where("county_code", "=", file.county).where("department", "=", file.department).where("digest", "=", file.digest).executeTakeFirst();
  if (kept !== undefined) return;
  await work.insertInto("roster_files").values({
    county_code: file.county, area_code: file.county, department: file.department, digest: file.digest, bytes: file.bytes.length,
    key_version: keyring.version, sealed: keyring.seal(file.county, file.bytes),
  }).execute();
}

/** A file as it came. Throws where it is not there or was changed. */
export async function getFile(work: Work, keyring: Keyring, key: { county: string; department: Department; digest: string }): Promise<Buffer> {
  const { key_version, sealed } = await work.selectFrom("roster_files").select(["key_version", "sealed"])
    .where("county_code", "=", key.county).where("department", "=", key.department).where("digest", "=", key.digest).executeTakeFirstOrThrow();
  return keyring.open(key.county, key_version, sealed);
}
