import { Agent, request } from "node:http";
import { generateSync } from "otplib";

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

/** One browser's connection to the API: its cookie, its token against forgery, JSON both ways. */
export class ApiClient {
  #cookie = "";
  #csrf = "";

  /** @param {string} address of the server */
  constructor(address) {
    this.address = address;
  }

  /** @returns the status and what the body's JSON says */
  async send(method, path, body) {
    const payload = body === undefined ? null : JSON.stringify(body);
    const headers = { cookie: this.#cookie, ...(method === "GET" ? {} : { "x-csrf-token": this.#csrf }), ...(payload === null ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(payload) }) };
    return new Promise((resolve, reject) => {
      const sent = request(`${this.address}/api${path}`, { method, agent, headers }, (answer) => {
        const pieces = [];
        answer.on("data", (piece) => pieces.push(piece));
        answer.on("error", reject);
        answer.on("end", () => {
          for (const cookie of answer.headers["set-cookie"] ?? []) [this.#cookie] = cookie.split(";");
          resolve({ status: answer.statusCode, body: JSON.parse(Buffer.concat(pieces).toString("utf8")) });
        });
      });
      sent.on("error", reject);
      sent.end(payload);
    });
  }

  /** With the password and, where the role asks for one, a second factor set up now. Waits where the server says so. @returns the user, as /me gives it */
  async logIn(login, password) {
    const me = await this.#must("POST", "/login", { login, password });
    this.#csrf = me.csrf;
    if (me.second_factor !== "to_set_up") return me;
    const { secret } = await this.#must("POST", "/me/second-factor");
    return this.#must("POST", "/me/second-factor/confirm", { code: generateSync({ secret }) });
  }

  async #must(method, path, body) {
    for (;;) {
      const answer = await this.send(method, path, body);
      if (answer.status === 200) return answer.body;
      if (answer.status !== 429) throw new Error(`${method} ${path}: ${answer.status} ${answer.body.en}`);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}
