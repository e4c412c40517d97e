import type { FastifyReply, FastifyRequest } from "fastify";
import type { CookieName, Cookies } from "../handler.js";

/** The cookies of a request and of its answer. Over TLS they are Secure, and bound to this host by their name. */
export function browserCookies(request: FastifyRequest, reply: FastifyReply): Cookies {
  return {
    get: (name) => request.cookies[cookieName(request, name)] ?? null,
    set(name, value, until) {
      const options = { path: "/", httpOnly: true, sameSite: "lax", secure: request.protocol === "https" } as const;
      void (value === null ? reply.clearCookie(cookieName(request, name), options) : reply.setCookie(cookieName(request, name), value, { ...options, ...(until === undefined ? {} : { expires: until }) }));
    },
  };
}

function cookieName(request: FastifyRequest, name: CookieName): string {
  return `${request.protocol === "https" ? "__Host-" : ""}doudi_${name}`;
}
