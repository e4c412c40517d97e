import type { Answer, Department, Request, Role, RouteName } from "@doudi/contract/api";
import type { Scope } from "@doudi/store";
import type { Application } from "./application.js";

/** Who calls: a user with a session. */
export interface Caller {
  readonly userId: number;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly department: Department | null;
  readonly areaCode: string;
  readonly scope: Scope;
  readonly lang: "zh" | "en";
  /** SHA-256 of the session's cookie, in hexadecimal. */
  readonly session: string;
}

/** A file instead of a JSON answer. A page runs no script but those whose digests (sha256-…) are named. */
export interface FileAnswer {
  readonly file: { readonly media: string; readonly name: string | null; readonly body: Buffer | string | NodeJS.ReadableStream; readonly scriptDigests?: readonly string[] };
}

export interface Context<N extends RouteName> extends Request<N> {
  /** Who is logged in; handlers of public routes have `stranger` only. The server checked the permission before. */
  readonly caller: Caller;
  /** The file of an upload, whole. */
  readonly upload: { readonly name: string; readonly bytes: Buffer } | null;
}

/** Answers one route. Throws DoudiError for what the user can mend. */
export type Handler<N extends RouteName> = (context: Context<N>, application: Application) => Promise<Answer<N> extends null ? FileAnswer : Answer<N>>;

/** A handler for every route of a table: a route without one does not compile. */
export type Handlers<N extends RouteName> = { readonly [K in N]: Handler<K> };
