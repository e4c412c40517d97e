import { createHash } from "node:crypto";
import { existsSync, renameSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { DoudiError } from "@doudi/contract";

/**
 * A folder that is written complete or not at all. Files go into a folder beside it (`.tmp-<pid>`), which takes its place
 * at the end; what stood there before is moved aside first and moved back where that fails.
 */
export class OutputFolder {
  private constructor(
    /** Where the folder will stand. */
    readonly path: string,
    /** Where its files are written meanwhile. */
    readonly work: string,
    private readonly mayReplace: (path: string) => Promise<void>,
  ) {}

  /**
   * @param mayReplace told the path of a folder that stands there and is not empty; throws where it must not be replaced
   */
  static async open(path: string, mayReplace: (path: string) => Promise<void>): Promise<OutputFolder> {
    try {
      const target = await realPath(resolve(path));
      await mkdir(dirname(target), { recursive: true });
      await clearLeftovers(target);
      await assertReplaceable(target, mayReplace);
      const work = `${target}.tmp-${process.pid}`;
      await mkdir(work);
      return new OutputFolder(target, work, mayReplace);
    } catch (error) {
      throw asWriteError(path, error);
    }
  }

  file(name: string): string {
    return join(this.work, name);
  }

  /** Takes away something that was only needed meanwhile. */
  remove(name: string): void {
    rmSync(this.file(name), { recursive: true, force: true });
  }

  /** Puts the folder in its place, unless somebody worked in the one that stands there meanwhile. */
  async commit(): Promise<void> {
    const aside = `${this.path}.old-${process.pid}`;
    try {
      await assertReplaceable(this.path, this.mayReplace);
      // Synchronous: no signal handler may come between the two moves.
      const standing = existsSync(this.path);
      if (standing) renameSync(this.path, aside);
      try {
        renameSync(this.work, this.path);
      } catch (error) {
        if (standing) renameSync(aside, this.path);
        throw error;
      }
    } catch (error) {
      throw asWriteError(this.path, error);
    }
    // The new folder stands; an old one that cannot be removed (a workbook open in Excel) is no failure.
    await rm(aside, { recursive: true, force: true }).catch(() => undefined);
  }

  /** Takes back everything written so far. Synchronous, so that a signal handler can call it. */
  discard(): void {
    rmSync(this.work, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function assertReplaceable(path: string, mayReplace: (path: string) => Promise<void>): Promise<void> {
  const standing = await stat(path).catch(() => null);
  if (standing === null) return;
  if (!standing.isDirectory()) throw new DoudiError("output_not_ours", { path });
  if ((await readdir(path)).length > 0) await mayReplace(path);
}

/** Whether one folder is the other or lies inside it. */
export async function isInside(inner: string, outer: string): Promise<boolean> {
  const way = relative(await realPath(resolve(outer)), await realPath(resolve(inner)));
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && resolve(way) !== way);
}

/** A write that the system refused (no room, no permission), as an error that users can meet. */
export function asWriteError(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(?:ENOSPC|EDQUOT|EACCES|EPERM|EROFS|EBUSY|ENAMETOOLONG|ENOTDIR|EEXIST|EXDEV|EFBIG|EIO)$/.test(code) && !(error instanceof DoudiError)
    ? new DoudiError("output_unwritable", { path, detail: code }, { cause: error })
    : error;
}

/** SHA-256 of a file, hexadecimal; null for one that is too large to be looked at in passing. */
export async function digestOf(path: string): Promise<string | null> {
  const { size } = await stat(path);
  return size > DIGEST_LIMIT ? null : createHash("sha256").update(await readFile(path)).digest("hex");
}

const DIGEST_LIMIT = 64 * 1024 * 1024;

/** Follows links as far as the path exists. */
async function realPath(path: string): Promise<string> {
  const parent = dirname(path);
  return realpath(path).catch(async () => (parent === path ? path : join(await realPath(parent), basename(path))));
}

/** What runs that were killed left beside the folder; one killed between the two moves gets its folder back. */
async function clearLeftovers(target: string): Promise<void> {
  const prefix = `${basename(target)}.`;
  for (const name of await readdir(dirname(target))) {
    const match = name.startsWith(prefix) ? /^(tmp|old)-(\d+)$/.exec(name.slice(prefix.length)) : null;
    if (match === null || isRunning(Number(match[2]))) continue;
    const path = join(dirname(target), name);
    if (match[1] === "old" && !existsSync(target)) await rename(path, target);
    else await rm(path, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
