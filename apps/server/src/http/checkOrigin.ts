import { timingSafeEqual } from "node:crypto";
import { DoudiError } from "@doudi/contract";
import type { FastifyRequest } from "fastify";

/** Refuses what another site makes a browser send. Programs that are no browser say nothing of where they come from. Throws DoudiError csrf. */
export function checkOrigin(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") throw new DoudiError("csrf");
  const { origin } = request.headers;
  if (origin !== undefined && hostOf(origin) !== (hostOf(`${request.protocol}://${request.host}`) ?? "")) throw new DoudiError("csrf");
}

/** The session's own token comes back in a header, which another site cannot set. Throws DoudiError csrf. */
export function checkToken(request: FastifyRequest, csrf: string): void {
  const sent = request.headers["x-csrf-token"];
  const [given, expected] = [Buffer.from(typeof sent === "string" ? sent : ""), Buffer.from(csrf)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new DoudiError("csrf");
}

/** Without the port where it is the usual one. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
