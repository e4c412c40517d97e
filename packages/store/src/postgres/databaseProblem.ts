import { DoudiError, type ErrorCode } from "@doudi/contract";

const LOGIN = new Set(["28P01", "28000", "3D000"]);
const LOST = new Set(["57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006", "ECONNRESET", "EPIPE"]);
const NETWORK = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ENOENT", "EACCES"]);
/** Disk full, out of memory, too many connections, file size. */
const RESOURCES = /^(53|54|58)/;

/** A PostgreSQL or network error as users are told it; what they can do nothing about stays as it is. */
export function databaseProblem(error: unknown, server: string): unknown {
  if (!(error instanceof Error) || error instanceof DoudiError) return error;
  const code = codeOf(error);
  const as = (name: ErrorCode): DoudiError => new DoudiError(name, { server, detail: detailOf(error) }, { cause: error });
  if (NETWORK.has(code)) return as("database_unreachable");
  if (LOGIN.has(code)) return as("database_login");
  if (code === "42501") return as("database_forbidden");
  if (RESOURCES.test(code)) return as("database_exhausted");
  if (LOST.has(code) || /^Connection terminated|^timeout exceeded when trying to connect|not queryable|SSL|SASL/.test(error.message)) return as(error.message.includes("SSL") || error.message.includes("SASL") ? "database_login" : "database_lost");
  return error;
}

/** The code of an error, or of the first of several attempts to connect (a host with two addresses). */
function codeOf(error: Error): string {
  const own: unknown = Reflect.get(error, "code");
  if (typeof own === "string") return own;
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return first instanceof Error ? codeOf(first) : "";
}

function detailOf(error: Error): string {
  if (error.message !== "") return error.message;
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return first instanceof Error ? first.message : codeOf(error);
}
