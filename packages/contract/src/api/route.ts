import type { z } from "zod";
import type { ErrorCode } from "../error.js";
import type { Permission } from "./permissions.js";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/**
 * A route of the API: who may call it, what it takes and what it answers. The server registers a handler for each,
 * the page calls them by name, the OpenAPI document and the tests of scope and of bad input are made from the table.
 */
export interface Route {
  readonly method: Method;
  /** Below /api, with parameters as {name}. */
  readonly path: `/${string}`;
  readonly summary: { readonly zh: string; readonly en: string };
  /** public: without a login. session: any user. Else the permission it asks for. */
  readonly access: "public" | "session" | Permission;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** A JSON body, or "file" for one uploaded as multipart/form-data. */
  readonly body?: z.ZodType;
  readonly upload?: boolean;
  /** What it answers: a JSON value, or a file of that media type. */
  readonly answer: z.ZodType | { readonly media: string };
  /** Errors of its own, beside those every route can meet. */
  readonly errors?: readonly ErrorCode[];
  /** Whether what it answers is about persons or an area, so that the tests of scope must cover it. */
  readonly scoped: boolean;
}

/** Keeps the exact types of a route table while checking it. */
export function routes<T extends Record<string, Route>>(table: T): T {
  return table;
}
