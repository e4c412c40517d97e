import { randomBytes } from "node:crypto";
import { DoudiError, type ErrorCode } from "@doudi/contract";
import type { ApiError } from "@doudi/contract/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import { errorPage } from "./errorPage.js";
import { InvalidRequest } from "./invalidRequest.js";

/** An embedded database that died is back within a few. */
const BUSY_SECONDS = 3;
const BUSY = new Set<ErrorCode>(["database_unreachable", "database_login", "database_exhausted", "database_lost"]);
/** A conflict of transactions, a lock or a query that took too long: it goes through the next time. */
const BUSY_STATES = new Set(["40001", "40P01", "55P03", "57014"]);

/**
 * Answers an error as apiError; a defect under a random number, by which it is found in the log. The log gets neither
 * messages nor details of defects, which may quote what somebody sent or what a row holds.
 *
 * @param strict also logs the message: development and tests
 */
export async function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, strict: boolean): Promise<FastifyReply> {
  const known = knownError(error);
  const problem = known ?? new DoudiError("server_failed", { reference: randomBytes(6).toString("hex") });
  if (known === null || problem.status >= 500) {
    request.log.error({ reference: problem.info["reference"], code: problem.code, route: request.routeOptions.url, ...traceOf(error, strict) }, "request failed");
  }
  const seconds = problem.code === "server_busy" ? BUSY_SECONDS : problem.info["seconds"];
  if (typeof seconds === "number") void reply.header("retry-after", seconds);
  const answer: ApiError = { code: problem.code, zh: problem.text("zh"), en: problem.text("en"), ...(problem instanceof InvalidRequest ? { fields: [...problem.fields] } : {}) };
  void reply.code(problem.status).header("cache-control", "no-store");
  // A page that a person opened says it in words.
  return request.headers.accept?.includes("text/html") === true ? reply.type("text/html; charset=utf-8").send(errorPage(answer)) : reply.type("application/json; charset=utf-8").send(JSON.stringify(answer));
}

function knownError(error: unknown): DoudiError | null {
  if (error instanceof DoudiError) {
    if (BUSY.has(error.code)) return new DoudiError("server_busy", {}, { cause: error });
    // The application's account may do what the handlers do: a refusal is a defect.
    return error.code === "database_forbidden" ? null : error;
  }
  if (!(error instanceof Error)) return null;
  const code: unknown = Reflect.get(error, "code");
  if (typeof code === "string" && BUSY_STATES.has(code)) return new DoudiError("server_busy", {}, { cause: error });
  const status: unknown = Reflect.get(error, "statusCode");
  return typeof status === "number" && status >= 400 && status < 500 ? new InvalidRequest([], status, { cause: error }) : null;
}

function traceOf(error: unknown, strict: boolean): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
  const cause = error.cause === undefined ? {} : { cause: traceOf(error.cause, strict) };
  return { error: error.name, sqlState: Reflect.get(error, "code") as unknown, at: frames?.slice(0, 12), ...cause, ...(strict ? { message: error.message } : {}) };
}
