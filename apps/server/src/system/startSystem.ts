import { fileURLToPath } from "node:url";
import { existsSync } from "node:fs";
import type { Bilingual } from "@doudi/contract";
import { loadDivisions, recordAct } from "@doudi/store";
import type { Application } from "../application.js";
import { watchCalendar } from "../compare/calendarRuns.js";
import { comparisonWork } from "../compare/comparisonWork.js";
import { allHandlers } from "../handlers/allHandlers.js";
import { buildServer } from "../http/buildServer.js";
import { SERVER_OPTIONS, type ServerOptions } from "../http/serverOptions.js";
import { createJobs } from "../jobs/createJobs.js";
import { PackLaw } from "../law.js";
import { readRosterWork } from "../rosters/readRosterWork.js";
import { SESSION_SETTINGS } from "../session/sessionSettings.js";
import { DataFolder } from "./dataFolder.js";
import { DEMO_LOGINS, demoState, loadDemoCounty } from "./demoCounty.js";
import { openRecord } from "./openRecord.js";

export interface SystemOptions {
  /** Folder of the keys and of the embedded database. */
  data: string;
  /** Another PostgreSQL instead of the embedded one. */
  databaseUrl?: string | undefined;
  host: string;
  /** 0 for any that is free. */
  port: number;
  /** Persons of the demo county that an empty record is filled with; 0 for none. */
  demoPersons: number;
  /** Told what is being done, and where it was found that something can only be reported. */
  progress: (step: Bilingual) => void;
  onError: (error: unknown) => void;
  server?: Partial<ServerOptions>;
  connections?: number;
}

export interface RunningSystem {
  /** Where it answers. */
  readonly address: string;
  readonly application: Application;
  /** The demo county is here: its logins. */
  readonly demo: typeof DEMO_LOGINS;
  /** Resolves when the demo county is loaded, at once where there is none to load. */
  readonly loaded: Promise<void>;
  /** Requests under way are answered, jobs begin anew next time, the embedded database is shut down. */
  stop(): Promise<void>;
}

const WEB = fileURLToPath(new URL("../../../web/dist", import.meta.url));
const DATABASE = {
  down: { zh: "数据库意外停止,正在重新启动", en: "the database died; it is being started again" },
  up: { zh: "数据库已重新启动", en: "the database is up again" },
} as const satisfies Record<string, Bilingual>;
const SYSTEM = { userId: null, areaCode: "0", department: "none" } as const;

/** Brings up the whole system: database, migrations, divisions, jobs, server. Throws DoudiError for what can be mended. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const { progress } = options;
  let stopping = false;
  // What breaks off because the system stops begins anew with the next start: nobody need be told.
  const onError = (error: unknown): void => {
    if (!stopping) options.onError(error);
  };
  const folder = new DataFolder(options.data);
  const release = await folder.lock();
  const closing: (() => Promise<unknown>)[] = [release];
  const stop = async (): Promise<void> => {
    stopping = true;
    for (;;) {
      const close = closing.pop();
      if (close === undefined) return;
      await close();
    }
  };
  try {
    progress({ zh: options.databaseUrl === undefined ? "启动数据库" : "连接数据库", en: options.databaseUrl === undefined ? "starting the database" : "connecting to the database" });
    const record = await openRecord({ folder, databaseUrl: options.databaseUrl, connections: options.connections ?? 20, onState: (state) => progress(DATABASE[state]) });
    closing.push(() => record.close());
    const { database, keyring } = record;
    await database.within(SYSTEM, async (work) => {
      const changed = await loadDivisions(work);
      if (changed > 0) await recordAct(work, { act: "division.load", objectKind: "division", objectId: "all", detail: { changed } });
    });
    const law = await PackLaw.open();
    const jobs = await createJobs(record.appUrl, database, onError);
    closing.push(() => jobs.stop());
    const application: Application = { database, keyring, queue: jobs, law, embedded: record.embedded, now: () => new Date() };
    const access = { databaseUrl: record.appUrl, masterKey: record.masterKey };
    jobs.work("read_roster", readRosterWork(access));
    jobs.work("compare", comparisonWork(access));

    const state = await demoState(database);
    const loads = options.demoPersons > 0 && (state === "empty" || state === "begun");
    const isDemo = loads || state === "begun" || state === "loaded";
    const session = { ...SESSION_SETTINGS, ...(isDemo ? { demo: DEMO_LOGINS, secondFactor: false } : {}), ...options.server?.session };
    const server = await buildServer(application, allHandlers(session, law), { ...SERVER_OPTIONS, webFolder: existsSync(WEB) ? WEB : null, ...options.server, session });
    closing.push(() => server.close());
    const address = await server.listen({ host: options.host, port: options.port });
    const loaded = loads ? loadDemoCounty(application, { persons: options.demoPersons, seed: 1, progress }) : Promise.resolve();
    // Not before the demo's rosters are in: half of them would look like all there is.
    void loaded.then(() => {
      if (!stopping) closing.push(watchCalendar(application, onError));
    }, () => undefined);
    return {
      address, application, demo: isDemo ? DEMO_LOGINS : [], stop,
      loaded: loaded.catch((error: unknown) => {
        if (!stopping) throw error;
      }),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
