import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isRosterKind, ROSTER_KINDS, type Bilingual, type RosterKind } from "@doudi/contract";
import { parse } from "yaml";
import { foldHeader, withoutBracket } from "./foldHeader.js";

export type ColumnType = "text" | "id" | "name" | "date" | "money" | "integer" | "enum" | "boolean";

/** One value of an enum, boolean or grade column: its label and the words that mean it. */
interface ColumnValue extends Bilingual {
  readonly id: string;
  /** Folded words that are exactly this value. */
  readonly words: readonly string[];
  /** Folded words that mean it wherever they occur in the text; tried in the order of the file. */
  readonly contains: readonly string[];
}

/** A standard column: what it is called, what it holds, how its headers and values are spelled. */
export interface ColumnDefinition extends Bilingual {
  readonly id: string;
  readonly type: ColumnType;
  readonly headers: readonly string[];
  readonly values: readonly ColumnValue[];
  /** The value of a text that is not empty and that no word explains; null where such a text stays unknown. */
  readonly otherwise: string | null;
  /** The value of a text that lists several values (肢体、智力); null where there is none. */
  readonly combined: string | null;
  /** What two headers for this column mean: an error, or the first one counts (with a warning). */
  readonly several: "error" | "first";
}

/** Finds the standard column of a header. */
export interface HeaderIndex {
  readonly exact: ReadonlyMap<string, string>;
  /** Words that may stand before a header without changing whose it is, longest first. */
  readonly selfPrefixes: readonly string[];
}

export interface KindDefinition {
  readonly kind: RosterKind;
  /** Folded words for the kind in file names and titles. */
  readonly names: readonly string[];
  /** Folded words for this kind together with others; they prove nothing alone. */
  readonly sharedNames: readonly string[];
  /** Whether several rows a person are natural (homes, vehicles, companies …). */
  readonly severalRows: boolean;
  /** Whether the rows are events, so that rosters of several periods add up instead of replacing each other. */
  readonly events: boolean;
  readonly columns: ReadonlyMap<string, ColumnDefinition>;
  readonly headers: HeaderIndex;
  /** Folded headers that only this kind of list has, by what they are worth (0 to 1). */
  readonly signals: ReadonlyMap<string, number>;
}

export interface Kinds {
  readonly byCode: ReadonlyMap<RosterKind, KindDefinition>;
  /** Every standard column by id, whichever kind has it. */
  readonly columns: ReadonlyMap<string, ColumnDefinition>;
  /** Every header of every kind: tells a header row before the kind is known. */
  readonly anyHeader: HeaderIndex;
  readonly ignoredHeaders: ReadonlySet<string>;
  readonly otherPersons: readonly string[];
  readonly groupEndings: readonly string[];
}

interface RawColumn {
  zh?: string; en?: string; type?: ColumnType; headers?: string[]; strong?: string[];
  values?: Record<string, { zh: string; en: string; also?: string[]; contains?: string[] }>;
  otherwise?: string; combined?: string; several?: "first";
}
interface RawCommon {
  self_prefixes: string[]; other_persons: string[]; group_endings: string[]; ignored_headers: string[];
  columns: Record<string, RawColumn>; library: Record<string, RawColumn>;
}
interface RawKind {
  kind: string; names: string[]; shared_names?: string[]; several_rows: boolean; events?: boolean;
  self_prefixes?: string[]; columns: Record<string, RawColumn | null>;
}

const KINDS_FOLDER = fileURLToPath(new URL("../../kinds/", import.meta.url));
let loaded: Kinds | null = null;

/** The kinds of roster, their columns and words, from kinds/*.yaml; read once a process. Throws where a file is not well-formed. */
export function loadKinds(): Kinds {
  loaded ??= buildKinds(KINDS_FOLDER);
  return loaded;
}

/** The kinds whose rows naturally repeat a person. */
export function severalRowKinds(kinds: Kinds): ReadonlySet<RosterKind> {
  return new Set([...kinds.byCode.values()].flatMap(({ severalRows, kind }) => (severalRows ? [kind] : [])));
}

function buildKinds(folder: string): Kinds {
  const common = parse(readFileSync(join(folder, "_common.yaml"), "utf8")) as RawCommon;
  const raws = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml") && !name.startsWith("_"))
    .sort()
    .map((name) => parse(readFileSync(join(folder, name), "utf8")) as RawKind);
  const missing = Object.keys(ROSTER_KINDS).filter((code) => !raws.some((raw) => raw.kind === code));
  if (missing.length > 0) throw new Error(`kinds/: no file for ${missing.join(", ")}`);

  const signals = signalWeights(raws, common);
  const byCode = new Map<RosterKind, KindDefinition>();
  const columns = new Map<string, ColumnDefinition>();
  for (const raw of raws) {
    const definition = buildKind(raw, common, signals);
    byCode.set(definition.kind, definition);
    for (const column of definition.columns.values()) if (!columns.has(column.id)) columns.set(column.id, column);
  }
  const anyHeader = new Map<string, string>();
  for (const definition of byCode.values())
    for (const [header, id] of definition.headers.exact) if (!anyHeader.has(header)) anyHeader.set(header, id);
  return {
    byCode,
    columns,
    anyHeader: {
      exact: anyHeader,
      selfPrefixes: longestFirst([...common.self_prefixes, ...raws.flatMap((raw) => raw.self_prefixes ?? [])]),
    },
    ignoredHeaders: new Set(common.ignored_headers.map(foldHeader)),
    otherPersons: common.other_persons.map(foldHeader),
    groupEndings: longestFirst(common.group_endings),
  };
}

