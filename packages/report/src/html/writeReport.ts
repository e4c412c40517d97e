import { writeFile } from "node:fs/promises";
import type { Lang, Summary } from "@doudi/contract";
import type { Samples } from "./reportContext.js";

interface ReportOptions {
  summary: Summary;
  /** A few findings of each kind (see `sampler`); they are masked here. */
  samples?: Samples;
  /** The file to write. */
  path: string;
  lang: Lang;
}

/** Writes report.html: one page that needs no network and no script, for a screen, a phone and A4 paper. */
export async function writeReport({ summary, samples = {}, path, lang }: ReportOptions): Promise<void> {
  // The chart library takes half a second to load; commands that draw nothing should not wait for it.
  const { renderReport } = await import("./renderReport.js");
  await writeFile(path, renderReport(summary, lang, samples));
}
