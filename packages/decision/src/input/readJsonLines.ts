import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { DoudiError } from "@doudi/contract";
import type { InputFact } from "./inputFact.js";
import { parseJsonValue } from "./parseValue.js";
import { type RowLayout, type RowProblem, type TextRow } from "./rowLayout.js";
import type { UnknownKeys } from "./unknownKeys.js";

const BLOCK = 1 << 20;
const BATCH_ROWS = 4096;
const LF = 10;
/** A longer line is no household. */
const LONGEST_LINE = 16 << 20;

type Json = Record<string, unknown>;

/** The keys that hold others: `income_fen_year` for income_fen_year.wage. */
interface KeyTree {
  readonly facts: ReadonlyMap<string, InputFact>;
  readonly groups: ReadonlyMap<string, KeyTree>;
}

/**
 * Reads one household a line as rows for the engine. A line that cannot be read, or that has something wrong in it, spoils
 * that household only. Throws file_empty, file_too_large, input_not_lines where the file is one JSON document over many lines.
 */
export async function* readJsonLines(path: string, facts: readonly InputFact[], layout: RowLayout, unknown: UnknownKeys): AsyncGenerator<TextRow[]> {
  const reader = new HouseholdReader(facts, layout, unknown);
  let batch: TextRow[] = [];
  let row = 0;
  let seen = false;
  for await (const bytes of linesOf(path)) {
    row += 1;
    const text = decode(bytes);
    if (text !== null && text.trim() === "") continue;
    if (!seen && text !== null && isOneDocument(text)) throw new DoudiError("input_not_lines", { file: basename(path) });
    seen = true;
    batch.push(...reader.read(text, row));
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (!seen) throw new DoudiError("file_empty", { file: basename(path) });
  yield batch;
}

/** Whether the first line begins an array of households, or an object that goes on over the lines below. */
function isOneDocument(line: string): boolean {
  return /^\s*(?:[[{]\s*$|\[\s*\{)/.test(line);
}

class HouseholdReader {
  readonly #household: KeyTree;
  readonly #member: KeyTree;
  /** Rows without a household number, such as broken lines, belong to nobody: they get none. */
  constructor(
    facts: readonly InputFact[],
    private readonly layout: RowLayout,
    private readonly unknown: UnknownKeys,
  ) {
    this.#household = treeOf(facts.filter(({ level }) => level === "household"));
    this.#member = treeOf(facts.filter(({ level }) => level === "member"));
  }

  read(text: string | null, row: number): TextRow[] {
    const whole = (code: RowProblem["code"], value: string): TextRow[] => this.layout.rows(row, null, null, new Map(), [{ key: "", code, value }]);
    if (text === null) return whole("row_broken", "UTF-8");
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch (error) {
      return whole("line_broken", error instanceof Error ? error.message.replace(/["'].*["']/s, "…") : "");
    }
    if (!isObject(parsed)) return whole("not_object", shown(parsed));
    const problems: RowProblem[] = [];
    const values = new Map<InputFact, string | null>();
    const { members, ...own } = parsed;
    this.#take(own, this.#household, "", values, problems, row, ["members"]);
    const householdNo = [...values].find(([{ id }]) => id === "household_no")?.[1] ?? null;
    if (householdNo === null && !problems.some(({ key }) => key === "household_no")) problems.push({ key: "household_no", code: "household_no_missing", value: "" });
    const rows = this.#members(members, householdNo, row, problems);
    return [...this.layout.rows(row, householdNo, null, values, problems), ...rows];
  }

  #members(members: unknown, householdNo: string | null, row: number, problems: RowProblem[]): TextRow[] {
    if (members === null || members === undefined) return [];
    if (!Array.isArray(members)) {
      problems.push({ key: "members", code: "type_wrong", value: shown(members) });
      return [];
    }
    return members.flatMap((member: unknown, index) => {
      const at = `members[${index}]`;
      if (!isObject(member)) return this.layout.rows(row, householdNo, index + 1, new Map(), [{ key: at, code: "not_object", value: shown(member) }]);
      const values = new Map<InputFact, string | null>();
      const wrong: RowProblem[] = [];
      this.#take(member, this.#member, `${at}.`, values, wrong, row, []);
      return this.layout.rows(row, householdNo, index + 1, values, wrong);
    });
  }

  #take(data: Json, tree: KeyTree, prefix: string, values: Map<InputFact, string | null>, problems: RowProblem[], row: number, others: readonly string[]): void {
    for (const [key, value] of Object.entries(data)) {
      const fact = tree.facts.get(key);
      const group = tree.groups.get(key);
      if (fact !== undefined) {
        const parsed = parseJsonValue(fact, value);
        if ("text" in parsed) values.set(fact, parsed.text);
        else problems.push({ key: prefix + key, code: parsed.problem, value: shown(value) });
      } else if (group !== undefined) {
        if (isObject(value)) this.#take(value, group, `${prefix}${key}.`, values, problems, row, []);
        else if (value !== null) problems.push({ key: prefix + key, code: "not_object", value: shown(value) });
      } else {
        const other = tree === this.#household ? this.#member : tree === this.#member ? this.#household : null;
        const belongs = other?.facts.has(key) === true || other?.groups.has(key) === true ? (other === this.#member ? "member" : "household") : null;
        this.unknown.note((prefix + key).replace(/^members\[\d+\]/, "members"), row, [...tree.facts.keys(), ...tree.groups.keys(), ...others], belongs);
      }
    }
  }
}

function treeOf(facts: readonly InputFact[], from = 0): KeyTree {
  const own = new Map<string, InputFact>();
  const grouped = new Map<string, InputFact[]>();
  for (const fact of facts) {
    const keys = fact.path.split(".").slice(from);
    const [key = ""] = keys;
    if (keys.length === 1) own.set(key, fact);
    else grouped.set(key, [...(grouped.get(key) ?? []), fact]);
  }
  return { facts: own, groups: new Map([...grouped].map(([key, inside]) => [key, treeOf(inside, from + 1)])) };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** As it was written, but for a number too large for JSON to hold. */
function shown(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** The text of a line; null where it is no UTF-8. */
function decode(bytes: Buffer): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

/** Takes a byte order mark off. */
const UTF8 = new TextDecoder("utf-8", { fatal: true });

async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: BLOCK }) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, from)) {
      yield bytes.subarray(from, end);
      from = end + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > LONGEST_LINE) throw new DoudiError("file_too_large", { file: basename(path), detail: `> ${LONGEST_LINE >> 20} MB in one line` });
  }
  if (rest.length > 0) yield rest;
}
