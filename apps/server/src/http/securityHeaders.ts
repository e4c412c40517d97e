import type { FastifyHelmetOptions } from "@fastify/helmet";

/**
 * Scripts from our own files alone. Styles may stand in the page: the components make theirs while they run, and a page that
 * is a file, kept by browsers, cannot carry a number used once. Frames are ours, for reports within a page.
 */
export const SECURITY_HEADERS: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"], scriptSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", "data:", "blob:"], fontSrc: ["'self'", "data:"], connectSrc: ["'self'"], workerSrc: ["'self'"],
      frameSrc: ["'self'", "blob:"], frameAncestors: ["'self'"], objectSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'self'"],
    },
  },
  // Sent where the request came over TLS: see buildServer.
  strictTransportSecurity: false,
  crossOriginEmbedderPolicy: false,
  referrerPolicy: { policy: "same-origin" },
  xFrameOptions: { action: "sameorigin" },
};

/** For a page that a handler made: it holds everything it needs, and asks for nothing. */
export function pagePolicy(scriptDigests: readonly string[]): string {
  const scripts = scriptDigests.length === 0 ? "'none'" : scriptDigests.map((digest) => `'${digest}'`).join(" ");
  return `default-src 'none';script-src ${scripts};style-src 'unsafe-inline';img-src data:;font-src data:;frame-ancestors 'self';base-uri 'none';form-action 'none'`;
}
