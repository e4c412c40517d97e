import { API, type Route } from "@doudi/contract/api";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, it } from "vitest";
import { openApi } from "./openApi.js";

it("is a valid OpenAPI 3.1 document of every route, with summaries, examples and errors", async () => {
  const document = openApi();
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(validator.version).toBe("3.1");
  const paths = document["paths"] as Record<string, Record<string, { operationId: string; summary: string; responses: Record<string, { content: Record<string, { examples?: Record<string, unknown> }> }> }>>;
  for (const [name, { method, path, summary, errors: own }] of Object.entries(API) as [string, Route][]) {
    const operation = paths[path]?.[method.toLowerCase()];
    expect(operation?.operationId).toBe(name);
    expect(operation?.summary).toBe(`${summary.zh} · ${summary.en}`);
    const codes = Object.values(operation?.responses ?? {}).flatMap(({ content }) => Object.keys(content["application/json"]?.examples ?? {}));
    expect(codes, name).toEqual(expect.arrayContaining(["request_invalid", "server_failed", ...(own ?? [])]));
  }
  expect(JSON.stringify(document)).toContain('"examples":["533323"]');
  expect(Object.values(paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0)).toBe(Object.keys(API).length);
});
