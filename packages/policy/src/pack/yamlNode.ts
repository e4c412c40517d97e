import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Scalar } from "yaml";
import { keyHint } from "../hint.js";
import { yamlAdvice } from "./yamlAdvice.js";
import { problem, type Position, type Problem, type ProblemCode, type ProblemInfo } from "../problem.js";

/** One YAML file of a pack. `path` is used in messages and to tell which folder, hence pack, it belongs to. */
export interface PackFile {
  readonly path: string;
  readonly text: string;
}

/** Collects the problems of a whole library, so that all are shown at once. */
export class ProblemList {
  readonly problems: Problem[] = [];

  add(code: ProblemCode, at: Position, info: ProblemInfo = {}): null {
    this.problems.push(problem(code, at, info));
    return null;
  }
}

interface Source {
  readonly file: PackFile;
  readonly lines: LineCounter;
  readonly list: ProblemList;
}

const SHAPES = {
  map: { zh: "一组“键: 值”", en: "a mapping" },
  list: { zh: "列表", en: "a list" },
  text: { zh: "文字", en: "a text" },
} as const;

/** Parses a file; null (with problems) where the YAML itself is broken or the file is empty. */
export function parseYaml(file: PackFile, list: ProblemList): YamlNode | null {
  const lines = new LineCounter();
  const documents = parseAllDocuments(file.text, { lineCounter: lines, uniqueKeys: true, version: "1.2" });
  const document = Array.isArray(documents) ? documents[0] : undefined;
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file: file.path, line, column: col };
  };
  if (!document) return list.add("wrong_shape", { file: file.path, line: 1, column: 1 }, { zh: SHAPES.map.zh, en: SHAPES.map.en });
  // The first error breaks what follows: those after it are mostly about that.
  for (const error of [...document.errors.slice(0, 1), ...document.warnings]) {
    const at = position(error.pos[0]);
    const { zh, en } = yamlAdvice(error.code, error.message, file.text.split("\n")[at.line - 1] ?? "");
    list.add("yaml", at, { detailZh: zh, detailEn: en });
  }
  if (document.errors.length > 0) return null;
  return new YamlNode(document.contents, { file, lines, list }, 0);
}

/** A YAML value that knows where it stands and reports what is wrong with it. */
export class YamlNode {
  private readonly offset: number;

  /** `keyOffset`: where the key stands that this is the value of, else where its parent does. */
  constructor(
    private readonly node: unknown,
    private readonly source: Source,
    private readonly keyOffset: number,
  ) {
    this.offset = rangeOf(node)?.[0] ?? keyOffset;
  }

  get at(): Position {
    return this.positionAt(this.offset);
  }

  private positionAt(offset: number): Position {
    const { line, col } = this.source.lines.linePos(offset);
    return { file: this.source.file.path, line, column: col };
  }

  problem(code: ProblemCode, info: ProblemInfo = {}): null {
    return this.source.list.add(code, this.at, info);
  }

  private wrongShape(shape: keyof typeof SHAPES, keys: readonly string[] = []): null {
    const { zh, en } = SHAPES[shape];
    return this.problem("wrong_shape", keys.length === 0 ? { zh, en } : { zh: `${zh}(${keys.join("、")})`, en: `${en} (${keys.join(", ")})` });
  }

  /** The mapping's entries; reports keys that are not allowed and required ones that are missing. */
  map(required: readonly string[], optional: readonly string[] = []): Map<string, YamlNode> {
    const allowed = [...required, ...optional];
    const entries = this.anyMap(allowed);
    for (const [key, value] of entries) {
      if (!allowed.includes(key)) this.source.list.add("unknown_key", this.positionAt(value.keyOffset), { key, allowed: allowed.join(", "), ...keyHint(key, allowed, !value.isNull) });
    }
    const unsound = [...entries.keys()].some((key) => key.includes("："));
    if (isMap(this.node) && !unsound) for (const key of required) if (!entries.has(key)) this.problem("missing_key", { key });
    return entries;
  }

  /** The mapping's entries, whatever their keys; `keys` are named where it is none. */
  anyMap(keys: readonly string[] = []): Map<string, YamlNode> {
    const entries = new Map<string, YamlNode>();
    if (!isMap(this.node)) {
      this.wrongShape("map", keys);
      return entries;
    }
    for (const pair of this.node.items) {
      const key = isScalar(pair.key) ? scalarText(pair.key) : null;
      if (key !== null) entries.set(key, new YamlNode(pair.value, this.source, rangeOf(pair.key)?.[0] ?? this.offset));
    }
    return entries;
  }

  list(): YamlNode[] {
    if (!isSeq(this.node)) {
      this.wrongShape("list");
      return [];
    }
    return this.node.items.map((item) => new YamlNode(item, this.source, this.offset));
  }

  /** The scalar as it is written ("4500", "true", "2020-06-01", a text); "" after a problem. */
  text(): string {
    const text = isScalar(this.node) ? scalarText(this.node) : null;
    if (text !== null) return text;
    this.wrongShape("text");
    return "";
  }

  get isNull(): boolean {
    return this.node === null || this.node === undefined || (isScalar(this.node) && this.node.value === null);
  }

  get isText(): boolean {
    return isScalar(this.node) && scalarText(this.node) !== null;
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  /**
   * Where the character at `index` of `text()` stands in the file, whatever the quoting or folding: both have the same
   * characters but for spaces and escapes, so they are walked side by side.
   */
  positionInText(index: number): Position {
    const range = rangeOf(this.node);
    if (!range || !isScalar(this.node)) return this.at;
    const text = this.text();
    const raw = this.source.file.text;
    let at = range[0];
    const type = this.node.type;
    if (type === "BLOCK_FOLDED" || type === "BLOCK_LITERAL") at = raw.indexOf("\n", at) + 1;
    else if (type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE") at += 1;
    let found = at;
    for (let i = 0; i <= Math.min(index, text.length - 1); i += 1) {
      const character = text.charAt(i);
      if (/\s/.test(character)) {
        found = at;
        continue;
      }
      while (at < range[1] && raw.charAt(at) !== character) at += 1;
      found = at;
      at += type === "QUOTE_SINGLE" && character === "'" ? 2 : 1;
    }
    return this.positionAt(found);
  }
}

function rangeOf(node: unknown): readonly [number, number, number] | null {
  if (isScalar(node) || isMap(node) || isSeq(node)) return node.range ?? null;
  return null;
}

/** Numbers, dates and booleans as they are written: 0.30 must not become 0.3 by way of a float. */
function scalarText(scalar: Scalar): string | null {
  const { value } = scalar;
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return null;
  return typeof scalar.source === "string" ? scalar.source : String(value);
}
