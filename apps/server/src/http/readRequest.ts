import type { Route } from "@doudi/contract/api";
import { z } from "zod";
import { InvalidRequest } from "./invalidRequest.js";

const zh = z.locales.zhCN().localeError;
const en = z.locales.en().localeError;

/** PostgreSQL stores neither the null character nor half a character. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

export interface RequestParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** The parts of a request as the route's schemas read them; what a route does not take is left out. Throws InvalidRequest. */
export function readRequest(route: Route, sent: RequestParts): RequestParts {
  const fields: { path: string; zh: string; en: string }[] = [];
  const read = (part: keyof RequestParts): unknown => {
    const schema = route[part];
    if (schema === undefined) return undefined;
    const unstorable = findUnstorable(sent[part], part);
    if (unstorable !== null) fields.push({ path: unstorable, zh: "含有不能保存的字符", en: "holds a character that cannot be stored" });
    const result = schema.safeParse(sent[part], { reportInput: true });
    if (result.success) return result.data;
    for (const issue of result.error.issues) fields.push({ path: [part, ...issue.path].join("."), zh: textOf(zh, issue), en: textOf(en, issue) });
    return undefined;
  };
  const parts = { params: read("params"), query: read("query"), body: read("body") };
  if (fields.length > 0) throw new InvalidRequest(fields.slice(0, 50));
  return parts;
}

/** What is wrong, without what was sent: that may be about a person. */
function textOf(locale: typeof zh, issue: z.core.$ZodIssue): string {
  const text = locale(issue as z.core.$ZodRawIssue);
  return typeof text === "string" ? text : (text?.message ?? issue.message);
}

function findUnstorable(value: unknown, path: string): string | null {
  if (typeof value === "string") return UNSTORABLE.test(value) ? path : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (UNSTORABLE.test(key)) return path;
    const found = findUnstorable(inner, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
