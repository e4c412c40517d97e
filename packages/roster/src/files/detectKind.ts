import type { RosterKind } from "@doudi/contract";
import type { HeaderCell } from "./findHeader.js";
import { foldHeader, withoutBracket } from "./foldHeader.js";
import type { Kinds } from "./kinds.js";

/** What is known of a table when its kind is looked for. */
export interface KindClues {
  /** The file's name without folder and ending. */
  fileName: string;
  sheetName: string;
  title: readonly string[];
  headers: readonly HeaderCell[];
}

export interface KindGuess {
  kind: RosterKind;
  score: number;
  /** What spoke for it: file=…, sheet=…, title=…, header=…. */
  evidence: string[];
}

export interface KindVerdict {
  /** The kind, null where none or several fit. */
  kind: RosterKind | null;
  /** 0 to 1. */
  confidence: number;
  evidence: string[];
  /** Every kind that something spoke for, best first. */
  candidates: KindGuess[];
}

const WEIGHTS = { file: 3, title: 3, sheet: 1.5 } as const;
const HEADER_CAP = 3;
const LEAST_SCORE = 0.8;
/** The second kind may have at most this share of the best one's score. */
const CLEAR_LEAD = 0.65;
const NEGATION = /(?:未(?:享受|纳入|参加)?|非|不(?:是|在|享受)?|没有?(?:享受)?|无|除|拟(?:纳入)?)$/;

/**
 * Tells the kind of a table from its names and headers. In a Chinese title the last noun is what the list is of
 * (享受低保的贫困户 is a list of the poor), so earlier words weigh little.
 */
export function detectKind(clues: KindClues, kinds: Kinds): KindVerdict {
  const guesses = new Map<RosterKind, KindGuess>();
  const add = (kind: RosterKind, score: number, evidence: string): void => {
    const guess = guesses.get(kind) ?? { kind, score: 0, evidence: [] };
    guess.score += score;
    if (score >= 0.2) guess.evidence.push(evidence);
    guesses.set(kind, guess);
  };
  for (const [where, text] of [["file", clues.fileName], ["sheet", clues.sheetName], ["title", clues.title.join(" ")]] as const)
    for (const { kind, word, share } of namedKinds(text, kinds)) add(kind, WEIGHTS[where] * share, `${where}=${word}`);
  for (const definition of kinds.byCode.values()) {
    let total = 0;
    for (const cell of clues.headers) {
      const weight = Math.max(...[cell.text, cell.sub, cell.group + cell.sub].map((text) => signal(definition.signals, text)));
      if (weight <= 0) continue;
      const counted = Math.min(weight, HEADER_CAP - total);
      total += counted;
      add(definition.kind, counted, `header=${cell.text}`);
    }
  }
  return verdict([...guesses.values()].sort((a, b) => b.score - a.score || (a.kind < b.kind ? -1 : 1)));
}

function verdict(candidates: KindGuess[]): KindVerdict {
  const [best, second] = candidates;
  if (best === undefined || best.score < LEAST_SCORE) return { kind: null, confidence: 0, evidence: [], candidates: [] };
  const other = second?.score ?? 0;
  const confidence = Math.round(100 * (best.score / (best.score + other)) * Math.min(0.99, 0.6 + best.score / 10)) / 100;
  const clear = other <= best.score * CLEAR_LEAD;
  return { kind: clear ? best.kind : null, confidence, evidence: best.evidence, candidates };
}

function signal(signals: ReadonlyMap<string, number>, header: string): number {
  const folded = foldHeader(header);
  return signals.get(folded) ?? signals.get(withoutBracket(folded)) ?? 0;
}

/** The kinds that a text names, with the share of its weight that each gets. */
function namedKinds(text: string, kinds: Kinds): { kind: RosterKind; word: string; share: number }[] {
  let rest = text.normalize("NFKC").toLowerCase();
  const names = [...kinds.byCode.values()]
    .flatMap((definition) => [
      ...definition.names.map((word) => ({ word, kind: definition.kind, alone: true })),
      ...definition.sharedNames.map((word) => ({ word, kind: definition.kind, alone: false })),
    ])
    .sort((a, b) => b.word.length - a.word.length);
  const found: { kinds: RosterKind[]; word: string; at: number; alone: boolean; inBracket: boolean }[] = [];
  for (const { word, kind, alone } of names) {
    const known = found.find((match) => match.word === word);
    if (known !== undefined) {
      known.kinds.push(kind);
      continue;
    }
    for (let at = rest.indexOf(word); at >= 0; at = rest.indexOf(word, at + 1)) {
      if (!isWholeWord(rest, at, word)) continue;
      if (!NEGATION.test(rest.slice(0, at))) found.push({ kinds: [kind], word, at, alone, inBracket: isInBracket(rest, at) });
      rest = rest.slice(0, at) + "\u0000".repeat(word.length) + rest.slice(at + word.length);
    }
  }
  const outside = found.filter((match) => !match.inBracket);
  const main = (outside.length > 0 ? outside : found).reduce((last, match) => Math.max(last, match.at), -1);
  const shares = new Map<RosterKind, { kind: RosterKind; word: string; share: number }>();
  for (const match of found) {
    const share = (match.at === main ? 1 : 0.25) / match.kinds.length;
    for (const kind of match.kinds) {
      const before = shares.get(kind);
      if (before === undefined || before.share < share) shares.set(kind, { kind, word: match.word, share });
    }
  }
  return [...shares.values()];
}

/** Codes such as `poor` count only where no letter joins them. */
function isWholeWord(text: string, at: number, word: string): boolean {
  if (!/^[a-z_]+$/.test(word)) return true;
  return !/[a-z]/.test(text[at - 1] ?? "") && !/[a-z]/.test(text[at + word.length] ?? "");
}

function isInBracket(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return Math.max(before.lastIndexOf("("), before.lastIndexOf("[")) > Math.max(before.lastIndexOf(")"), before.lastIndexOf("]"));
}
