import type { Answer, Call, RouteName } from "@doudi/contract/api";
import { ADDRESSES } from "virtual:addresses";
import { errorIn, unreachable } from "./apiError.js";

/** A route without parameters, query or body is called by its name alone. */
export type Given<N extends RouteName> = unknown extends Call<N> ? [] : [given: Call<N>];

interface Parts {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Sent back with every change; each answer that names the user carries it. */
let csrf = "";

/** The address of a route, for links, frames and downloads too. */
export function addressOf<N extends RouteName>(name: N, ...[given]: Given<N>): string {
  return addressWith(ADDRESSES[name].path, (given ?? {}) as Parts);
}

/** Calls a route of the API by its name. Throws ApiError. */
export async function call<N extends RouteName>(name: N, ...[given]: Given<N>): Promise<Answer<N>> {
  const { method, path } = ADDRESSES[name];
  const parts = (given ?? {}) as Parts;
  const response = await fetch(addressWith(path, parts), {
    method,
    headers: { ...ownHeaders(method), ...(parts.body === undefined ? {} : { "content-type": "application/json" }) },
    ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
  }).catch(() => { throw unreachable(); });
  const text = await response.text().catch(() => { throw unreachable(); });
  if (!response.ok) throw errorIn(response.status, text);
  return keepCsrf(JSON.parse(text)) as Answer<N>;
}

/** Fetches a file that a route answers with, and the name it goes by. Throws ApiError, where a plain link would save the error. */
export async function fetchFile<N extends RouteName>(name: N, ...given: Given<N>): Promise<{ readonly name: string; readonly content: Blob }> {
  const { method } = ADDRESSES[name];
  const response = await fetch(addressOf(name, ...given), { method, headers: ownHeaders(method) }).catch(() => { throw unreachable(); });
  if (!response.ok) throw errorIn(response.status, await response.text().catch(() => ""));
  const told = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return { name: told ?? name, content: await response.blob().catch(() => { throw unreachable(); }) };
}

/** Sends a roster, saying how much of it is on its way (0 to 1). Throws ApiError. */
export function uploadRoster(file: File, query: Call<"uploadRoster">["query"], onSent: (share: number) => void, stop: AbortSignal): Promise<Answer<"uploadRoster">> {
  return new Promise((resolve, reject) => {
    // fetch does not tell how much of a body has gone out.
    const request = new XMLHttpRequest();
    request.open("POST", addressOf("uploadRoster", { query }));
    request.setRequestHeader("x-csrf-token", csrf);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) onSent(event.loaded / event.total); });
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Answer<"uploadRoster">);
      else reject(errorIn(request.status, request.responseText));
    });
    request.addEventListener("error", () => reject(unreachable()));
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    stop.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  });
}

/** The language of the page goes along: some answers hold words. */
function ownHeaders(method: string): Record<string, string> {
  return { accept: "application/json", "accept-language": document.documentElement.lang, ...(method === "GET" || csrf === "" ? {} : { "x-csrf-token": csrf }) };
}

function addressWith(pattern: string, parts: Parts): string {
  const path = pattern.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(parts.params?.[key] ?? "")));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parts.query ?? {})) if (value !== undefined && value !== null && value !== "") query.set(key, String(value));
  return `/api${path}${query.size === 0 ? "" : `?${query}`}`;
}

function keepCsrf(answer: unknown): unknown {
  if (typeof answer === "object" && answer !== null && "csrf" in answer && typeof answer.csrf === "string") csrf = answer.csrf;
  return answer;
}
