import { DoudiError, type Bilingual, type ErrorCode, type ErrorInfo } from "@doudi/contract";

/** Why a file (or one of its sheets) cannot be used, in both languages. */
export interface FileProblem {
  file: string;
  code: ErrorCode;
  message: Bilingual;
}

/** A problem of `file` with the text of the error table. */
export function fileProblem(file: string, code: ErrorCode, info: ErrorInfo = {}): FileProblem {
  return problemOf(file, new DoudiError(code, { file, ...info }));
}

/** The problem that an error thrown while reading `file` amounts to; what is not a DoudiError becomes "cannot be read". */
export function problemOf(file: string, error: unknown): FileProblem {
  const known = error instanceof DoudiError ? error : new DoudiError("file_unreadable", { file, detail: error instanceof Error ? error.message : String(error) });
  return { file, code: known.code, message: { zh: known.text("zh"), en: known.text("en") } };
}
