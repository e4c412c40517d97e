import { writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { DoudiError } from "@doudi/contract";
import { type FileProblem, type Kinds, openMapped, type RosterFile, type RosterMapping } from "@doudi/roster";
import { type RunVersion, sealedFile, type Scope } from "@doudi/store";
import type { Application } from "../application.js";

/** A version opened for a comparison, with the name under which its rows are known in it. */
export interface OpenedVersion {
  version: RunVersion;
  name: string;
  roster: RosterFile;
}

export interface VersionsToOpen {
  scope: Scope;
  versions: readonly RunVersion[];
  /** That only this process may read; the files are written there. */
  folder: string;
  kinds: Kinds;
  /** Day of the comparison. */
  date: string;
}

/** Opens the sealed files of versions, each read as its mapping says. Throws rosters_unreadable with all that cannot be read. */
export async function openVersions({ database, keyring }: Pick<Application, "database" | "keyring">, { scope, versions, folder, kinds, date }: VersionsToOpen): Promise<OpenedVersion[]> {
  const opened: OpenedVersion[] = [];
  const problems: FileProblem[] = [];
  const names = namesOf(versions);
  for (const [at, version] of versions.entries()) {
    const name = names[at] ?? version.file_name;
    const stored = await database.within(scope, (work) => sealedFile(work, scope.areaCode, version.department, version.digest));
    if (stored === null) throw new Error(`the file of version ${version.version_id} is not there`);
    const path = join(folder, `${version.version_id}${extname(version.file_name).toLowerCase()}`);
    await writeFile(path, keyring.open(scope.areaCode, stored.key_version, stored.sealed), { mode: 0o600 });
    const file = await openMapped(path, { kinds, date, name }, mappingOf(version));
    problems.push(...file.problems);
    const roster = file.rosters.find(({ kind }) => kind === version.kind);
    if (roster !== undefined) opened.push({ version, name, roster });
    else if (file.problems.length === 0) throw new DoudiError("kind_unknown", { file: name, headers: "" });
  }
  if (problems.length > 0) throw new DoudiError("rosters_unreadable", { count: problems.length, list: problems.map(({ message }) => `  ${message.zh}`).join("\n") });
  return opened.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What somebody corrected, or the kind that the version was read as. */
function mappingOf({ kind, mapping }: RunVersion): RosterMapping {
  return { kind, columns: mapping?.columns ?? {} };
}

/** Each file under its own name; two of one name, and what separates places of rows, are told apart. */
function namesOf(versions: readonly RunVersion[]): string[] {
  const plain = versions.map(({ file_name }) => file_name.replaceAll(";", "；").replaceAll("#", "＃"));
  return plain.map((name, at) => (plain.indexOf(name) === plain.lastIndexOf(name) ? name : `${versions[at]?.version_id ?? at}/${name}`));
}
