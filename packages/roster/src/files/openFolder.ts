import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DoudiError } from "@doudi/contract";
import { chooseRosters, type ChosenRosters } from "./chooseRosters.js";
import { fileProblem } from "./fileProblem.js";
import { openFile, type OpenOptions } from "./openFile.js";
import type { RosterFile } from "./source.js";

export interface OpenedFolder extends ChosenRosters {
  /** Files that are no spreadsheets and no CSV; nobody looked into them. */
  ignored: string[];
}

const READABLE = /\.(?:csv|tsv|xlsx|xlsm|xls|et)$/i;

/**
 * Opens every roster in a folder and the folders below it: reads enough of each file to know its kind, columns, period
 * and digest. What is wrong with a file is in `problems`. Throws folder_missing and folder_empty.
 */
export async function openFolder(folder: string, options: Omit<OpenOptions, "name">): Promise<OpenedFolder> {
  const root = resolve(folder);
  const isFolder = await stat(root).then((info) => info.isDirectory(), () => false);
  if (!isFolder) throw new DoudiError("folder_missing", { path: folder });
  const names = await listFiles(root);
  const readable = names.filter((name) => READABLE.test(name));
  if (readable.length === 0) throw new DoudiError("folder_empty", { path: folder });
  const found: RosterFile[] = [];
  const problems = (options.manifest?.entries ?? [])
    .filter((entry) => !names.some((name) => name === entry.file || name.endsWith(`/${entry.file}`)))
    .map((entry) => fileProblem(entry.file, "file_unreadable", { detail: `manifest: ${options.manifest?.path ?? ""}` }));
  for (const opened of await openAll(readable, (name) => openFile(join(root, name), { ...options, name }))) {
    found.push(...opened.rosters);
    problems.push(...opened.problems);
  }
  const chosen = chooseRosters(found, options.kinds, options.date);
  return { ...chosen, problems: [...problems, ...chosen.problems], ignored: names.filter((name) => !READABLE.test(name)) };
}

const LANES = 4;

/** Some at a time, results in order: large files are read through in threads of their own while others are parsed here. */
async function openAll<T>(names: readonly string[], open: (name: string) => Promise<T>): Promise<T[]> {
  const results = new Map<number, T>();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < names.length; i = next++) results.set(i, await open(names[i] ?? ""));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** Files below a folder, relative to it, in code point order; hidden files and the lock files of open workbooks are left out. */
async function listFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith(".") && !entry.name.startsWith("~$"))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll("\\", "/"))
    .filter((name) => !name.split("/").some((part) => part.startsWith(".")))
    .sort((a, b) => (a < b ? -1 : 1));
}