function buildKind(raw: RawKind, common: RawCommon, signals: ReadonlyMap<string, Map<string, number>>): KindDefinition {
  if (!isRosterKind(raw.kind)) throw new Error(`kinds/: ${raw.kind} is not a kind of roster`);
  const columns = new Map<string, ColumnDefinition>();
  const exact = new Map<string, string>();
  // A kind's own columns come first: 账号 is the account of a deposit, not where an allowance is paid.
  for (const [id, own] of Object.entries(raw.columns)) columns.set(id, buildColumn(id, own ?? {}, common.columns[id] ?? common.library[id]));
  for (const [id, base] of Object.entries(common.columns)) if (!columns.has(id)) columns.set(id, buildColumn(id, base, undefined));
  for (const column of columns.values())
    for (const header of column.headers) if (!exact.has(header)) exact.set(header, column.id);
  return {
    kind: raw.kind,
    names: raw.names.map(foldHeader),
    sharedNames: (raw.shared_names ?? []).map(foldHeader),
    severalRows: raw.several_rows,
    events: raw.events ?? false,
    columns,
    headers: { exact, selfPrefixes: longestFirst([...common.self_prefixes, ...(raw.self_prefixes ?? [])]) },
    signals: signals.get(raw.kind) ?? new Map(),
  };
}

function buildColumn(id: string, own: RawColumn, base: RawColumn | undefined): ColumnDefinition {
  const merged = { ...base, ...own };
  if (merged.zh === undefined || merged.en === undefined || merged.type === undefined) throw new Error(`kinds/: column ${id} needs zh, en and type`);
  return {
    id,
    zh: merged.zh,
    en: merged.en,
    type: merged.type,
    headers: [...new Set([...(own.headers ?? []), ...(base?.headers ?? [])].map(foldHeader))],
    values: Object.entries(merged.values ?? {}).map(([value, words]) => ({
      id: value,
      zh: words.zh,
      en: words.en,
      words: [value, words.zh, words.en, ...(words.also ?? [])].map((word) => foldHeader(String(word))),
      contains: (words.contains ?? []).map(foldHeader),
    })),
    otherwise: merged.otherwise ?? null,
    combined: merged.combined ?? null,
    several: merged.several ?? "error",
  };
}

/** What each header of a kind's own columns says about the kind: the fewer kinds share it, the more. */
function signalWeights(raws: readonly RawKind[], common: RawCommon): Map<string, Map<string, number>> {
  const shared = new Set(Object.values(common.columns).flatMap((column) => column.headers ?? []).map(foldHeader));
  const owners = new Map<string, Set<string>>();
  for (const raw of raws)
    for (const [id, own] of Object.entries(raw.columns))
      for (const header of [...(own?.headers ?? []), ...(common.library[id]?.headers ?? [])].map(foldHeader))
        owners.set(header, (owners.get(header) ?? new Set()).add(raw.kind));
  const weights = new Map<string, Map<string, number>>();
  for (const raw of raws) {
    const strong = new Set(Object.values(raw.columns).flatMap((own) => own?.strong ?? []).map(foldHeader));
    const kindWeights = new Map<string, number>();
    for (const [header, kinds] of owners)
      if (kinds.has(raw.kind) && !shared.has(header)) kindWeights.set(header, (strong.has(header) ? 2 : 1) / kinds.size ** 2);
    weights.set(raw.kind, kindWeights);
  }
  return weights;
}

function longestFirst(words: readonly string[]): string[] {
  return [...new Set(words.map(foldHeader))].sort((a, b) => b.length - a.length);
}

/** The standard column of a header, or null: as it stands, without its bracket, without a word for the person before it. */
export function findColumn(index: HeaderIndex, header: string): string | null {
  const folded = foldHeader(header);
  if (folded === "") return null;
  const bare = withoutBracket(folded);
  const direct = index.exact.get(folded) ?? index.exact.get(bare);
  if (direct !== undefined) return direct;
  for (const prefix of index.selfPrefixes) {
    if (!bare.startsWith(prefix) || bare.length === prefix.length) continue;
    const rest = bare.slice(prefix.length).replace(/^的/, "");
    const found = index.exact.get(rest);
    if (found !== undefined) return found;
  }
  return null;
}
