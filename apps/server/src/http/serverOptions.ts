import { SESSION_SETTINGS, type SessionSettings } from "../session/sessionSettings.js";

export interface ServerOptions {
  readonly session: SessionSettings;
  /** Requests in a minute. Many people of one office come from one address. */
  readonly limits: { readonly perAddress: number; readonly perSession: number; readonly loginsPerAddress: number };
  /** Of one file, and of all that are being uploaded at a time. */
  readonly upload: { readonly fileBytes: number; readonly memoryBytes: number };
  /** Whether X-Forwarded-* are believed: true, or the addresses of the proxies in front. */
  readonly trustProxy: boolean | string;
  /** The built page; null where there is none. */
  readonly webFolder: string | null;
  /** Development and tests: an answer that does not fit its schema is a defect, and defects are logged with their message. */
  readonly strict: boolean;
  readonly logLevel: "info" | "warn" | "error" | "silent";
  /** Where the log goes, a line of JSON each; standard output where none is given. */
  readonly logStream?: { write(line: string): void };
}

export const SERVER_OPTIONS: ServerOptions = {
  session: SESSION_SETTINGS,
  limits: { perAddress: 60_000, perSession: 1200, loginsPerAddress: 240 },
  upload: { fileBytes: 200 * 1_048_576, memoryBytes: 1024 * 1_048_576 },
  trustProxy: false, webFolder: null, strict: false, logLevel: "info",
};
