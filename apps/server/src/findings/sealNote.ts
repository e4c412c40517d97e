import type { Keyring, SealedNote } from "@doudi/store";

/** Seals what a member of staff writes, with the key of the finding's county. */
export function sealNote(keyring: Keyring): (county: string, text: string) => SealedNote {
  return (county, text) => ({ sealed: keyring.seal(county, text), keyVersion: keyring.version });
}
