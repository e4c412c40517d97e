import { appendFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PreviousCounts } from "@doudi/contract";
import { places } from "../places.js";
import { comparePrevious } from "../previous/comparePrevious.js";
import type { SheetLine } from "./findingSheet.js";
import { sheetName } from "./sheetName.js";
import { WORKBOOK_LIMIT, type WorkbookOptions } from "./writeWorkbook.js";

interface Volume {
  township: string;
  file: string;
  findings: number;
}

const BUFFERED_CHARACTERS = 1_000_000;

/**
 * Writes one workbook a township into a folder (`path`), for comparisons above WORKBOOK_LIMIT; a township above it gets several.
 * The findings pass through files in that folder, so that only one township is held in memory.
 */
export async function writeWorkbooks(options: WorkbookOptions): Promise<{ volumes: Volume[]; previous: PreviousCounts | null }> {
  const { summary, lang, ids } = options;
  const placeOf = places(summary);
  const comparison = options.previous === undefined ? null : comparePrevious(options.previous, summary.notRun.map(({ check }) => check));
  await mkdir(options.path, { recursive: true });
  const { fillWorkbook } = await import("./fillWorkbook.js");
  const spill = new Spill(await mkdtemp(join(options.path, ".spill-")));
  try {
    for await (const row of options.findings) {
      const seen = comparison?.see(row.finding_id) ?? null;
      const place = placeOf(row.division);
      await spill.add(place.township, { row, place: place.label, status: seen?.status ?? null, result: seen?.mark?.result ?? "", note: seen?.mark?.note ?? "" });
    }
    if (comparison !== null) {
      for await (const { row, status, mark } of comparison.unseen()) {
        const place = placeOf(row.division);
        await spill.add(place.township, { row, place: place.label, status, result: mark?.result ?? "", note: mark?.note ?? "" });
      }
    }
    const volumes: Volume[] = [];
    const used = new Set<string>();
    for (const township of spill.townships()) {
      const all = await spill.read(township);
      const gone = all.filter(({ status }) => status === "gone" || status === "notChecked");
      const lines = all.filter(({ status }) => status !== "gone" && status !== "notChecked");
      for (let from = 0; from === 0 || from < lines.length; from += WORKBOOK_LIMIT) {
        const label = township === "" ? (lang === "zh" ? "未填乡镇" : "no township") : township;
        const file = unusedFile(label, used);
        const part = lines.slice(from, from + WORKBOOK_LIMIT);
        const counts = comparison === null ? null : countStatuses(part, from === 0 ? gone : []);
        await fillWorkbook({ path: join(options.path, file), summary, lang, ids, lines: part, gone: from === 0 ? gone : [], previous: counts, township: label });
        volumes.push({ township, file, findings: part.length });
      }
    }
    return { volumes, previous: comparison?.counts() ?? null };
  } finally {
    await rm(spill.folder, { recursive: true, force: true });
  }
}

/** Lines by township, in files while they are many. */
class Spill {
  private readonly files = new Map<string, { path: string; waiting: string[] }>();
  private characters = 0;

  constructor(readonly folder: string) {}

  async add(township: string, line: SheetLine): Promise<void> {
    let file = this.files.get(township);
    if (file === undefined) {
      file = { path: join(this.folder, `${this.files.size}.ndjson`), waiting: [] };
      this.files.set(township, file);
    }
    const text = `${JSON.stringify(line)}\n`;
    file.waiting.push(text);
    this.characters += text.length;
    if (this.characters > BUFFERED_CHARACTERS) {
      for (const each of this.files.values()) await flush(each);
      this.characters = 0;
    }
  }

  townships(): string[] {
    return [...this.files.keys()].sort();
  }

  async read(township: string): Promise<SheetLine[]> {
    const file = this.files.get(township);
    if (file === undefined) return [];
    await flush(file);
    const text = await readFile(file.path, "utf8");
    await rm(file.path);
    return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as SheetLine);
  }
}

async function flush(file: { path: string; waiting: string[] }): Promise<void> {
  if (file.waiting.length === 0) return;
  await appendFile(file.path, file.waiting.join(""));
  file.waiting = [];
}

function unusedFile(label: string, used: Set<string>): string {
  const name = sheetName(label).replace(/["<>|]/g, " ").trim() || "township";
  let file = `${name}.xlsx`;
  for (let copy = 2; used.has(file.toLowerCase()); copy += 1) file = `${name}-${copy}.xlsx`;
  used.add(file.toLowerCase());
  return file;
}

function countStatuses(lines: readonly SheetLine[], gone: readonly SheetLine[]): PreviousCounts {
  const counts: PreviousCounts = { new: 0, same: 0, gone: 0, notChecked: 0, carried: 0 };
  for (const { status, result, note } of [...lines, ...gone]) {
    if (status !== null) counts[status] += 1;
    if ((status === "new" || status === "same") && (result !== "" || note !== "")) counts.carried += 1;
  }
  return counts;
}
