import { DoudiError, ERRORS, type ErrorCode } from "@doudi/contract";
import { API, apiError, type Permission, ROLE_CODES, isAllowed, type Route, type RouteName } from "@doudi/contract/api";
import { z } from "zod";

type Json = Record<string, unknown>;

/** Errors that every route can meet, and those of routes for which somebody is logged in. */
const COMMON: readonly ErrorCode[] = ["request_invalid", "too_many_requests", "server_failed", "server_busy"];
const LOGGED_IN: readonly ErrorCode[] = ["not_logged_in", "second_factor_needed"];

/** The OpenAPI 3.1 document of the whole API, made from the table of its routes. */
export function openApi(): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(API) as [RouteName, Route][]) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(name, route);
  return {
    openapi: "3.1.0",
    info: { title: "Doudi 兜底", version: "0.1.0", summary: "社会救助兜底保障 · social-assistance safety net", license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: "/api" }],
    tags: [{ name: "public" }, { name: "session" }, ...[...new Set(Object.values(API).flatMap(({ access }) => (access === "public" || access === "session" ? [] : [access])))].map((name) => ({ name }))],
    paths,
    components: {
      schemas: { Error: jsonSchema(apiError, "output") },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "doudi_session", description: "登录后发给浏览器;TLS 下名为 __Host-doudi_session · given by login; over TLS its name is __Host-doudi_session" },
        csrf: { type: "apiKey", in: "header", name: "x-csrf-token", description: "me.csrf" },
      },
    },
  };
}

function operationOf(name: string, route: Route): Json {
  const { zh, en } = route.summary;
  return {
    operationId: name, summary: `${zh} · ${en}`, "x-summary-zh": zh, "x-summary-en": en, tags: [route.access],
    ...(route.access === "public" || route.access === "session" ? {} : { description: `${route.access}: ${rolesWith(route.access)}`, "x-permission": route.access }),
    security: route.access === "public" ? [] : [route.method === "GET" ? { session: [] } : { session: [], csrf: [] }],
    parameters: [...parametersOf("path", route.params), ...parametersOf("query", route.query)],
    ...bodyOf(route),
    responses: { ...successOf(route), ...errorsOf(route) },
  };
}

function rolesWith(permission: Permission): string {
  return ROLE_CODES.filter((role) => isAllowed(role, permission)).join(", ");
}

function parametersOf(place: "path" | "query", schema: z.ZodObject | undefined): Json[] {
  if (schema === undefined) return [];
  const { properties, required } = jsonSchema(schema, "input") as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties ?? {}).map(([name, { description, ...property }]) => ({
    name, in: place, required: place === "path" || required?.includes(name) === true, ...(description === undefined ? {} : { description }), schema: property,
  }));
}

function bodyOf(route: Route): Json {
  if (route.upload === true) return { requestBody: { required: true, content: { "multipart/form-data": { schema: { type: "object", properties: { file: { type: "string", contentMediaType: "application/octet-stream" } }, required: ["file"] } } } } };
  return route.body === undefined ? {} : { requestBody: { required: true, content: { "application/json": { schema: jsonSchema(route.body, "input") } } } };
}

function successOf({ answer, summary }: Route): Json {
  const description = `${summary.zh} · ${summary.en}`;
  if (answer instanceof z.ZodType) return { 200: { description, content: { "application/json": { schema: jsonSchema(answer, "output") } } } };
  return { 200: { description, content: { [answer.media]: { schema: { type: "string", ...(answer.media.startsWith("text/") ? {} : { contentMediaType: answer.media }) } } } } };
}

function errorsOf(route: Route): Json {
  const codes = [...COMMON, ...(route.access === "public" ? [] : LOGGED_IN), ...(route.access === "public" || route.access === "session" ? [] : (["forbidden"] as const)), ...(route.method === "GET" ? [] : (["csrf"] as const)), ...(route.params === undefined ? [] : (["not_found"] as const)), ...(route.errors ?? [])];
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    const { status } = new DoudiError(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries([...byStatus].map(([status, those]) => [status, {
    description: those.map((code) => `${code}: ${ERRORS[code].zh} ${ERRORS[code].en}`).join("\n"),
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" }, examples: Object.fromEntries(those.map((code) => [code, { value: { code, zh: ERRORS[code].zh, en: ERRORS[code].en } }])) } },
  }]));
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...result } = z.toJSONSchema(schema, {
    io, unrepresentable: "any",
    override: ({ jsonSchema: made }) => {
      const found = made as Json;
      if (!("example" in found)) return;
      found["examples"] = [found["example"]];
      delete found["example"];
    },
  }) as Json;
  return result;
}
