import { isAllowed, type Role, ROLE_CODES, type Route } from "@doudi/contract/api";
import fc from "fast-check";
import type { InjectOptions } from "fastify";
import { z } from "zod";

interface Schema {
  type?: string; enum?: unknown[]; const?: unknown; pattern?: string; allOf?: { pattern?: string }[]; anyOf?: Schema[]; properties?: Record<string, Schema>; required?: string[];
  items?: Schema; additionalProperties?: Schema | boolean; propertyNames?: Schema; minimum?: number; exclusiveMinimum?: number; maximum?: number; minLength?: number; maxLength?: number; maxItems?: number;
}

/** What no schema expects. */
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({ maxDepth: 2, withNullPrototype: false }).filter((value) => isJson(value)),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("", "\0", "a\0b", "\ud800", "' OR 1=1 --", "%00", "../../etc/passwd", "0000-01-01", "2020-02-30", "９", "1e400", -1, 0, 0.5, 2 ** 53, 1e308, null, true, [], {}, "中".repeat(3000), "9".repeat(400), { __proto__x: 1 }, [[[[]]]], { toString: 1 }, { length: -1 }),
);

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

/** Values that a JSON schema, as zod writes it, describes. */
function valid(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(valid));
  const [pattern, ...more] = [schema, ...(schema.allOf ?? [])].flatMap(({ pattern }) => (pattern === undefined ? [] : [new RegExp(pattern)]));
  if (schema.type === "string" && pattern !== undefined) return fc.stringMatching(pattern, schema.maxLength === undefined ? {} : { maxLength: schema.maxLength }).filter((made) => more.every((other) => other.test(made)));
  switch (schema.type) {
    case "string": return fc.string({ unit: "grapheme", minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 60, 200) });
    // Numbers of rows that are not there: the test's own users are the first few.
    case "integer": case "number": return fc.integer({ min: Math.max(schema.minimum ?? 1, schema.maximum !== undefined && schema.maximum < 5000 ? 0 : 1000), max: Math.min(schema.maximum ?? 2 ** 31, 2 ** 53 - 1) });
    case "boolean": return fc.boolean();
    case "null": return fc.constant(null);
    case "array": return fc.array(valid(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 5, 5) });
    case "object": {
      if (schema.properties === undefined) return fc.dictionary(valid(schema.propertyNames ?? { type: "string" }) as fc.Arbitrary<string>, typeof schema.additionalProperties === "object" ? valid(schema.additionalProperties) : hostile, { maxKeys: 4 });
      return fc.record(Object.fromEntries(Object.entries(schema.properties).map(([name, property]) => [name, valid(property)])), { requiredKeys: schema.required ?? [] });
    }
    default: return hostile;
  }
}

function schemaOf(schema: z.ZodType | undefined): Schema {
  return schema === undefined ? { type: "object", properties: {} } : (z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema);
}

/** An object near its schema: as it should be, or with fields changed, missing or added. */
function nearly(schema: Schema): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(schema.properties ?? {});
  const good = valid(schema) as fc.Arbitrary<Record<string, unknown>>;
  const changed = names.length === 0 ? good : fc.tuple(good, fc.constantFrom(...names), hostile).map(([object, name, value]) => ({ ...object, [name]: value }));
  const missing = names.length === 0 ? good : fc.tuple(good, fc.constantFrom(...names)).map(([object, gone]) => Object.fromEntries(Object.entries(object).filter(([name]) => name !== gone)));
  return fc.oneof(good, changed, missing, fc.tuple(good, fc.string({ maxLength: 8 }), hostile).map(([object, name, value]) => ({ ...object, [name]: value })));
}

const text = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
/** Lone surrogates have no place in an address. */
const encoded = (value: unknown): string => encodeURIComponent(text(value).replace(/\p{Surrogate}/gu, "?"));

const searchOf = (values: Record<string, unknown>): string => `?${Object.entries(values).map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&")}`;

const json = (payload: string): Partial<InjectOptions> => ({ headers: { "content-type": "application/json" }, payload });
const odd: fc.Arbitrary<Partial<InjectOptions>> = fc.oneof(
  fc.constantFrom("{", "", "null", "[]", '"x"', "{}", '{"__proto__":{"a":1}}', '{"constructor":{"prototype":1}}', '{"login":"\\u0000"}', "[".repeat(20_000), `"${"x".repeat(3_000_000)}"`, "\u{feff}{}", "NaN").map(json),
  fc.tuple(fc.constantFrom("text/plain", "text/xml", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "multipart/form-data", "multipart/form-data; boundary=x", "nonsense", "application/octet-stream"), fc.constantFrom("a=1", "{}", "--x\r\n\r\n", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\0.csv\"\r\n\r\nx\r\n--x--\r\n", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nx\r\n--x--\r\n")).map(([type, payload]) => ({ headers: { "content-type": type }, payload })),
);

/** Requests to a route of which most are wrong in some way, generated from its schemas. */
export function badRequests({ method, path, params, query, body }: Route): fc.Arbitrary<InjectOptions> {
  const sentBody: fc.Arbitrary<Partial<InjectOptions>> = method === "GET" ? fc.constant({}) : fc.oneof({ weight: 4, arbitrary: nearly(schemaOf(body)).map((value) => json(JSON.stringify(value))) }, { weight: 1, arbitrary: hostile.map((value) => json(JSON.stringify(value))) }, { weight: 2, arbitrary: odd }, { weight: 1, arbitrary: fc.constant({}) });
  const rawQuery = fc.constantFrom("", "?", "?%", "?%ZZ=%ZZ", "?limit=1&limit=2", "?cursor[]=1", "?__proto__=1", "?a=%00", `?cursor=${"x".repeat(500)}`, "?cursor=%ED%A0%80");
  const sentQuery = fc.oneof({ weight: 3, arbitrary: nearly(schemaOf(query)).map(searchOf) }, { weight: 1, arbitrary: rawQuery });
  const rawParam = fc.constantFrom("%", "%ZZ", "%00", "%ED%A0%80", "..", "%2e%2e%2f", "x".repeat(600), "-1", "0", "9007199254740993", "1e3", "null");
  const address = fc.tuple(nearly(schemaOf(params)), fc.option(rawParam, { freq: 3 })).map(([values, raw]) => path.replace(/\{(\w+)\}/g, (_, name: string) => raw ?? (encoded(values[name] ?? "") || "1")));
  const good = fc.tuple(valid(schemaOf(params)), valid(schemaOf(query)), valid(schemaOf(body))).map(([inPath, inQuery, inBody]) => [path.replace(/\{(\w+)\}/g, (_, name: string) => encoded((inPath as Record<string, unknown>)[name])), searchOf(inQuery as Record<string, unknown>), body === undefined ? {} : json(JSON.stringify(inBody))] as const);
  return fc.oneof({ weight: 3, arbitrary: fc.tuple(address, sentQuery, sentBody) }, { weight: 1, arbitrary: good }).map(([url, search, sent]) => ({ method, url: `/api${url}${search}`, ...sent }));
}

/** Somebody who may call a route. */
export function roleFor({ access }: Route): Role {
  const found = access === "public" || access === "session" ? "county_clerk" : ROLE_CODES.find((role) => isAllowed(role, access));
  if (found === undefined) throw new Error(`nobody may call what asks for ${access}`);
  return found;
}
