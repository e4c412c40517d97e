import type { z } from "zod";
import { administrationRoutes } from "./administrationRoutes.js";
import { findingRoutes } from "./findingRoutes.js";
import { personRoutes } from "./personRoutes.js";
import { rosterRoutes } from "./rosterRoutes.js";
import type { Route } from "./route.js";
import { sessionRoutes } from "./sessionRoutes.js";

/** Every route of the API by name. */
export const API = { ...sessionRoutes, ...rosterRoutes, ...findingRoutes, ...personRoutes, ...administrationRoutes } as const satisfies Record<string, Route>;

export type RouteName = keyof typeof API;

type Part<R, K extends "params" | "query" | "body"> = R extends { readonly [P in K]: infer S extends z.ZodType } ? S : never;
type Read<S> = [S] extends [never] ? undefined : S extends z.ZodType ? z.output<S> : undefined;
type Sent<S> = [S] extends [never] ? undefined : S extends z.ZodType ? z.input<S> : undefined;

/** What a handler of the server is given. */
export interface Request<N extends RouteName> {
  readonly params: Read<Part<(typeof API)[N], "params">>;
  readonly query: Read<Part<(typeof API)[N], "query">>;
  readonly body: Read<Part<(typeof API)[N], "body">>;
}

type Given<N extends RouteName, K extends "params" | "query" | "body"> = [Part<(typeof API)[N], K>] extends [never] ? unknown : { readonly [P in K]: Sent<Part<(typeof API)[N], K>> };
/** What a caller sends. */
export type Call<N extends RouteName> = Given<N, "params"> & Given<N, "query"> & Given<N, "body">;

/** What a route answers with; null for a file. */
export type Answer<N extends RouteName> = (typeof API)[N]["answer"] extends infer A ? (A extends z.ZodType ? z.output<A> : null) : never;
