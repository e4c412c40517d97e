import { DoudiError } from "@doudi/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** At most so many requests a minute for each key. The keys of several limits share one table, hence the name before them. */
export function limitRate(server: FastifyInstance, name: string, max: number, keyOf: (request: FastifyRequest) => string): (request: FastifyRequest) => Promise<void> {
  const check = server.createRateLimit({ max, timeWindow: 60_000, keyGenerator: (request) => `${name} ${keyOf(request)}` });
  return async (request) => {
    const result = await check(request);
    if (!result.isAllowed && result.isExceeded) throw new DoudiError("too_many_requests", { seconds: result.ttlInSeconds });
  };
}
