import type { Answer, API, Department, Request, Role, RouteName } from "@doudi/contract/api";
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

/** Sends the browser elsewhere instead of a page. */
export interface Redirect {
  readonly redirect: string;
}

/** The two cookies there are: of the session, and of a login that is under way at the identity provider. */
export type CookieName = "session" | "oidc";

export interface Cookies {
  get(name: CookieName): string | null;
  /** Null takes the cookie away; without an end it lives as long as the browser. */
  set(name: CookieName, value: string | null, until?: Date): void;
}

export interface Context<N extends RouteName> extends Request<N> {
  /** Who is logged in; nobody on public routes. The server checked the permission before. */
  readonly caller: (typeof API)[N]["access"] extends "public" ? null : Caller;
  /** The file of an upload, whole. */
  readonly upload: { readonly name: string; readonly bytes: Buffer } | null;
  /** For login and logout alone; the server gives them to every handler. */
  readonly cookies?: Cookies;
}

/** Answers one route. Throws DoudiError for what the user can mend. */
export type Handler<N extends RouteName> = (context: Context<N>, application: Application) => Promise<Answer<N> extends null ? (N extends "oidcStart" | "oidcReturn" ? Redirect : never) | FileAnswer : Answer<N>>;

/** A handler for every route of a table: a route without one does not compile. */
export type Handlers<N extends RouteName> = { readonly [K in N]: Handler<K> };
