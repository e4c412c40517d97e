import { PolicyError, placeText, type Problem } from "../problem.js";
import { verifyLibrary } from "../verifyLibrary.js";
import { readPacks } from "./readPack.js";
import { ProblemList, type PackFile } from "./yamlNode.js";
import { PackCompiler } from "./packCompiler.js";
import { didYouMean, nearestWord } from "../hint.js";
import { covers, type Pack, type PackLibrary } from "./packLibrary.js";
import type { PackSource } from "./packSource.js";

/**
 * Parses, type-checks and cross-checks all packs, as they stand on every day on which the law changes.
 * @param day where only one day's law is wanted (YYYY-MM-DD): examples are then not read and overlays laid on each other for
 *   that day alone, which is much faster; what is wrong with the examples or between overlays on other days is not reported
 * @throws PolicyError with every problem found, in the order of file and line
 */
export function loadLibrary(sources: readonly PackFile[], day: string | null = null): PackLibrary {
  const list = new ProblemList();
  const library: PackLibrary = { packs: compilePacks(readPacks(day === null ? sources : sources.map(withoutExamples), list), list) };
  // Overlays are laid on each other only where every pack is sound by itself: one fault would show many times otherwise.
  const problems = list.problems.length > 0 ? list.problems : verifyLibrary(library, day);
  if (problems.length > 0) throw new PolicyError(inOrder(problems));
  return library;
}

/** The file with its examples blanked, most of its text: every line stays where it is. */
function withoutExamples({ path, text }: PackFile): PackFile {
  let section = "";
  const lines = text.split("\n").map((line) => {
    const begins = /^[a-z]+(?=:)/.exec(line)?.[0];
    section = begins ?? section;
    return section !== "examples" ? line : begins === undefined ? "" : "examples: []";
  });
  return { path, text: lines.join("\n") };
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const key = (each: Problem): string => `${each.file}\0${String(each.line).padStart(8)}${String(each.column).padStart(6)}${each.code}${each.message.zh}`;
  const unique = new Map(problems.map((each) => [key(each), each]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, each]) => each);
}

function compilePacks(sources: readonly PackSource[], list: ProblemList): Map<string, Pack> {
  const byId = new Map<string, PackSource>();
  for (const source of sources) {
    const twin = byId.get(source.id);
    if (twin) list.add("duplicate_id", source.at, { id: source.id, where: placeText(twin.at) });
    else byId.set(source.id, source);
  }
  const packs = new Map<string, Pack>();
  const compile = (source: PackSource, below: readonly string[]): Pack | null => {
    const done = packs.get(source.id);
    if (done) return done;
    if (below.includes(source.id)) return list.add("parent_cycle", source.at, { id: source.id });
    let parent: Pack | null = null;
    if (source.extends !== null) {
      const parentSource = byId.get(source.extends);
      if (!parentSource) return list.add("unknown_parent", source.extendsAt, { id: source.extends, ...didYouMean(nearestWord(source.extends, byId.keys())) });
      parent = compile(parentSource, [...below, source.id]);
      if (!parent) return null;
      if (!covers(parent.written.division, source.division)) list.add("division_outside", source.at, { division: source.division, parent: parent.written.division });
    }
    for (const each of source.except) if (!covers(source.division, each)) list.add("except_outside", source.at, { division: each, own: source.division });
    const pack = new PackCompiler(source, parent, list).compile();
    packs.set(source.id, pack);
    return pack;
  };
  for (const source of byId.values()) compile(source, []);
  return new Map([...packs].sort(([, a], [, b]) => a.depth - b.depth || (a.id < b.id ? -1 : 1)));
}
