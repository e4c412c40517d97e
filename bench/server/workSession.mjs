import { setTimeout as pause } from "node:timers/promises";
import { sampleId, sampleName } from "@doudi/store";

const CODES = ["missed.severe_disability", "missed.poor_bottom_line", "wrong.vehicle", "unclaimed.insurance", "conflict.name", "quality.birth_date"];
const GROUPS = ["missed", "wrong", "unclaimed", "conflict", "quality"];
const STATES = ["open", "assigned", "confirmed", "refuted", "gone"];
/** Acts in a hundred, as the issue has them. */
const LIST = 60;
const SEARCH = 20;
const OPEN = 15;

/**
 * One person at work: thinks for one to three seconds, then does one thing, with the requests that the page makes for it.
 * A list is a page of findings by some filter with its counts, the next page of it, or the home page; who sees no findings lists
 * what the role is for. What a role may not do becomes a list.
 */
export class WorkSession {
  #me = null;
  /** The findings last listed, and how to go on. */
  #shown = [];
  #next = null;
  #query = "";
  #persons = [];

  /**
   * @param {import("./apiClient.mjs").ApiClient} client
   * @param {{ persons: number, note(call: { act: string, status: number, ms: number, at: number }): void }} world
   */
  constructor(client, world) {
    this.client = client;
    this.world = world;
  }

  async logIn(login, password) {
    this.#me = await this.client.logIn(login, password);
  }

  /** Works until told to stop. */
  async work(signal) {
    await pause(Math.random() * 2_000);
    while (!signal.aborted) {
      await this.#act();
      await pause(1_000 + Math.random() * 2_000);
    }
  }

  async #act() {
    const turn = Math.random() * 100;
    if (turn < LIST) return this.#list();
    if (turn < LIST + SEARCH) return this.#may("person.read") ? this.#search() : this.#list();
    if (turn < LIST + SEARCH + OPEN) return this.#may("finding.read") ? this.#open() : this.#list();
    return this.#may("finding.check") ? this.#check() : this.#list();
  }

  async #list() {
    if (!this.#may("finding.read")) return this.#call("list", "GET", this.#ownList());
    const turn = Math.random();
    if (turn < 0.12) return this.#call("home", "GET", "/home");
    if (turn < 0.27 && this.#next !== null) return this.#findings(`${this.#query}&cursor=${encodeURIComponent(this.#next)}`);
    const { state, sort, ...filter } = this.#filter();
    const words = (query) => new URLSearchParams(query).toString();
    this.#query = words({ ...filter, ...state, sort });
    await Promise.all([this.#findings(this.#query), this.#call("counts", "GET", `/findings/counts?${words(filter)}`)]);
  }

  async #findings(query) {
    const answer = await this.#call("list", "GET", `/findings?${query}`);
    this.#shown = answer?.findings ?? [];
    this.#next = answer?.next ?? null;
  }

  /** Half of the lists as they come, the others narrowed. */
  #filter() {
    const sort = this.#pick(["severity", "severity", "due", "updated"]);
    const state = Math.random() < 0.3 ? { state: this.#pick(STATES) } : {};
    const by = Math.random();
    const narrowed = by < 0.5 ? {} : by < 0.65 ? { code: this.#pick(CODES) } : by < 0.75 ? { group: this.#pick(GROUPS) } : by < 0.85 ? { severity: this.#pick(["high", "medium", "low"]) } : by < 0.92 ? { overdue: "true" } : this.#place();
    return { ...narrowed, state, sort };
  }

  #place() {
    const place = this.#shown.length === 0 ? this.#me.area.code : this.#pick(this.#shown).area.code;
    return { area: place.slice(0, Math.max(this.#me.area.code.length, 9)) };
  }

  #ownList() {
    if (this.#may("user.manage")) return this.#pick(["/users", "/sessions", "/audit"]);
    return this.#may("audit.read") ? "/audit" : this.#pick(["/rosters", "/rosters/calendar?year=2020", "/home"]);
  }

  async #search() {
    const number = Math.floor(Math.random() * this.world.persons);
    const name = sampleName(number);
    const text = this.#pick([name, name, name.slice(0, 2), name.slice(1), sampleId(number).id, `N${Math.floor(number / 4)}`, this.#pick(["hxy", "lz", "yg", "wjh"]), ""]);
    const answer = await this.#call("search", "POST", "/persons/search", { text });
    this.#persons = answer?.persons ?? [];
  }

  async #open() {
    if (this.#shown.length === 0) return this.#list();
    if (this.#persons.length > 0 && Math.random() < 0.3) return this.#call("open", "GET", `/persons/${this.#pick(this.#persons).person_no}`);
    await this.#call("open", "GET", `/findings/${this.#pick(this.#shown).finding_id}`);
  }

  async #check() {
    const [finding] = this.#shown.filter(({ state }) => state === "open" || state === "assigned").sort(() => Math.random() - 0.5);
    if (finding === undefined) return this.#list();
    const changed = await this.#call("check", "POST", `/findings/${finding.finding_id}/check`, {
      seen: finding.updated_at, ...this.#pick([{ result: "confirmed", reason: "入户核实,情况属实" }, { result: "refuted", reason: "入户核实,车辆已于去年转让" }, { result: "disputed", reason: "本人不认可", evidence: "村委会证明一份" }]),
    });
    this.#shown = this.#shown.filter((each) => each !== finding).concat(changed ?? []);
  }

  /** The answer; null where the server refused, or (status 0) did not answer. */
  async #call(act, method, path, body) {
    const start = performance.now();
    const { status, body: answer } = await this.client.send(method, path, body).catch(() => ({ status: 0, body: null }));
    this.world.note({ act, status, ms: performance.now() - start, at: Date.now() });
    return status === 200 ? answer : null;
  }

  #may(permission) {
    return this.#me.may.includes(permission);
  }

  #pick(list) {
    return list[Math.floor(Math.random() * list.length)];
  }
}
