import type { Lang } from "@doudi/contract";
import { problemLine, readPackFiles, unknownCodes } from "@doudi/decision";
import { lintPacks, type LintResult, loadLibrary, PolicyError } from "@doudi/policy";
import { policiesFolder } from "./policiesFolder.js";

interface PackReport extends LintResult {
  packs: number;
}

/** Checks a folder of packs, prints what is wrong with file, line and column, and returns the exit code: 1 where there are errors. */
export async function checkPacks(dir: string | undefined, { json, lang }: { json: boolean; lang: Lang }): Promise<number> {
  const folder = policiesFolder(dir);
  const report = lint(await readPackFiles(folder));
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report, folder, lang));
  return report.errors.length > 0 ? 1 : 0;
}

function lint(files: Awaited<ReturnType<typeof readPackFiles>>): PackReport {
  try {
    const library = loadLibrary(files);
    const { errors, warnings, examples } = lintPacks(library);
    return { packs: library.packs.size, examples, errors: [...errors, ...unknownCodes(library)], warnings };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { packs: 0, examples: { passed: 0, failed: 0 }, errors: error.problems, warnings: [] };
  }
}

function reportText({ packs, examples, errors, warnings }: PackReport, folder: string, lang: Lang): string {
  const zh = lang === "zh";
  const lines = [
    ...errors.map((problem) => problemLine(problem, folder, lang)),
    ...warnings.map((problem) => `${problemLine(problem, folder, lang)}${zh ? "(提示)" : " (warning)"}`),
    zh
      ? `政策包 ${packs} 个,例子通过 ${examples.passed} 个、未过 ${examples.failed} 个;错误 ${errors.length} 处,提示 ${warnings.length} 处。`
      : `${packs} packs; examples: ${examples.passed} passed, ${examples.failed} failed; ${errors.length} errors, ${warnings.length} warnings.`,
  ];
  return `${lines.join("\n")}\n`;
}
