import { examineFile } from "../files/examineFile.js";
import { problemOf } from "../files/fileProblem.js";
import { judgeFile, type OpenedFile, type OpenOptions } from "../files/openFile.js";
import { mappedManifest, type RosterMapping } from "./mappedManifest.js";

/** `openFile` for a file of which it is known what it is, as `readRoster` reads it. Never throws for what is wrong with the file. */
export async function openMapped(path: string, options: Omit<OpenOptions, "manifest"> & { name: string }, mapping: RosterMapping): Promise<OpenedFile> {
  try {
    const file = await examineFile(path, options.name, options.kinds, options.limits);
    return judgeFile(file, { ...options, manifest: mappedManifest(file, options.kinds, mapping) });
  } catch (error) {
    return { rosters: [], problems: [problemOf(options.name, error)] };
  }
}
