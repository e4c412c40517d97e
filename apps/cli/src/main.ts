import { buildProgram } from "./program.js";
import { chooseLang } from "./terminal/chooseLang.js";
import { reportFailure } from "./terminal/reportFailure.js";

/** Runs a command line and sets the exit code of the process. */
export async function main(argv: readonly string[]): Promise<void> {
  const lang = chooseLang(argv);
  // A pager that was closed early is no defect.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  try {
    await buildProgram(lang).parseAsync(argv, { from: "user" });
  } catch (error) {
    process.exitCode = reportFailure(error, lang);
  }
}
