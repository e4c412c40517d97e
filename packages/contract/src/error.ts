import type { Bilingual, Lang } from "./lang.js";

/** Every error a user can meet: its exit code and its text in both languages. `{x}` is filled from the error's info. */
export const ERRORS = {
  usage: { exit: 2, zh: "用法有误:{detail}", en: "Usage error: {detail}" },
  folder_missing: { exit: 2, zh: "找不到文件夹 {path}。", en: "The folder {path} does not exist." },
  folder_empty: { exit: 3, zh: "文件夹 {path} 里没有 .xlsx、.xls 或 .csv 文件。", en: "The folder {path} holds no .xlsx, .xls or .csv file." },
  file_unreadable: { exit: 3, zh: "{file}:读不了({detail})。", en: "{file}: cannot be read ({detail})." },
} as const satisfies Record<string, Bilingual & { exit: number }>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorInfo = Record<string, string | number>;

/** The one error class that users see; anything else that is thrown is a defect. */
export class DoudiError extends Error {
  readonly code: ErrorCode;
  readonly info: ErrorInfo;

  constructor(code: ErrorCode, info: ErrorInfo = {}, options?: ErrorOptions) {
    super(errorText(code, info, "en"), options);
    this.name = "DoudiError";
    this.code = code;
    this.info = info;
  }

  get exit(): number {
    return ERRORS[this.code].exit;
  }

  text(lang: Lang): string {
    return errorText(this.code, this.info, lang);
  }
}

function errorText(code: ErrorCode, info: ErrorInfo, lang: Lang): string {
  return ERRORS[code][lang].replace(/\{(\w+)\}/g, (whole, key: string) => String(info[key] ?? whole));
}
