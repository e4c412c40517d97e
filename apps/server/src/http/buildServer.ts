import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import { API, type Route, type RouteName } from "@doudi/contract/api";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import { z } from "zod";
import type { Application } from "../application.js";
import type { Caller, Cookies, FileAnswer, Handlers, Redirect } from "../handler.js";
import { admit } from "./admit.js";
import { answerError } from "./answerError.js";
import { browserCookies } from "./browserCookies.js";
import { checkAnswer } from "./checkAnswer.js";
import { checkOrigin } from "./checkOrigin.js";
import { limitRate } from "./limitRate.js";
import { openApi } from "./openApi.js";
import { readRequest } from "./readRequest.js";
import { readUpload } from "./readUpload.js";
import { pagePolicy, SECURITY_HEADERS } from "./securityHeaders.js";
import type { ServerOptions } from "./serverOptions.js";
import { isPageAddress, refuseUnknown, serveWeb } from "./serveWeb.js";
import { UploadMemory } from "./uploadMemory.js";

/** Of a body that is JSON. */
const BODY_BYTES = 2 * 1_048_576;

/** A handler as the server calls it; which route's it is, is no longer in its type. */
type AnyHandler = (context: { params: unknown; query: unknown; body: unknown; caller: Caller | null; upload: { name: string; bytes: Buffer } | null; cookies: Cookies }, application: Application) => Promise<unknown>;

interface Visitor { cookies: Cookies; caller: Caller | null }

/**
 * The server: every route of the API with its handler, the OpenAPI document and the built page. It neither listens nor
 * owns the application; whoever made that closes it.
 */
export async function buildServer(application: Application, handlers: Handlers<RouteName>, options: ServerOptions): Promise<FastifyInstance> {
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => answerError(error, request, reply, options.strict);
  const server = Fastify({
    logger: options.logLevel === "silent" ? false : { level: options.logLevel, ...(options.logStream === undefined ? {} : { stream: options.logStream }) },
    // Its lines carry addresses; ours name the route.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy, bodyLimit: BODY_BYTES, exposeHeadRoutes: false, routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => void fail(error, request, reply as FastifyReply),
  });
  server.removeContentTypeParser("text/plain");
  server.setErrorHandler(fail);
  await server.register(helmet, SECURITY_HEADERS);
  await server.register(cookie);
  await server.register(multipart, { throwFileSizeLimit: false });
  await server.register(rateLimit, { global: false });
  server.addHook("onRequest", async (request, reply) => {
    if (request.protocol === "https") void reply.header("strict-transport-security", "max-age=31536000");
  });
  if (options.logLevel === "info") {
    server.addHook("onResponse", async (request, reply) => {
      request.log.info({ method: request.method, route: request.routeOptions.url ?? "none", status: reply.statusCode, ms: Math.round(reply.elapsedTime), user: visitors.get(request)?.caller?.userId }, "answered");
    });
  }

  const visitors = new WeakMap<FastifyRequest, Visitor>();
  const memory = new UploadMemory(options.upload.memoryBytes);
  const perAddress = limitRate(server, "address", options.limits.perAddress, ({ ip }) => ip);
  const perSession = limitRate(server, "session", options.limits.perSession, (request) => visitors.get(request)?.caller?.session ?? request.ip);
  const logins = limitRate(server, "login", options.limits.loginsPerAddress, ({ ip }) => ip);

  for (const [name, route] of Object.entries(API) as [RouteName, Route][]) {
    const handler = handlers[name] as unknown as AnyHandler;
    server.route({
      method: route.method,
      url: `/api${route.path.replace(/\{(\w+)\}/g, ":$1")}`,
      // Before the body is read: who may not call sends nothing that is kept.
      onRequest: async (request, reply) => {
        await perAddress(request);
        if (name === "login" || name === "oidcReturn") await logins(request);
        if (route.method !== "GET") checkOrigin(request);
        const cookies = browserCookies(request, reply);
        const caller = route.access === "public" ? null : await admit(name, route, request, cookies, application, options.session);
        visitors.set(request, { cookies, caller });
        if (caller !== null) await perSession(request);
      },
      handler: async (request, reply) => {
        const visitor = visitors.get(request);
        if (visitor === undefined) throw new Error(`nobody was let in to ${name}`);
        const parts = readRequest(route, request);
        const upload = route.upload === true ? await readUpload(request, options.upload.fileBytes, memory) : null;
        try {
          const answer = await handler({ ...parts, ...visitor, upload: upload?.file ?? null }, application);
          return await send(name, route, answer, reply, options.strict);
        } finally {
          upload?.release();
        }
      },
    });
  }

  const document = JSON.stringify(openApi());
  server.get("/api/openapi.json", async (_, reply) => reply.type("application/json; charset=utf-8").header("cache-control", "no-cache").send(document));
  if (options.webFolder !== null) await serveWeb(server, options.webFolder);
  server.setNotFoundHandler(async (request, reply) => (options.webFolder !== null && isPageAddress(request.method, request.url) ? reply.header("cache-control", "no-cache").sendFile("index.html") : refuseUnknown()));
  return server;
}

async function send(name: RouteName, route: Route, answer: unknown, reply: FastifyReply, strict: boolean): Promise<FastifyReply> {
  void reply.header("cache-control", "no-store");
  if (route.answer instanceof z.ZodType) {
    if (strict) checkAnswer(name, route.answer, answer);
    return reply.type("application/json; charset=utf-8").send(JSON.stringify(answer));
  }
  const made = answer as FileAnswer | Redirect;
  if ("redirect" in made) return reply.redirect(made.redirect, 303);
  const { media, name: fileName, body, scriptDigests } = made.file;
  if (media.startsWith("text/html")) void reply.header("content-security-policy", pagePolicy(scriptDigests ?? []));
  if (fileName !== null) void reply.header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)}`);
  return reply.type(media.startsWith("text/") && !media.includes("charset") ? `${media}; charset=utf-8` : media).send(body);
}
