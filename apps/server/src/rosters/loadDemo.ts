import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Demo } from "@doudi/demo";
import { type Department, departmentOf } from "@doudi/contract/api";
import { DoudiError, type RosterKind } from "@doudi/contract";
import { findVersion, systemScope, type VersionRow } from "@doudi/store";
import type { Application } from "../application.js";
import { signRoster, submitRoster } from "./changeRoster.js";
import { receiveRoster } from "./receiveRoster.js";

export interface DemoUsers {
  /** Six digits. */
  county: string;
  /** Who uploads and submits for a department, and who signs: two persons. */
  of(department: Department): { uploader: number; signer: number };
}

/** How many of the files are signed; the name of the one that just was. */
export type DemoProgress = (signed: number, files: number, file: string) => void;

const LOOK_MS = 200;

/**
 * Sends the files of a demo county on their way as departments do: upload, read, submit, sign. The jobs must be worked on
 * meanwhile. What an earlier run did of it, before it was interrupted, is not done again.
 *
 * @param period quarter, such as 2020Q2
 * @throws Error where a file could not be read, which is a defect of the demo
 */
export async function loadDemo(application: Application, demo: Pick<Demo, "rosters" | "files">, period: string, users: DemoUsers, progress: DemoProgress): Promise<void> {
  const { county } = users;
  const sent: { versionId: number; file: string; kind: RosterKind }[] = [];
  for (const { kind, file } of demo.files) {
    const department = departmentOf(kind);
    const caller = callerOf(county, department, users.of(department).uploader);
    sent.push({ kind, file, versionId: await sentBefore(receiveRoster(application, caller, { name: file, bytes: await readFile(join(demo.rosters, file)), period, kind })) });
  }
  for (const [at, { versionId, file, kind }] of sent.entries()) {
    const { state, digest } = await whenRead(application, county, versionId);
    const department = departmentOf(kind);
    const { uploader, signer } = users.of(department);
    if (state === "read") await submitRoster(application, callerOf(county, department, uploader), versionId);
    if (state !== "signed") await signRoster(application, callerOf(county, department, signer), versionId, digest);
    progress(at + 1, sent.length, file);
  }
}

function callerOf(areaCode: string, department: Department, userId: number) {
  return { areaCode, department, userId, scope: { userId, areaCode, department } };
}

/** The version, also where the file was sent before. */
async function sentBefore(received: Promise<number>): Promise<number> {
  return received.catch((error: unknown) => {
    if (error instanceof DoudiError && error.code === "roster_same_file") return Number(error.info["version"]);
    throw error;
  });
}

async function whenRead({ database }: Application, county: string, versionId: number): Promise<VersionRow> {
  for (;;) {
    const version = await database.within(systemScope(county), (work) => findVersion(work, county, versionId));
    if (version?.state === "read" || version?.state === "submitted" || version?.state === "signed") return version;
    if (version?.state !== "reading") throw new Error(`the demo's file ${version?.file_name ?? versionId} was not read: ${version?.problem?.en ?? version?.state ?? ""}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
