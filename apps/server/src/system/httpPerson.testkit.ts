/** Somebody who works with a running server over HTTP; its address may change from one start to the next. */
export class HttpPerson {
  #cookie = "";
  #csrf = "";
  /** Why the last answer that did not come did not. */
  lost = "";

  constructor(readonly address: () => string, readonly login: string, readonly password: string) {}

  async logIn(): Promise<void> {
    const answer = await this.send("POST", "/login", JSON.stringify({ login: this.login, password: this.password }));
    if (answer.status !== 200) throw new Error(await answer.text());
    this.#cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    this.#csrf = ((await answer.json()) as { csrf: string }).csrf;
  }

  async send(method: string, path: string, body?: string | FormData): Promise<Response> {
    return fetch(`${this.address()}/api${path}`, { method, headers: { cookie: this.#cookie, "x-csrf-token": this.#csrf, ...(typeof body === "string" ? { "content-type": "application/json" } : {}) }, ...(body === undefined ? {} : { body }) });
  }

  /** The whole answer; null where the server was gone, or busy dying, before it was whole. */
  async ask(method: string, path: string, body?: object): Promise<Answered | null> {
    try {
      const answer = await this.send(method, path, body instanceof FormData ? body : body === undefined ? undefined : JSON.stringify(body));
      const json = (await answer.json()) as Record<string, unknown>;
      if (answer.status >= 500) this.lost = JSON.stringify(json);
      return answer.status >= 500 ? null : { ok: answer.status < 300, code: String(json["code"]), json };
    } catch (error) {
      this.lost = String(error instanceof Error ? (error.cause ?? error) : error);
      return null;
    }
  }
}

export interface Answered { ok: boolean; code: string; json: Record<string, unknown> }

/** A file as a browser sends it. */
export function form(name: string, bytes: Buffer): FormData {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(bytes)]), name);
  return form;
}
