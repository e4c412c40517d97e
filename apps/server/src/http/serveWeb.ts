import fastifyStatic from "@fastify/static";
import { DoudiError } from "@doudi/contract";
import type { FastifyInstance } from "fastify";

/** The built page: files under assets/ carry their digest in their name and are kept for ever, the rest is asked for each time. */
export async function serveWeb(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: folder, wildcard: false, preCompressed: true, cacheControl: false, index: ["index.html"],
    setHeaders: (reply, path) => void reply.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"),
  });
}

/** Addresses of the page itself: it finds its way by them. What looks like a file, or is below /api, is not. */
export function isPageAddress(method: string, url: string): boolean {
  const [path = ""] = url.split("?");
  return (method === "GET" || method === "HEAD") && path !== "/api" && !path.startsWith("/api/") && !/\.[A-Za-z0-9]{1,8}$/.test(path);
}

/** Throws DoudiError not_found. */
export function refuseUnknown(): never {
  throw new DoudiError("not_found");
}
